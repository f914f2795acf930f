package dev.rondo.compat.differential;

import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.Reply;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One request: a command's name and its arguments, one character a byte. */
record Command(List<String> words) {

  Command {
    words = List.copyOf(words);
  }

  static Command of(String... words) {
    return new Command(List.of(words));
  }

  /** The name in upper case, empty when there are no words. */
  String name() {
    return word(0);
  }

  /** The word at {@code index} in upper case, empty when there is none. */
  String word(int index) {
    return index < words.size() ? words.get(index).toUpperCase(Locale.ROOT) : "";
  }

  /** Whether it starts with these words, case aside. */
  boolean startsWith(String... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (!word(i).equals(expected[i])) {
        return false;
      }
    }
    return true;
  }

  String encode() {
    return RawClient.encode(words);
  }

  /** As one would type it into {@code redis-cli}. */
  @Override
  public String toString() {
    return words.stream()
        .map(word -> word.matches("[!-~&&[^\"'\\\\]]+") ? word : Reply.quote(word))
        .collect(Collectors.joining(" "));
  }
}
