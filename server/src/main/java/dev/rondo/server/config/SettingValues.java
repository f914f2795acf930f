package dev.rondo.server.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A value for every setting, immutable. */
final class SettingValues {
  static final SettingValues DEFAULTS = new SettingValues(Map.of());

  /** Only what differs from the default has an entry. */
  private final Map<Setting<?>, Object> values;

  private SettingValues(Map<Setting<?>, Object> values) {
    this.values = values;
  }

  // only with() puts entries, and its signature ties the value's type to the setting's
  @SuppressWarnings("unchecked")
  <T> T get(Setting<T> setting) {
    Object value = values.get(setting);
    return value == null ? setting.defaultValue() : (T) value;
  }

  /** These values with another one for a setting. */
  <T> SettingValues with(Setting<T> setting, T value) {
    Map<Setting<?>, Object> changed = new HashMap<>(values);
    if (value.equals(setting.defaultValue())) {
      changed.remove(setting);
    } else {
      changed.put(setting, value);
    }
    return new SettingValues(Map.copyOf(changed));
  }

  /**
   * These values after reading words for a setting.
   *
   * @param again whether the same source had words for this setting before
   */
  <T> SettingValues parse(Setting<T> setting, List<String> words, boolean again)
      throws InvalidSettingException {
    ValueType<T> type = setting.type();
    List<String> parts = words;
    if (type.takesManyWords()) {
      parts = words.stream().flatMap(word -> ValueTypes.splitAtBlanks(word).stream()).toList();
    }
    T current = get(setting);
    return with(setting, again ? type.parseAgain(parts, current) : type.parse(parts, current));
  }

  /** A value as CONFIG GET shows it. */
  <T> String format(Setting<T> setting) {
    return setting.type().format(get(setting));
  }

  /** The lines that set a value in a config file, each as the words behind the name. */
  <T> List<List<String>> fileLines(Setting<T> setting) {
    return setting.type().fileLines(get(setting));
  }

  boolean isDefault(Setting<?> setting) {
    return !values.containsKey(setting);
  }

  boolean sameValue(Setting<?> setting, SettingValues other) {
    return get(setting).equals(other.get(setting));
  }
}
