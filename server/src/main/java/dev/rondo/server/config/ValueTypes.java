package dev.rondo.server.config;

import dev.rondo.cluster.Level;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The plain types of settings. The composed ones have a file each. */
final class ValueTypes {
  private ValueTypes() {}

  /** The one-word types: reading a word and writing a value is all there is to them. */
  private record Scalar<T>(
      Parser<T> parser,
      Function<T, String> formatter,
      Function<T, String> documenter,
      String allowed)
      implements ValueType<T> {
    Scalar(Parser<T> parser, Function<T, String> formatter, String allowed) {
      this(parser, formatter, formatter, allowed);
    }

    @Override
    public T parse(List<String> words, T current) throws InvalidSettingException {
      if (words.size() != 1) {
        throw new InvalidSettingException("wrong number of arguments");
      }
      return parser.parse(words.get(0));
    }

    @Override
    public String format(T value) {
      return formatter.apply(value);
    }

    @Override
    public String document(T value) {
      return documenter.apply(value);
    }
  }

  @FunctionalInterface
  private interface Parser<T> {
    T parse(String word) throws InvalidSettingException;
  }

  static ValueType<Boolean> yesNo() {
    return new Scalar<>(
        word -> {
          if (word.equalsIgnoreCase("yes")) {
            return true;
          }
          if (word.equalsIgnoreCase("no")) {
            return false;
          }
          throw new InvalidSettingException("argument must be 'yes' or 'no'");
        },
        value -> value ? "yes" : "no",
        "yes | no");
  }

  static ValueType<Integer> integer(int min, int max) {
    return new Scalar<>(word -> (int) parseLong(word, min, max), String::valueOf, min + ".." + max);
  }

  static ValueType<Long> number(long min, long max) {
    String allowed = max == Long.MAX_VALUE ? min + " or more" : min + ".." + max;
    return new Scalar<>(word -> parseLong(word, min, max), String::valueOf, allowed);
  }

  /** An amount of memory in bytes, as {@link MemorySize} reads it. */
  static ValueType<Long> memory(long minBytes, long maxBytes) {
    String range =
        (minBytes > 0 ? " from " + MemorySize.format(minBytes) : "")
            + (maxBytes < Long.MAX_VALUE ? " to " + MemorySize.format(maxBytes) : "");
    return new Scalar<>(
        word -> inRange(MemorySize.parse(word), minBytes, maxBytes),
        String::valueOf,
        MemorySize::format,
        "bytes, such as 1048576, 512mb or 1gb" + (range.isEmpty() ? "" : "," + range));
  }

  /**
   * An amount of memory in bytes of at least {@code minBytes}, or 0, which leaves the choice to the
   * server.
   */
  static ValueType<Long> memoryOrZero(long minBytes) {
    return new Scalar<>(
        word -> {
          long bytes = MemorySize.parse(word);
          return bytes == 0 ? bytes : inRange(bytes, minBytes, Long.MAX_VALUE);
        },
        String::valueOf,
        MemorySize::format,
        "0, or bytes from " + MemorySize.format(minBytes) + ", such as 4gb");
  }

  /** One of some enum constants, written in lower case and with dashes. */
  static <E extends Enum<E>> ValueType<E> choice(List<E> values) {
    Function<E, String> text = value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return oneOf(text, values);
  }

  /** One of some texts. */
  static ValueType<String> choice(String... values) {
    return oneOf(Function.identity(), List.of(values));
  }

  private static <T> ValueType<T> oneOf(Function<T, String> text, List<T> choices) {
    return new Scalar<>(
        word ->
            choices.stream()
                .filter(value -> text.apply(value).equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(
                    () ->
                        new InvalidSettingException(
                            "argument(s) must be one of the following: "
                                + choices.stream().map(text).collect(Collectors.joining(", ")))),
        text,
        choices.stream()
            .map(text)
            .map(t -> t.isEmpty() ? "\"\"" : t)
            .collect(Collectors.joining(" | ")));
  }

  static ValueType<String> text() {
    return new Scalar<>(word -> word, Function.identity(), "any text");
  }

  /**
   * Only this text, which is the default: other values of Redis ask for what this server does not
   * do.
   */
  static ValueType<String> only(String value, String otherwise) {
    return new Scalar<>(
        word -> {
          if (!word.equalsIgnoreCase(value)) {
            throw new InvalidSettingException(otherwise);
          }
          return value;
        },
        Function.identity(),
        value.isEmpty() ? "\"\" only" : value + " only");
  }

  /** A path, made absolute against the directory the process was started in. */
  static ValueType<Path> path() {
    return new Scalar<>(
        word -> {
          if (word.isEmpty()) {
            throw new InvalidSettingException("argument must be a path");
          }
          try {
            return Path.of(word).toAbsolutePath().normalize();
          } catch (InvalidPathException e) {
            throw new InvalidSettingException("argument must be a path: " + e.getReason());
          }
        },
        path -> path.toAbsolutePath().normalize().toString(),
        Path::toString,
        "a path");
  }

  /** A consistency level: a name of {@link Level.Named} or a plain number of replicas. */
  static ValueType<Level> level() {
    String names =
        Arrays.stream(Level.Named.values())
            .map(level -> level.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" | "));
    return new Scalar<>(
        word -> {
          try {
            return Level.parse(word);
          } catch (IllegalArgumentException e) {
            throw new InvalidSettingException("argument must be a consistency level");
          }
        },
        level -> level.toString().toLowerCase(Locale.ROOT),
        names + " | 1.." + Level.Count.MAX);
  }

  /** A list of at most so many words; {@code ""} stands for none. */
  static ValueType<List<String>> words(int maxWords, String allowed) {
    return new WordList(maxWords, allowed);
  }

  private record WordList(int maxWords, String allowed) implements ValueType<List<String>> {
    @Override
    public List<String> parse(List<String> words, List<String> current)
        throws InvalidSettingException {
      if (words.size() > maxWords) {
        throw new InvalidSettingException("wrong number of arguments");
      }
      return words.stream().filter(word -> !word.isEmpty()).toList();
    }

    @Override
    public String format(List<String> value) {
      return String.join(" ", value);
    }

    @Override
    public List<List<String>> fileLines(List<String> value) {
      return List.of(value.isEmpty() ? List.of("") : value);
    }

    @Override
    public boolean takesManyWords() {
      return true;
    }
  }

  private static long parseLong(String word, long min, long max) throws InvalidSettingException {
    try {
      if (word.startsWith("+")) {
        throw new NumberFormatException(word);
      }
      return inRange(Long.parseLong(word), min, max);
    } catch (NumberFormatException e) {
      throw new InvalidSettingException("argument couldn't be parsed into an integer");
    }
  }

  private static long inRange(long value, long min, long max) throws InvalidSettingException {
    if (value < min || value > max) {
      throw new InvalidSettingException(
          "argument must be between " + min + " and " + max + " inclusive");
    }
    return value;
  }

  /** The words of a text that CONFIG SET or the environment gave, split at blanks. */
  static List<String> splitAtBlanks(String text) {
    List<String> words = Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
    return words.isEmpty() ? List.of("") : words;
  }
}
