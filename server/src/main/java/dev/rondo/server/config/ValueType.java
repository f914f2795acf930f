package dev.rondo.server.config;

import java.util.List;

/**
 * How the text of a setting becomes a value, and a value text.
 *
 * @param <T> the value, immutable
 */
public interface ValueType<T> {
  /**
   * The value that words stand for.
   *
   * @param words what followed the setting's name; exactly one unless {@link #takesManyWords}
   * @param current the value it has now, for types whose text may name a part of the value
   * @throws InvalidSettingException with what is wrong, in Redis's words where Redis has them
   */
  T parse(List<String> words, T current) throws InvalidSettingException;

  /**
   * The value after a further line (or flag) for the same setting in the same source. Most settings
   * take the last one.
   *
   * @param words what followed the setting's name
   * @param previous what the earlier lines came to
   */
  default T parseAgain(List<String> words, T previous) throws InvalidSettingException {
    return parse(words, previous);
  }

  /** The value as CONFIG GET shows it. */
  String format(T value);

  /** The lines that write the value into a config file, each as the words behind the name. */
  default List<List<String>> fileLines(T value) {
    return List.of(List.of(format(value)));
  }

  /**
   * The value as help and the documented config file show it: like {@link #format}, but short where
   * people write it short.
   */
  default String document(T value) {
    return format(value);
  }

  /** Whether the value is made of several words, which CONFIG SET takes as one text with blanks. */
  default boolean takesManyWords() {
    return false;
  }

  /**
   * What may be written, in short: {@code yes | no}, {@code 0..65535}, {@code bytes, such as
   * 512mb}.
   */
  String allowed();
}
