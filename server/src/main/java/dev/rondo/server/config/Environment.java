package dev.rondo.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings in environment variables: {@code RONDO_} and the name in capitals with underscores for
 * dashes, as in {@code RONDO_ADMIN_PORT=9121}. {@code RONDO_CONFIG} names the config file.
 *
 * @param file the config file named, if any
 * @param assignments the settings, ordered by name
 */
record Environment(@Nullable Path file, List<Assignment> assignments) {
  static final String PREFIX = "RONDO_";
  private static final String CONFIG = PREFIX + "CONFIG";

  /** Variables that the start scripts read. */
  private static final Set<String> OF_SCRIPTS =
      Set.of(PREFIX + "HOME", PREFIX + "LIB", PREFIX + "JAVA_OPTS");

  /**
   * What Kubernetes puts into every container beside a service named rondo or rondo-something: not
   * meant for us, and one of them, RONDO_PORT, even looks like a setting.
   */
  private static final Pattern SERVICE_LINK_NAME =
      Pattern.compile(
          "RONDO_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\\d+_(TCP|UDP|SCTP)(_.*)?)");

  private static final Pattern SERVICE_LINK_VALUE = Pattern.compile("(tcp|udp|sctp)://.*");

  Environment {
    assignments = List.copyOf(assignments);
  }

  /** Takes what is meant for this program out of all variables. */
  static Environment parse(Map<String, String> variables) {
    String file = variables.get(CONFIG);
    List<Assignment> assignments =
        new TreeMap<>(variables)
            .entrySet().stream()
                .filter(variable -> isSetting(variable.getKey(), variable.getValue()))
                .map(variable -> assignment(variable.getKey(), variable.getValue()))
                .toList();
    return new Environment(file == null || file.isEmpty() ? null : Path.of(file), assignments);
  }

  private static boolean isSetting(String name, String value) {
    return name.startsWith(PREFIX)
        && !name.equals(CONFIG)
        && !OF_SCRIPTS.contains(name)
        && !SERVICE_LINK_NAME.matcher(name).matches()
        && !SERVICE_LINK_VALUE.matcher(value).matches();
  }

  private static Assignment assignment(String variable, String value) {
    String name = variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
    return new Assignment(name, List.of(value), "environment variable " + variable);
  }
}
