package dev.rondo.server.config;

import static dev.rondo.server.config.Setting.fixed;
import static dev.rondo.server.config.Setting.ignored;
import static dev.rondo.server.config.ValueTypes.choice;
import static dev.rondo.server.config.ValueTypes.integer;
import static dev.rondo.server.config.ValueTypes.memory;
import static dev.rondo.server.config.ValueTypes.number;
import static dev.rondo.server.config.ValueTypes.only;
import static dev.rondo.server.config.ValueTypes.text;
import static dev.rondo.server.config.ValueTypes.words;
import static dev.rondo.server.config.ValueTypes.yesNo;

import java.util.List;

/**
 * Settings of Redis that nothing here reads: they concern machinery this server does not have. They
 * are declared so that a redis.conf loads and a tool that asks for them gets an answer; where a
 * value asks for what is not done at all, only the default is accepted.
 */
final class CompatibilitySettings {
  private static final String NO_FORK =
      "data goes to disk as it changes, without snapshots or rewrites";
  private static final String NO_REPLICAS = "nodes do not replicate as Redis does";
  private static final String ALWAYS_LAZY = "memory is always freed in the background";
  private static final String NO_TUNING =
      "the Java runtime and RocksDB manage memory and timers themselves";
  private static final String SUPERVISOR = "run it under a service manager or in a container";
  private static final long NO_LIMIT = Long.MAX_VALUE;

