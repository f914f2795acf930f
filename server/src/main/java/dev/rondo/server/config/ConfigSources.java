package dev.rondo.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from. Later sources win: the defaults, the file, the environment, the flags.
 * A source that mentions a setting replaces what earlier ones said about it.
 *
 * <p>The file is the one the flags name, else the one that {@code RONDO_CONFIG} names, else none.
 *
 * @param environment all environment variables; those that begin with {@value #ENVIRONMENT_PREFIX}
 *     count
 * @param flags the command line behind the program's name and subcommand, see {@link Flags}
 */
public record ConfigSources(Map<String, String> environment, List<String> flags) {
  /** What the names of our environment variables begin with. */
  static final String ENVIRONMENT_PREFIX = Environment.PREFIX;

  public ConfigSources {
    environment = Map.copyOf(environment);
    flags = List.copyOf(flags);
  }

  /** Flags alone, for example {@code ofFlags("--port", "0")}. */
  public static ConfigSources ofFlags(String... flags) {
    return new ConfigSources(Map.of(), List.of(flags));
  }

  /**
   * Reads the sources.
   *
   * @throws ConfigException when a source cannot be read, names an unknown setting or has a bad
   *     value
   */
  public Config resolve() {
    Flags fromFlags = Flags.parse(flags);
    Environment fromEnvironment = Environment.parse(environment);
    Path path = fromFlags.file() == null ? fromEnvironment.file() : fromFlags.file();
    @Nullable ConfigFile file = path == null ? null : ConfigFile.read(path);
    SettingValues values = SettingValues.DEFAULTS;
    if (file != null) {
      values = Assignment.applyAll(file.assignments(), values);
    }
    values = Assignment.applyAll(fromEnvironment.assignments(), values);
    values = Assignment.applyAll(fromFlags.assignments(), values);
    return new Config(values, file == null ? null : file.path());
  }
}
