package dev.rondo.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.metrics.NodeFigures.Clients;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeMetricsTest {
  private final ServerStatistics server = new ServerStatistics(() -> 0);
  private final CommandStatistics commands = new CommandStatistics();
  private final ErrorStatistics errors = new ErrorStatistics();
  private final AtomicInteger storeReads = new AtomicInteger();
  private final NodeMetrics metrics =
      new NodeMetrics(
          new NodeMetrics.Sources(
              server,
              commands,
              errors,
              () -> {
                storeReads.incrementAndGet();
                return NodeFiguresFixture.store();
              },
              () -> new Clients(7, 2, 0, 0, 0, 0, 0)),
          "1.2.3");

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void showsTheNodesFigures() {
    server.received(1_000);
    server.lookedUp(true);

    assertThat(metrics.scrape().lines())
        .contains(
            "rondo_build{version=\"1.2.3\"} 1.0",
            "rondo_net_input_bytes_total 1000.0",
            "rondo_keyspace_hits_total 1.0",
            "rondo_clients_connected 7.0",
            "rondo_clients_blocked 2.0",
            "rondo_store_cache_hits_total 201.0",
            "rondo_store_rows 1005.0",
            "rondo_store_writable 1.0");
  }

  @Test
  void showsHistogramsOfCommands() {
    commands.completed("get", 5_000, false);
    commands.completed("get", 10_000, false);
    commands.completed("get", 3_000_000_000L, true);
    commands.rejected("set");
    errors.count("ERR no");

    assertThat(metrics.scrape().lines())
        .contains(
            "# TYPE rondo_command_duration_seconds histogram",
            "rondo_command_duration_seconds_bucket{command=\"get\",le=\"8.192E-6\"} 1",
            "rondo_command_duration_seconds_bucket{command=\"get\",le=\"1.6384E-5\"} 2",
            "rondo_command_duration_seconds_bucket{command=\"get\",le=\"1.073741824\"} 2",
            "rondo_command_duration_seconds_bucket{command=\"get\",le=\"+Inf\"} 3",
            "rondo_command_duration_seconds_count{command=\"get\"} 3",
            "rondo_command_duration_seconds_sum{command=\"get\"} 3.000015",
            "rondo_commands_failed_total{command=\"get\"} 1.0",
            "rondo_commands_rejected_total{command=\"set\"} 1.0",
            "rondo_errors_total{error=\"ERR\"} 1.0");
  }

  @Test
  void showsTheRuntime() {
    assertThat(metrics.scrape())
        .contains("jvm_memory_used_bytes{", "jvm_threads_live_threads ", "process_uptime_seconds ");
  }

  @Test
  void asksTheStoreOnceAScrape() {
    int before = storeReads.get();

    metrics.scrape();

    assertThat(storeReads.get() - before).isEqualTo(1);
  }
}
