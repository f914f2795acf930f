package dev.rondo.server.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a source says about one setting: a line of the file, a variable, a flag.
 *
 * @param name the setting's name, as written
 * @param words what followed it
 * @param origin where it was written, for messages
 */
record Assignment(String name, List<String> words, String origin) {
  Assignment {
    words = List.copyOf(words);
  }

  /** The setting it names. */
  Setting<?> setting() {
    return Settings.find(name).orElseThrow(() -> ConfigException.unknown(name, origin));
  }

  /**
   * The values after all assignments of one source.
   *
   * @throws ConfigException at the first that is refused
   */
  static SettingValues applyAll(List<Assignment> assignments, SettingValues values) {
    Set<Setting<?>> seen = new HashSet<>();
    SettingValues result = values;
    for (Assignment assignment : assignments) {
      Setting<?> setting = assignment.setting();
      result = assignment.apply(setting, result, !seen.add(setting));
    }
    return result;
  }

  private SettingValues apply(Setting<?> setting, SettingValues values, boolean again) {
    try {
      return values.parse(setting, words, again);
    } catch (InvalidSettingException e) {
      throw ConfigException.badValue(
          setting, String.join(" ", words), origin, String.valueOf(e.getMessage()));
    }
  }
}
