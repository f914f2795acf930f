package dev.rondo.server.cli;

import dev.rondo.server.config.Setting;
import dev.rondo.server.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The declared settings as texts for people: in help, and as a documented config file. Pure. */
final class SettingsText {
  private static final int WIDTH = 96;

  private SettingsText() {}

  /** The settings that do something, as a section of help. */
  static String help() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Settings, each also a line of the config file (port 7000) and an environment variable");
    lines.add(
        "(RONDO_PORT=7000); a flag wins over the environment, the environment over the file:");
    lines.add("");
    for (Setting<?> setting : Settings.all()) {
      if (setting.ignoredBecause() == null) {
        lines.add("  --" + setting.name() + " " + documentedValue(setting));
        lines.addAll(wrap(setting.help(), "      "));
        lines.addAll(wrap("Allowed: " + setting.type().allowed(), "      "));
      }
    }
    lines.add("");
    lines.add("Settings of Redis that are accepted and change nothing here:");
    lines.addAll(
        wrap(
            Settings.all().stream()
                .filter(setting -> setting.ignoredBecause() != null)
                .map(Setting::name)
                .collect(Collectors.joining(", ")),
            "  "));
    return String.join("\n", lines) + "\n";
  }

  /** A config file that sets every setting that does something to its default. */
  static String configFile() {
    List<String> lines = new ArrayList<>();
    lines.add("# Rondo's settings and their defaults, in redis.conf's syntax.");
    for (Setting<?> setting : Settings.all()) {
      if (setting.ignoredBecause() == null) {
        lines.add("");
        lines.addAll(wrap(setting.help(), "# "));
        lines.addAll(wrap("Allowed: " + setting.type().allowed(), "# "));
        if (setting.isChangeable()) {
          lines.add("# CONFIG SET changes it while the node runs.");
        }
        lines.add(setting.name() + " " + documentedValue(setting));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static String documentedValue(Setting<?> setting) {
    String value = setting.documentedDefault();
    return value.isEmpty() ? "\"\"" : value;
  }

  private static List<String> wrap(String text, String indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && indent.length() + line.length() + 1 + word.length() > WIDTH) {
        lines.add(indent + line);
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(indent + line);
    return lines;
  }
}
