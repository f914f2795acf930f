package dev.rondo.server.metrics;

import dev.rondo.server.config.Percentiles;
import dev.rondo.server.metrics.NodeFigures.Database;
import dev.rondo.storage.StoreStatistics;
import java.util.Locale;
import java.util.stream.Collectors;

/** The sections of INFO that say what a node did: persistence, statistics, keyspace. */
final class InfoActivitySections {
  private InfoActivitySections() {}

  static InfoSection persistence(NodeFigures figures) {
    StoreStatistics store = figures.store();
    NodeFigures.Saves saves = figures.saves();
    return new InfoSection("Persistence")
        .add("loading", 0)
        .add("async_loading", 0)
        .add("current_cow_peak", 0)
        .add("current_cow_size", 0)
        .add("current_cow_size_age", 0)
        .add("current_fork_perc", "%.2f", 0.0)
        .add("current_save_keys_processed", 0)
        .add("current_save_keys_total", 0)
        .add("rdb_changes_since_last_save", 0)
        .add("rdb_bgsave_in_progress", saves.inProgress() ? 1 : 0)
        .add("rdb_last_save_time", saves.lastSavedMillis() / 1000)
        .addText("rdb_last_bgsave_status", status(saves.lastSucceeded()))
        .add("rdb_last_bgsave_time_sec", seconds(saves.lastTookMillis()))
        .add(
            "rdb_current_bgsave_time_sec",
            saves.inProgress() ? seconds(figures.nowMicros() / 1000 - saves.startedMillis()) : -1)
        .add("rdb_saves", saves.count())
        .add("rdb_last_cow_size", 0)
        .add("rdb_last_load_keys_expired", 0)
        .add("rdb_last_load_keys_loaded", 0)
        .add("aof_enabled", 1)
        .add("aof_rewrite_in_progress", 0)
        .add("aof_rewrite_scheduled", 0)
        .add("aof_last_rewrite_time_sec", -1)
        .add("aof_current_rewrite_time_sec", -1)
        .addText("aof_last_bgrewrite_status", "ok")
        .add("aof_rewrites", 0)
        .add("aof_rewrites_consecutive_failures", 0)
        .addText("aof_last_write_status", status(store.writable()))
        .add("aof_last_cow_size", 0)
        .add("module_fork_in_progress", 0)
        .add("module_fork_last_cow_size", 0)
        .add("aof_current_size", store.diskBytes())
        .add("aof_base_size", 0)
        .add("aof_pending_rewrite", 0)
        .add("aof_buffer_length", 0)
        .add("aof_pending_bio_fsync", 0)
        .add("aof_delayed_fsync", 0);
  }

  private static String status(boolean good) {
    return good ? "ok" : "err";
  }

  private static long seconds(long millis) {
    return millis < 0 ? -1 : millis / 1000;
  }

  static InfoSection stats(NodeFigures figures) {
    InfoSection section = new InfoSection("Stats");
    addTraffic(section, figures.server());
    addKeys(section, figures);
    addTracking(section, figures);
    return section;
  }

  private static void addTraffic(InfoSection section, ServerFigures server) {
    section
        .add("total_connections_received", server.connectionsReceived())
        .add("total_commands_processed", server.commandsProcessed())
        .add("instantaneous_ops_per_sec", Math.round(server.commandsPerSecond()))
        .add("total_net_input_bytes", server.inputBytes())
        .add("total_net_output_bytes", server.outputBytes())
        .add("total_net_repl_input_bytes", 0)
        .add("total_net_repl_output_bytes", 0)
        .add("instantaneous_input_kbps", "%.2f", server.inputBytesPerSecond() / 1024)
        .add("instantaneous_output_kbps", "%.2f", server.outputBytesPerSecond() / 1024)
        .add("instantaneous_input_repl_kbps", "%.2f", 0.0)
        .add("instantaneous_output_repl_kbps", "%.2f", 0.0)
        .add("rejected_connections", server.connectionsRejected())
        .add("sync_full", 0)
        .add("sync_partial_ok", 0)
        .add("sync_partial_err", 0);
  }

