package dev.rondo.server.metrics;

import dev.rondo.server.metrics.LatencyMonitor.History;
import dev.rondo.server.metrics.LatencyMonitor.Sample;
import java.util.ArrayList;
import java.util.List;

/** Turns latency samples into texts for people: LATENCY GRAPH and LATENCY DOCTOR. Pure. */
public final class LatencyReport {
  private static final int COLUMNS = 80;
  private static final int ROWS = 4;

  /** From low to high within a row; a row below a column's top shows {@link #FILL}. */
  private static final String TOPS = "_o#";

  private static final char FILL = '|';

  private LatencyReport() {}

  /** LATENCY GRAPH of one event: a column a sample, under it how long ago it was. */
  public static String graph(History history, long nowSeconds) {
    List<Sample> samples = history.samples();
    long high = samples.stream().mapToLong(Sample::millis).max().orElse(0);
    long low = samples.stream().mapToLong(Sample::millis).min().orElse(0);
    StringBuilder text = new StringBuilder();
    text.append(
        "%s - high %d ms, low %d ms (all time high %d ms)"
            .formatted(history.event(), high, low, history.maxMillis()));
    text.append('\n').append("-".repeat(COLUMNS)).append('\n');
    for (int from = 0; from < samples.size(); from += COLUMNS) {
      List<Sample> part = samples.subList(from, Math.min(samples.size(), from + COLUMNS));
      appendColumns(text, part, low, high);
      appendAges(text, part, nowSeconds);
    }
    return text.toString();
  }

  private static void appendColumns(StringBuilder text, List<Sample> samples, long low, long high) {
    int steps = ROWS * TOPS.length();
    for (int row = ROWS - 1; row >= 0; row--) {
      for (Sample sample : samples) {
        long range = Math.max(1, high - low);
        int step = (int) ((sample.millis() - low) * (steps - 1) / range);
        int above = step - row * TOPS.length();
        text.append(above < 0 ? ' ' : above < TOPS.length() ? TOPS.charAt(above) : FILL);
      }
      text.append('\n');
    }
    text.append(" ".repeat(samples.size())).append('\n');
  }

  /** The ages stand upright under their columns. */
  private static void appendAges(StringBuilder text, List<Sample> samples, long nowSeconds) {
    List<String> ages =
        samples.stream().map(sample -> age(nowSeconds - sample.timeSeconds())).toList();
    int longest = ages.stream().mapToInt(String::length).max().orElse(0);
    for (int line = 0; line < longest; line++) {
      for (String age : ages) {
        text.append(line < age.length() ? age.charAt(line) : ' ');
      }
      text.append('\n');
    }
  }

  private static String age(long seconds) {
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m";
    }
    return seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }

  /**
   * LATENCY DOCTOR.
   *
   * @param thresholdMillis the setting latency-monitor-threshold
   */
  public static String doctor(List<History> histories, long thresholdMillis) {
    List<String> lines = new ArrayList<>();
    if (thresholdMillis == 0) {
      lines.add(
          "Latency monitoring is off. CONFIG SET latency-monitor-threshold <milliseconds> turns it on.");
    } else if (histories.isEmpty()) {
      lines.add("Nothing took " + thresholdMillis + " ms or longer.");
    } else {
      lines.add("These took " + thresholdMillis + " ms or longer:");
    }
    for (History history : histories) {
      lines.add(line(history));
    }
    if (!histories.isEmpty()) {
      lines.add(
          "SLOWLOG GET shows which commands were slow, if slowlog-log-slower-than is low enough.");
    }
    return String.join("\n", lines) + "\n";
  }

  private static String line(History history) {
    List<Sample> samples = history.samples();
    double average = samples.stream().mapToLong(Sample::millis).average().orElse(0);
    double deviation =
        samples.stream().mapToDouble(s -> Math.abs(s.millis() - average)).average().orElse(0);
    long span = history.latest().timeSeconds() - samples.get(0).timeSeconds();
    return "%s: %d seconds with spikes, average %.0f ms, mean deviation %.0f ms, one in %.1f s, longest ever %d ms"
        .formatted(
            history.event(),
            samples.size(),
            average,
            deviation,
            samples.size() > 1 ? (double) span / (samples.size() - 1) : 0.0,
            history.maxMillis());
  }
}
