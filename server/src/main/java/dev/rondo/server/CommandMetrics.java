package dev.rondo.server;

import dev.rondo.server.command.CommandFlag;
import dev.rondo.server.command.CommandObserver;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.config.Config;
import dev.rondo.server.config.MonitoringSettings;
import dev.rondo.server.metrics.CommandStatistics;
import dev.rondo.server.metrics.ErrorStatistics;
import dev.rondo.server.metrics.LatencyMonitor;
import dev.rondo.server.metrics.ServerStatistics;
import dev.rondo.server.metrics.SlowLog;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tells the statistics, the slow log and the latency monitor of every command. */
record CommandMetrics(
    ServerStatistics server,
    CommandStatistics commands,
    ErrorStatistics errors,
    SlowLog slowLog,
    LatencyMonitor latency,
    InstantSource clock)
    implements CommandObserver {
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** New statistics, which follow the settings of the slow log and the latency monitor. */
  static CommandMetrics of(Config config, InstantSource clock, LongSupplier nanoClock) {
    SlowLog slowLog =
        new SlowLog(
            config.get(MonitoringSettings.SLOWLOG_LOG_SLOWER_THAN),
            config.get(MonitoringSettings.SLOWLOG_MAX_LEN));
    config.onChange(MonitoringSettings.SLOWLOG_LOG_SLOWER_THAN, slowLog::setThresholdMicros);
    config.onChange(MonitoringSettings.SLOWLOG_MAX_LEN, slowLog::setMaxEntries);
    LatencyMonitor latency =
        new LatencyMonitor(clock, config.get(MonitoringSettings.LATENCY_MONITOR_THRESHOLD));
    config.onChange(MonitoringSettings.LATENCY_MONITOR_THRESHOLD, latency::setThresholdMillis);
    return new CommandMetrics(
        new ServerStatistics(nanoClock),
        new CommandStatistics(),
        new ErrorStatistics(),
        slowLog,
        latency,
        clock);
  }

  /** Starts the counters from nothing: CONFIG RESETSTAT. */
  void reset() {
    server.reset();
    commands.reset();
    errors.reset();
  }

  @Override
  public void completed(Invocation call, long elapsedNanos, @Nullable String error) {
    server.commandProcessed();
    commands.completed(call.spec().name(), elapsedNanos, error != null);
    if (error != null) {
      failed(error);
    }
    if (slowLog.isSlow(elapsedNanos) && !call.spec().is(CommandFlag.SKIP_SLOWLOG)) {
      slowLog.add(
          clock.instant().getEpochSecond(),
          elapsedNanos / NANOS_PER_MICRO,
          call.spec().shown(call.arguments()),
          call.session().connection().remoteAddress(),
          call.session().name());
    }
    latency.observe(
        call.spec().is(CommandFlag.FAST) ? "fast-command" : "command",
        elapsedNanos / NANOS_PER_MILLI);
  }

  @Override
  public void rejected(@Nullable CommandSpec spec, String error) {
    if (spec != null) {
      commands.rejected(spec.name());
    }
    failed(error);
  }

  @Override
  public void lookedUp(boolean found) {
    server.lookedUp(found);
  }

  private void failed(String error) {
    server.errorReplied();
    errors.count(error);
  }
}