  static final List<Setting<?>> ALL =
      List.of(
          // process
          fixed("daemonize", only("no", SUPERVISOR), "no", "A node stays in the foreground."),
          ignored("supervised", choice("no", "upstart", "systemd", "auto"), "no", SUPERVISOR),
          ignored("pidfile", text(), "", SUPERVISOR),
          flag("always-show-logo", false, "there is no logo"),
          flag("set-proc-title", true, NO_TUNING),
          ignored("proc-title-template", text(), "{title} {listen-addr} {server-mode}", NO_TUNING),
          flag("syslog-enabled", false, "the log goes to standard error"),
          ignored("syslog-ident", text(), "redis", "the log goes to standard error"),
          ignored("syslog-facility", text(), "local0", "the log goes to standard error"),
          flag("crash-log-enabled", true, NO_TUNING),
          flag("crash-memcheck-enabled", true, NO_TUNING),
          ignored("shutdown-timeout", integer(0, Integer.MAX_VALUE), 10, NO_REPLICAS),
          ignored("oom-score-adj", choice("no", "yes", "relative", "absolute"), "no", SUPERVISOR),
          ignored(
              "oom-score-adj-values",
              words(3, "three numbers"),
              List.of("0", "200", "800"),
              SUPERVISOR),
          flag("disable-thp", true, NO_TUNING),
          flag("enable-protected-configs", false, "what is read once at start never changes"),
          fixed(
              "enable-module-command",
              only("no", "modules are not supported"),
              "no",
              "Modules are not supported."),
          // timers and memory
          ignored("hz", integer(1, 500), 10, NO_TUNING),
          flag("dynamic-hz", true, NO_TUNING),
          flag("activerehashing", true, NO_TUNING),
          flag("activedefrag", false, NO_TUNING),
          flag("jemalloc-bg-thread", true, NO_TUNING),
          ignored("active-expire-effort", integer(1, 10), 1, NO_TUNING),
          ignored("maxmemory-eviction-tenacity", integer(0, 100), 10, "nothing is evicted"),
          ignored(
              "maxmemory-clients",
              memory(0, NO_LIMIT),
              0L,
              "client-output-buffer-limit bounds clients"),
          ignored("lfu-log-factor", number(0, NO_LIMIT), 10L, "nothing is evicted"),
          ignored("lfu-decay-time", number(0, NO_LIMIT), 1L, "nothing is evicted"),
          flag("io-threads-do-reads", false, "every event loop reads and writes"),
          flag("lazyfree-lazy-eviction", false, ALWAYS_LAZY),
          flag("lazyfree-lazy-expire", false, ALWAYS_LAZY),
          flag("lazyfree-lazy-server-del", false, ALWAYS_LAZY),
          flag("lazyfree-lazy-user-del", false, ALWAYS_LAZY),
          flag("lazyfree-lazy-user-flush", false, ALWAYS_LAZY),
          // encodings this server has no counterpart of
          ignored("list-compress-depth", integer(0, Integer.MAX_VALUE), 0, NO_TUNING),
          ignored("stream-node-max-bytes", memory(0, NO_LIMIT), 4096L, NO_TUNING),
          ignored("stream-node-max-entries", number(0, NO_LIMIT), 100L, NO_TUNING),
          // snapshots and the append-only file
          ignored("dbfilename", text(), "dump.rdb", NO_FORK),
          flag("rdbcompression", true, NO_FORK),
          flag("rdbchecksum", true, NO_FORK),
          flag("rdb-del-sync-files", false, NO_FORK),
          flag("rdb-save-incremental-fsync", true, NO_FORK),
          flag("stop-writes-on-bgsave-error", true, NO_FORK),
          ignored(
              "sanitize-dump-payload",
              choice("no", "yes", "clients"),
              "no",
              "dumps are always checked"),
          ignored("appendfilename", text(), "appendonly.aof", NO_FORK),
          ignored("appenddirname", text(), "appendonlydir", NO_FORK),
          flag("no-appendfsync-on-rewrite", false, NO_FORK),
          ignored("auto-aof-rewrite-percentage", integer(0, Integer.MAX_VALUE), 100, NO_FORK),
          ignored("auto-aof-rewrite-min-size", memory(0, NO_LIMIT), 64L << 20, NO_FORK),
          flag("aof-load-truncated", true, NO_FORK),
          flag("aof-use-rdb-preamble", true, NO_FORK),
          flag("aof-timestamp-enabled", false, NO_FORK),
          flag("aof-rewrite-incremental-fsync", true, NO_FORK),
          // replication
          fixed("replicaof", only("", NO_REPLICAS), "", "Not supported: " + NO_REPLICAS + ".")
              .alias("slaveof"),
          ignored("masterauth", text(), "", NO_REPLICAS).secret(),
          ignored("masteruser", text(), "", NO_REPLICAS),
          flag("replica-serve-stale-data", true, NO_REPLICAS).alias("slave-serve-stale-data"),
          flag("replica-read-only", true, NO_REPLICAS).alias("slave-read-only"),
          flag("replica-lazy-flush", false, NO_REPLICAS).alias("slave-lazy-flush"),
          flag("replica-ignore-maxmemory", true, NO_REPLICAS).alias("slave-ignore-maxmemory"),
          ignored("replica-priority", integer(0, Integer.MAX_VALUE), 100, NO_REPLICAS)
              .alias("slave-priority"),
          flag("repl-diskless-sync", true, NO_REPLICAS),
          ignored("repl-diskless-sync-delay", integer(0, Integer.MAX_VALUE), 5, NO_REPLICAS),
          ignored("repl-diskless-sync-max-replicas", integer(0, Integer.MAX_VALUE), 0, NO_REPLICAS),
          ignored(
              "repl-diskless-load",
              choice("disabled", "on-empty-db", "swapdb"),
              "disabled",
              NO_REPLICAS),
          flag("repl-disable-tcp-nodelay", false, NO_REPLICAS),
          ignored("repl-ping-replica-period", integer(1, Integer.MAX_VALUE), 10, NO_REPLICAS)
              .alias("repl-ping-slave-period"),
          ignored("repl-timeout", integer(1, Integer.MAX_VALUE), 60, NO_REPLICAS),
          ignored("repl-backlog-size", memory(1, NO_LIMIT), 1L << 20, NO_REPLICAS),
          ignored("repl-backlog-ttl", number(0, NO_LIMIT), 3600L, NO_REPLICAS),
          ignored(
                  "min-replicas-to-write",
                  integer(0, Integer.MAX_VALUE),
                  0,
                  "consistency-write says it")
              .alias("min-slaves-to-write"),
          ignored(
                  "min-replicas-max-lag",
                  integer(0, Integer.MAX_VALUE),
                  10,
                  "consistency-write says it")
              .alias("min-slaves-max-lag"));

  private CompatibilitySettings() {}

  private static Setting<Boolean> flag(String name, boolean defaultValue, String why) {
    return ignored(name, yesNo(), defaultValue, why);
  }
}
