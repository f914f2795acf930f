package dev.rondo.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of one setting. Identity is the object: each is made once, as a constant.
 *
 * @param <T> what its text stands for; values are immutable
 */
public final class Setting<T> {
  private final String name;
  private final List<String> aliases;
  private final ValueType<T> type;
  private final T defaultValue;
  private final boolean changeable;
  private final boolean secret;
  private final String help;
  private final @Nullable String ignored;

  private Setting(
      String name,
      List<String> aliases,
      ValueType<T> type,
      T defaultValue,
      boolean changeable,
      boolean secret,
      String help,
      @Nullable String ignored) {
    this.name = name;
    this.aliases = aliases;
    this.type = type;
    this.defaultValue = defaultValue;
    this.changeable = changeable;
    this.secret = secret;
    this.help = help;
    this.ignored = ignored;
  }

  /** A setting that is read once, at start. */
  static <T> Setting<T> fixed(String name, ValueType<T> type, T defaultValue, String help) {
    return new Setting<>(name, List.of(), type, defaultValue, false, false, help, null);
  }

  /** A setting that CONFIG SET may change while the node runs. */
  static <T> Setting<T> changeable(String name, ValueType<T> type, T defaultValue, String help) {
    return new Setting<>(name, List.of(), type, defaultValue, true, false, help, null);
  }

  /**
   * A setting of Redis that is accepted, kept and reported, and changes nothing here.
   *
   * @param why what happens instead, as the end of the sentence "has no effect: ..."
   */
  static <T> Setting<T> ignored(String name, ValueType<T> type, T defaultValue, String why) {
    return new Setting<>(
        name, List.of(), type, defaultValue, true, false, "No effect: " + why + ".", why);
  }

  /** This declaration with one more name that means the same. */
  Setting<T> alias(String alias) {
    List<String> all = new ArrayList<>(aliases);
    all.add(alias);
    return new Setting<>(
        name, List.copyOf(all), type, defaultValue, changeable, secret, help, ignored);
  }

  /** This declaration with a value that is never shown in messages. */
  Setting<T> secret() {
    return new Setting<>(name, aliases, type, defaultValue, changeable, true, help, ignored);
  }

  /** The name in the file, in CONFIG GET, and after {@code --}. */
  public String name() {
    return name;
  }

  /** Older names of Redis for the same setting. */
  public List<String> aliases() {
    return aliases;
  }

  public ValueType<T> type() {
    return type;
  }

  public T defaultValue() {
    return defaultValue;
  }

  /** The default as CONFIG GET would show it. */
  public String defaultText() {
    return type.format(defaultValue);
  }

  /** The default as help shows it, see {@link ValueType#document}. */
  public String documentedDefault() {
    return type.document(defaultValue);
  }

  /** Whether CONFIG SET may change it. */
  public boolean isChangeable() {
    return changeable;
  }

  /** Whether its value must not appear in messages and logs. */
  public boolean isSecret() {
    return secret;
  }

  /** What it does and in what unit, in one or two sentences. */
  public String help() {
    return help;
  }

  /**
   * Why it has no effect here, for a setting that is accepted for compatibility alone; else null.
   */
  public @Nullable String ignoredBecause() {
    return ignored;
  }

  /**
   * The environment variable that sets it: {@code RONDO_} and the name in capitals, dashes as
   * underscores.
   */
  public String environmentName() {
    return ConfigSources.ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  @Override
  public String toString() {
    return name;
  }
}
