package dev.rondo.server.config;

import org.jspecify.annotations.Nullable;

/**
 * A setting that was refused. The message is for the person who starts a node and names the
 * setting, the value, where it came from and what is allowed; {@link #redisError} is what a client
 * gets.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String redisError;

  private ConfigException(String message, String redisError, @Nullable Throwable cause) {
    super(message, cause);
    this.redisError = redisError;
  }

  /** No setting has this name. */
  static ConfigException unknown(String name, String origin) {
    String suggestion =
        Settings.similarTo(name).map(s -> "; did you mean \"" + s + "\"?").orElse("");
    return new ConfigException(
        "unknown setting \"" + name + "\" (" + origin + ")" + suggestion,
        "ERR Unknown option or number of arguments for CONFIG SET - '" + name + "'",
        null);
  }

  /** The value does not fit the setting. */
  static ConfigException badValue(Setting<?> setting, String value, String origin, String reason) {
    String shown = setting.isSecret() ? "" : " \"" + value + "\"";
    return new ConfigException(
        "bad value%s for setting \"%s\" (%s): %s; allowed: %s"
            .formatted(shown, setting.name(), origin, reason, setting.type().allowed()),
        setFailed(setting.name(), reason),
        null);
  }

  /** CONFIG SET of a setting that is read once at start. */
  static ConfigException immutable(String name) {
    return rejected(name, "can't set immutable config");
  }

  /** CONFIG SET that names a setting twice. */
  static ConfigException duplicate(String name) {
    return rejected(name, "duplicate parameter");
  }

  /**
   * The node could not put a new value into effect. A listener of {@link Config#onChange} throws
   * this to refuse a change, which is then rolled back.
   *
   * @param name the setting
   * @param reason why, without the setting's name
   */
  public static ConfigException rejected(String name, String reason) {
    return new ConfigException(
        "cannot change setting \"" + name + "\": " + reason, setFailed(name, reason), null);
  }

  /** A source that cannot be read, or a rewrite that cannot be done. */
  static ConfigException file(String message, @Nullable Throwable cause) {
    return new ConfigException(message, "ERR Rewriting config file: " + message, cause);
  }

  /** A source that breaks the grammar of files or flags. */
  static ConfigException malformed(String message) {
    return new ConfigException(message, "ERR " + message, null);
  }

  /** CONFIG REWRITE on a node that was started without a file. */
  static ConfigException noFile() {
    String text = "The server is running without a config file";
    return new ConfigException(text, "ERR " + text, null);
  }

  /**
   * The error text for a client, its prefix included, as Redis's CONFIG SET and CONFIG REWRITE give
   * it.
   */
  public String redisError() {
    return redisError;
  }

  private static String setFailed(String name, String reason) {
    return "ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + reason;
  }
}
