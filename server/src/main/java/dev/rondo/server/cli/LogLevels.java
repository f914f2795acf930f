package dev.rondo.server.cli;

import ch.qos.logback.classic.Level;
import dev.rondo.server.config.Config;
import dev.rondo.server.config.MonitoringSettings;
import dev.rondo.server.config.MonitoringSettings.LogLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the log follow the setting {@code loglevel}. */
final class LogLevels {
  /** The logger above all of this program's; libraries keep the levels of logback.xml. */
  private static final String OURS = "dev.rondo";

  private LogLevels() {}

  /** Sets the level now and whenever it changes. */
  static void follow(Config config) {
    apply(config.get(MonitoringSettings.LOGLEVEL));
    config.onChange(MonitoringSettings.LOGLEVEL, LogLevels::apply);
  }

  private static void apply(LogLevel level) {
    Logger logger = LoggerFactory.getLogger(OURS);
    if (logger instanceof ch.qos.logback.classic.Logger logback) {
      logback.setLevel(levelOf(level));
    }
  }

  static Level levelOf(LogLevel level) {
    return switch (level) {
      case DEBUG -> Level.TRACE;
      case VERBOSE -> Level.DEBUG;
      case NOTICE -> Level.INFO;
      case WARNING -> Level.WARN;
      case NOTHING -> Level.OFF;
    };
  }
}
