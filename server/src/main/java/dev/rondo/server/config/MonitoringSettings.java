package dev.rondo.server.config;

import static dev.rondo.server.config.Setting.changeable;
import static dev.rondo.server.config.Setting.fixed;
import static dev.rondo.server.config.Setting.ignored;
import static dev.rondo.server.config.ValueTypes.choice;
import static dev.rondo.server.config.ValueTypes.integer;
import static dev.rondo.server.config.ValueTypes.number;
import static dev.rondo.server.config.ValueTypes.text;
import static dev.rondo.server.config.ValueTypes.yesNo;

import java.util.List;

/** What a node tells about itself: log, slow log, latency, events, metrics. */
public final class MonitoringSettings {
  /** Redis's levels of logging, the most talkative first. */
  public enum LogLevel {
    DEBUG,
    VERBOSE,
    NOTICE,
    WARNING,
    NOTHING
  }

  public static final Setting<LogLevel> LOGLEVEL =
      changeable(
          "loglevel", choice(List.of(LogLevel.values())), LogLevel.NOTICE, "How much is logged.");

  public static final Setting<String> LOGFILE =
      ignored(
          "logfile", text(), "", "the log goes to standard error, for the service manager to keep");

  public static final Setting<Integer> ADMIN_PORT =
      fixed(
          "admin-port",
          integer(0, 65535),
          0,
          "Port of the HTTP pages /metrics (Prometheus) and /health; 0 for none.");

  public static final Setting<String> ADMIN_BIND =
      fixed(
          "admin-bind",
          text(),
          "127.0.0.1",
          "Address of the HTTP pages, which ask for no password.");

  public static final Setting<Long> SLOWLOG_LOG_SLOWER_THAN =
      changeable(
          "slowlog-log-slower-than",
          number(-1, Long.MAX_VALUE),
          10_000L,
          "Commands that take more microseconds than this enter the slow log; 0 for all, -1 for none.");

  public static final Setting<Integer> SLOWLOG_MAX_LEN =
      changeable("slowlog-max-len", integer(0, 1_000_000), 128, "Entries the slow log keeps.");

  public static final Setting<Long> LATENCY_MONITOR_THRESHOLD =
      changeable(
          "latency-monitor-threshold",
          number(0, Long.MAX_VALUE),
          0L,
          "Events that take at least so many milliseconds are kept for LATENCY; 0 for none.");

  public static final Setting<Boolean> LATENCY_TRACKING =
      changeable("latency-tracking", yesNo(), true, "Whether INFO latencystats is kept.");

  public static final Setting<Percentiles> LATENCY_TRACKING_INFO_PERCENTILES =
      changeable(
          "latency-tracking-info-percentiles",
          Percentiles.TYPE,
          new Percentiles(List.of(50.0, 99.0, 99.9)),
          "Percentiles that INFO latencystats shows.");

  public static final Setting<KeyspaceEvents> NOTIFY_KEYSPACE_EVENTS =
      changeable(
          "notify-keyspace-events",
          KeyspaceEvents.TYPE,
          KeyspaceEvents.NONE,
          "Classes of events to publish. The value is kept and reported; events are not sent yet.");

  public static final Setting<Long> BUSY_REPLY_THRESHOLD =
      changeable(
              "busy-reply-threshold",
              number(0, Long.MAX_VALUE),
              5_000L,
              "Milliseconds a script may run before other clients are answered BUSY.")
          .alias("lua-time-limit");

  static final List<Setting<?>> ALL =
      List.of(
          LOGLEVEL,
          LOGFILE,
          ADMIN_PORT,
          ADMIN_BIND,
          SLOWLOG_LOG_SLOWER_THAN,
          SLOWLOG_MAX_LEN,
          LATENCY_MONITOR_THRESHOLD,
          LATENCY_TRACKING,
          LATENCY_TRACKING_INFO_PERCENTILES,
          NOTIFY_KEYSPACE_EVENTS,
          BUSY_REPLY_THRESHOLD);

  private MonitoringSettings() {}
}