  private static void addKeys(InfoSection section, NodeFigures figures) {
    section
        .add("expired_keys", figures.store().expiredRows())
        .add("expired_stale_perc", "%.2f", 0.0)
        .add("expired_time_cap_reached_count", 0)
        .add("expire_cycle_cpu_milliseconds", 0)
        .add("evicted_keys", 0)
        .add("evicted_clients", 0)
        .add("total_eviction_exceeded_time", 0)
        .add("current_eviction_exceeded_time", 0)
        .add("keyspace_hits", figures.server().keyspaceHits())
        .add("keyspace_misses", figures.server().keyspaceMisses())
        .add("pubsub_channels", figures.clients().pubsubChannels())
        .add("pubsub_patterns", figures.clients().pubsubPatterns())
        .add("pubsubshard_channels", figures.clients().pubsubShardChannels())
        .add("latest_fork_usec", 0)
        .add("total_forks", 0)
        .add("migrate_cached_sockets", 0)
        .add("slave_expires_tracked_keys", 0)
        .add("active_defrag_hits", 0)
        .add("active_defrag_misses", 0)
        .add("active_defrag_key_hits", 0)
        .add("active_defrag_key_misses", 0)
        .add("total_active_defrag_time", 0)
        .add("current_active_defrag_time", 0);
  }

  private static void addTracking(InfoSection section, NodeFigures figures) {
    section
        .add("tracking_total_keys", 0)
        .add("tracking_total_items", 0)
        .add("tracking_total_prefixes", 0)
        .add("unexpected_error_replies", 0)
        .add("total_error_replies", figures.server().errorReplies())
        .add("dump_payload_sanitizations", 0)
        .add("total_reads_processed", figures.server().reads())
        .add("total_writes_processed", figures.server().writes())
        .add("io_threaded_reads_processed", 0)
        .add("io_threaded_writes_processed", 0)
        .add("reply_buffer_shrinks", 0)
        .add("reply_buffer_expands", 0)
        .add("eventloop_cycles", 0)
        .add("eventloop_duration_sum", 0)
        .add("eventloop_duration_cmd_sum", 0)
        .add("instantaneous_eventloop_cycles_per_sec", 0)
        .add("instantaneous_eventloop_duration_usec", 0)
        .add("acl_access_denied_auth", 0)
        .add("acl_access_denied_cmd", 0)
        .add("acl_access_denied_key", 0)
        .add("acl_access_denied_channel", 0);
  }

  static InfoSection commandStatistics(NodeFigures figures) {
    InfoSection section = new InfoSection("Commandstats");
    figures
        .commands()
        .forEach(
            (name, command) ->
                section.add(
                    "cmdstat_" + name,
                    "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d",
                    command.calls(),
                    command.totalMicros(),
                    command.calls() == 0 ? 0.0 : (double) command.totalMicros() / command.calls(),
                    command.rejectedCalls(),
                    command.failedCalls()));
    return section;
  }

  static InfoSection errorStatistics(NodeFigures figures) {
    InfoSection section = new InfoSection("Errorstats");
    figures
        .errors()
        .forEach((prefix, count) -> section.add("errorstat_" + prefix, "count=%d", count));
    return section;
  }

  static InfoSection latencyStatistics(NodeFigures figures) {
    InfoSection section = new InfoSection("Latencystats");
    Percentiles percentiles = figures.percentiles();
    if (percentiles != null) {
      figures
          .commands()
          .forEach(
              (name, command) -> {
                if (command.calls() > 0) {
                  section.addText(
                      "latency_percentiles_usec_" + name,
                      latencies(command.latency(), percentiles));
                }
              });
    }
    return section;
  }

  private static String latencies(LatencyDistribution latency, Percentiles percentiles) {
    return percentiles.values().stream()
        .map(
            percentile ->
                String.format(
                    Locale.ROOT,
                    "p%s=%.3f",
                    Percentiles.name(percentile),
                    latency.percentileNanos(percentile) / 1000.0))
        .collect(Collectors.joining(","));
  }

  static InfoSection keyspace(NodeFigures figures) {
    InfoSection section = new InfoSection("Keyspace");
    for (Database database : figures.databases()) {
      if (database.keys() > 0) {
        section.add(
            "db" + database.index(),
            "keys=%d,expires=%d,avg_ttl=%d",
            database.keys(),
            database.expires(),
            database.averageTtlMillis());
      }
    }
    return section;
  }
}
