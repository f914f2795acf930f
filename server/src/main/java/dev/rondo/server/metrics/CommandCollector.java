package dev.rondo.server.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Gives Prometheus the figures of commands and errors: a true histogram a command, with a bucket
 * for each power of two from 8 microseconds to a second, read from what the node counts anyway.
 */
final class CommandCollector implements MultiCollector {
  private static final int FIRST_EXPONENT = 13;
  private static final int LAST_EXPONENT = 30;
  private static final double NANOS_A_SECOND = 1e9;

  private final CommandStatistics commands;
  private final ErrorStatistics errors;

  CommandCollector(CommandStatistics commands, ErrorStatistics errors) {
    this.commands = commands;
    this.errors = errors;
  }

  @Override
  public MetricSnapshots collect() {
    Map<String, CommandFigures> figures = commands.figures();
    return MetricSnapshots.of(
        durations(figures),
        counter(
            "rondo_commands_failed",
            "Commands that ran and answered an error.",
            "command",
            figures,
            CommandFigures::failedCalls),
        counter(
            "rondo_commands_rejected",
            "Requests refused before they ran.",
            "command",
            figures,
            CommandFigures::rejectedCalls),
        counter(
            "rondo_errors",
            "Error replies by their first word.",
            "error",
            errors.figures(),
            Long::doubleValue));
  }

  private static HistogramSnapshot durations(Map<String, CommandFigures> figures) {
    HistogramSnapshot.Builder histogram =
        HistogramSnapshot.builder()
            .name("rondo_command_duration_seconds")
            .help("How long commands took.");
    figures.forEach(
        (command, figure) ->
            histogram.dataPoint(
                HistogramDataPointSnapshot.builder()
                    .labels(Labels.of("command", command))
                    .classicHistogramBuckets(buckets(figure.latency()))
                    .sum(figure.latency().sumNanos() / NANOS_A_SECOND)
                    .build()));
    return histogram.build();
  }

  private static ClassicHistogramBuckets buckets(LatencyDistribution latency) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    long before = 0;
    for (int exponent = FIRST_EXPONENT; exponent <= LAST_EXPONENT; exponent++) {
      long upTo = latency.countBelowPower(exponent);
      buckets.bucket((1L << exponent) / NANOS_A_SECOND, upTo - before);
      before = upTo;
    }
    return buckets.bucket(Double.POSITIVE_INFINITY, latency.count() - before).build();
  }

  private static <T> CounterSnapshot counter(
      String name, String help, String label, Map<String, T> figures, ToDoubleFunction<T> value) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    figures.forEach(
        (key, figure) ->
            counter.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(Labels.of(label, key))
                    .value(value.applyAsDouble(figure))
                    .build()));
    return counter.build();
  }
}
