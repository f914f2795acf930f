package dev.rondo.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a server, in the style of redis-server: {@code [FILE] --name value ...
 * --name=value}.
 *
 * <p>What begins with {@code --} names a setting, and everything up to the next one is its value:
 * {@code --save 900 1 --bind 127.0.0.1 ::1}. A value that itself begins with {@code --} is written
 * with an equals sign. A first argument that is no flag, and {@code --config}, name the config
 * file.
 *
 * @param file the config file named, if any
 * @param assignments the settings, in the order given
 */
record Flags(@Nullable Path file, List<Assignment> assignments) {
  private static final String MARK = "--";
  private static final String CONFIG = "config";

  Flags {
    assignments = List.copyOf(assignments);
  }

  /**
   * Reads a command line.
   *
   * @throws ConfigException when it does not follow the grammar
   */
  static Flags parse(List<String> arguments) {
    Path file = null;
    List<Assignment> assignments = new ArrayList<>();
    int at = 0;
    if (!arguments.isEmpty() && !arguments.get(0).startsWith(MARK)) {
      file = Path.of(arguments.get(0));
      at = 1;
    }
    while (at < arguments.size()) {
      String argument = arguments.get(at++);
      if (!argument.startsWith(MARK)) {
        throw ConfigException.malformed("what is \"" + argument + "\"? a flag begins with --");
      }
      String name = argument.substring(MARK.length());
      List<String> words = new ArrayList<>();
      int equals = name.indexOf('=');
      if (equals >= 0) {
        words.add(name.substring(equals + 1));
        name = name.substring(0, equals);
      } else {
        while (at < arguments.size() && !arguments.get(at).startsWith(MARK)) {
          words.add(arguments.get(at++));
        }
      }
      if (name.equals(CONFIG)) {
        file = onlyFile(words);
      } else {
        assignments.add(new Assignment(name, words, "flag " + MARK + name));
      }
    }
    return new Flags(file, assignments);
  }

  private static Path onlyFile(List<String> words) {
    if (words.size() != 1 || words.get(0).isEmpty()) {
      throw ConfigException.malformed("--config takes one file");
    }
    return Path.of(words.get(0));
  }
}
