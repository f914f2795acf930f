package dev.rondo.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Redis's {@code save}: pairs of seconds and changes. A first line replaces the default, further
 * lines add to it, and {@code save ""} clears the list.
 *
 * @param points the pairs in the order given
 */
public record SavePoints(List<Point> points) {
  /** One pair: a snapshot after so many seconds with at least so many changes. */
  public record Point(long seconds, long changes) {}

  private static final int MAX_POINTS = 64;

  public SavePoints {
    points = List.copyOf(points);
  }

  static final ValueType<SavePoints> TYPE =
      new ValueType<>() {
        @Override
        public SavePoints parse(List<String> words, SavePoints current)
            throws InvalidSettingException {
          return parseAgain(words, new SavePoints(List.of()));
        }

        @Override
        public SavePoints parseAgain(List<String> words, SavePoints previous)
            throws InvalidSettingException {
          if (words.isEmpty() || words.equals(List.of(""))) {
            return new SavePoints(List.of());
          }
          if (words.size() % 2 != 0) {
            throw new InvalidSettingException("Invalid save parameters");
          }
          List<Point> points = new ArrayList<>(previous.points());
          for (int i = 0; i < words.size(); i += 2) {
            points.add(new Point(number(words.get(i), 1), number(words.get(i + 1), 0)));
          }
          if (points.size() > MAX_POINTS) {
            throw new InvalidSettingException("Invalid save parameters");
          }
          return new SavePoints(points);
        }

        @Override
        public String format(SavePoints value) {
          return value.points().stream()
              .map(point -> point.seconds() + " " + point.changes())
              .collect(Collectors.joining(" "));
        }

        @Override
        public List<List<String>> fileLines(SavePoints value) {
          if (value.points().isEmpty()) {
            return List.of(List.of(""));
          }
          return value.points().stream()
              .map(point -> List.of(Long.toString(point.seconds()), Long.toString(point.changes())))
              .toList();
        }

        @Override
        public boolean takesManyWords() {
          return true;
        }

        @Override
        public String allowed() {
          return "\"\" | <seconds> <changes> ...";
        }
      };

  private static long number(String word, long min) throws InvalidSettingException {
    try {
      long value = Long.parseLong(word);
      if (value >= min) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new InvalidSettingException("Invalid save parameters");
    }
    throw new InvalidSettingException("Invalid save parameters");
  }
}
