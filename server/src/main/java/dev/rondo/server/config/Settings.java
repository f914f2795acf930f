package dev.rondo.server.config;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All settings there are, and how to find one by name. */
public final class Settings {
  private static final List<Setting<?>> ALL =
      Stream.of(
              NetworkSettings.ALL,
              StorageSettings.ALL,
              ClusterSettings.ALL,
              MonitoringSettings.ALL,
              CompatibilitySettings.ALL)
          .<Setting<?>>flatMap(List::stream)
          .toList();

  private static final Map<String, Setting<?>> BY_NAME = byName();

  /** Names that differ by more edits than this are not similar. */
  private static final int MAX_EDITS = 3;

  private Settings() {}

  /** Every setting, in the order of the help and of the default config file. */
  public static List<Setting<?>> all() {
    return ALL;
  }

  /** The setting of this name or alias, in any case. */
  public static Optional<Setting<?>> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The known name that is closest to a mistyped one, when there is one close enough. */
  static Optional<String> similarTo(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    int allowed = Math.min(MAX_EDITS, wanted.length() / 2);
    return BY_NAME.keySet().stream()
        .filter(known -> edits(known, wanted) <= allowed)
        .min(
            Comparator.<String>comparingInt(known -> edits(known, wanted))
                .thenComparing(known -> known));
  }

  private static Map<String, Setting<?>> byName() {
    Map<String, Setting<?>> byName = new HashMap<>();
    for (Setting<?> setting : ALL) {
      Stream.concat(Stream.of(setting.name()), setting.aliases().stream())
          .forEach(
              name -> {
                if (byName.put(name, setting) != null) {
                  throw new IllegalStateException("setting declared twice: " + name);
                }
              });
    }
    return Map.copyOf(byName);
  }

  /**
   * Levenshtein's distance: insertions, deletions and replacements that turn one text into the
   * other.
   */
  private static int edits(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
