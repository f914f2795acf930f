package dev.rondo.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.server.metrics.LatencyMonitor.History;
import dev.rondo.server.metrics.LatencyMonitor.Sample;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatencyMonitorTest {
  private final AtomicLong seconds = new AtomicLong(1_000);
  private final LatencyMonitor monitor =
      new LatencyMonitor(() -> Instant.ofEpochSecond(seconds.get()), 5);

  private void observe(long atSecond, long millis) {
    seconds.set(atSecond);
    monitor.observe("command", millis);
  }

  @Test
  void keepsTheLongestOfASecond() {
    observe(1, 7);
    observe(1, 9);
    observe(1, 8);
    observe(3, 6);

    assertThat(monitor.histories())
        .containsExactly(new History("command", List.of(new Sample(1, 9), new Sample(3, 6)), 9));
    assertThat(monitor.histories().get(0).latest()).isEqualTo(new Sample(3, 6));
  }

  @Test
  void ignoresWhatIsBelowTheThreshold() {
    observe(1, 4);
    monitor.setThresholdMillis(0);
    observe(2, 1_000);

    assertThat(monitor.histories()).isEmpty();
  }

  @Test
  void forgetsTheOldestSampleButNotTheLongest() {
    observe(0, 100);
    for (int i = 1; i <= LatencyMonitor.MAX_SAMPLES; i++) {
      observe(i, 10);
    }

    History history = monitor.histories().get(0);
    assertThat(history.samples()).hasSize(LatencyMonitor.MAX_SAMPLES).startsWith(new Sample(1, 10));
    assertThat(history.maxMillis()).isEqualTo(100);
  }

  @Test
  void resets() {
    monitor.observe("a", 9);
    monitor.observe("b", 9);
    monitor.observe("c", 9);

    assertThat(monitor.reset("b")).isTrue();
    assertThat(monitor.reset("b")).isFalse();
    assertThat(monitor.reset()).isEqualTo(2);
    assertThat(monitor.histories()).isEmpty();
  }

  @Test
  void boundsTheKindsOfEvents() {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                monitor.observe("event" + i, 9);
              }
            })
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void drawsAGraph() {
    observe(1_000, 3);
    monitor.setThresholdMillis(1);
    observe(1_000, 3);
    observe(1_048, 10);
    observe(1_060, 20);

    assertThat(LatencyReport.graph(monitor.histories().get(0), 1_062))
        .isEqualTo(
            String.join(
                "\n",
                "command - high 20 ms, low 3 ms (all time high 20 ms)",
                "-".repeat(80),
                "  #",
                "  |",
                " o|",
                "_||",
                "   ",
                "112",
                "m4s",
                " s ",
                ""));
  }

  @Test
  void explains() {
    assertThat(LatencyReport.doctor(List.of(), 0)).startsWith("Latency monitoring is off.");
    assertThat(LatencyReport.doctor(List.of(), 5)).isEqualTo("Nothing took 5 ms or longer.\n");
    observe(10, 10);
    observe(14, 30);
    assertThat(LatencyReport.doctor(monitor.histories(), 5))
        .contains(
            "command: 2 seconds with spikes, average 20 ms, mean deviation 10 ms, one in 4.0 s, longest ever 30 ms");
  }
}
