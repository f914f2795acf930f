package dev.rondo.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Redis's {@code latency-tracking-info-percentiles}: which percentiles INFO latencystats shows.
 *
 * @param values each from 0 to 100, in the order given
 */
public record Percentiles(List<Double> values) {
  private static final int MAX_VALUES = 64;

  public Percentiles {
    values = List.copyOf(values);
  }

  /** A percentile as Redis names it: {@code 50}, {@code 99.9}. */
  public static String name(double percentile) {
    String text = Double.toString(percentile);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  static final ValueType<Percentiles> TYPE =
      new ValueType<>() {
        @Override
        public Percentiles parse(List<String> words, Percentiles current)
            throws InvalidSettingException {
          if (words.equals(List.of(""))) {
            return new Percentiles(List.of());
          }
          if (words.size() > MAX_VALUES) {
            throw new InvalidSettingException(
                "Invalid latency-tracking-info-percentiles parameters");
          }
          List<Double> values = new ArrayList<>();
          for (String word : words) {
            values.add(percentile(word));
          }
          return new Percentiles(values);
        }

        @Override
        public String format(Percentiles value) {
          return value.values().stream().map(Percentiles::name).collect(Collectors.joining(" "));
        }

        @Override
        public List<List<String>> fileLines(Percentiles value) {
          return List.of(ValueTypes.splitAtBlanks(format(value)));
        }

        @Override
        public boolean takesManyWords() {
          return true;
        }

        @Override
        public String allowed() {
          return "numbers from 0 to 100";
        }
      };

  private static double percentile(String word) throws InvalidSettingException {
    double value;
    try {
      value = Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw new InvalidSettingException("Invalid latency-tracking-info-percentiles parameters");
    }
    // negated, so that it refuses NaN too
    if (!(value >= 0 && value <= 100)) {
      throw new InvalidSettingException(
          "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]");
    }
    return value;
  }
}
