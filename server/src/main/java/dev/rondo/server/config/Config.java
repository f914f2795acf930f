package dev.rondo.server.config;

import dev.rondo.server.text.GlobPattern;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a running node. Every method may be called from any thread. Reading is one
 * volatile read and one look-up; changes happen one at a time.
 */
public final class Config {
  /**
   * One of the pairs of CONFIG SET.
   *
   * @param name a setting's name, in any case
   * @param value its new value as text
   */
  public record Change(String name, String value) {}

  private record Listener<T>(Setting<T> setting, Consumer<T> consumer) {
    void tell(SettingValues values) {
      consumer.accept(values.get(setting));
    }
  }

  private final @Nullable Path file;
  private final List<Listener<?>> listeners = new CopyOnWriteArrayList<>();
  private volatile SettingValues values;

  Config(SettingValues values, @Nullable Path file) {
    this.values = values;
    this.file = file;
  }

  /** A config with nothing but defaults. */
  public static Config defaults() {
    return new Config(SettingValues.DEFAULTS, null);
  }

  /** The value of a setting. */
  public <T> T get(Setting<T> setting) {
    return values.get(setting);
  }

  /** The config file the node was started with, absolute, or null. */
  public @Nullable Path file() {
    return file;
  }

  /**
   * Asks to be told each new value of a setting, on the thread that changes it and before that
   * change is acknowledged.
   *
   * @param consumer must not block; it may refuse the value with {@link ConfigException#rejected}
   */
  public <T> void onChange(Setting<T> setting, Consumer<T> consumer) {
    listeners.add(new Listener<>(setting, consumer));
  }

  /** {@link #set(List)} with one pair. */
  public void set(String name, String value) {
    set(List.of(new Change(name, value)));
  }

  /**
   * CONFIG SET: all changes or none. When a listener refuses, those that were told already are told
   * the old values.
   *
   * @throws ConfigException with the text for the client when a setting is unknown, named twice or
   *     not changeable, or a value is bad or refused
   */
  public synchronized void set(List<Change> changes) {
    SettingValues before = values;
    Set<Setting<?>> named = new HashSet<>();
    List<Assignment> assignments = new ArrayList<>();
    for (Change change : changes) {
      Assignment assignment = new Assignment(change.name(), List.of(change.value()), "CONFIG SET");
      Setting<?> setting = assignment.setting();
      if (!setting.isChangeable()) {
        throw ConfigException.immutable(change.name());
      }
      if (!named.add(setting)) {
        throw ConfigException.duplicate(change.name());
      }
      assignments.add(assignment);
    }
    SettingValues after = Assignment.applyAll(assignments, before);
    values = after;
    tellListeners(named, before, after);
  }

  private void tellListeners(Set<Setting<?>> named, SettingValues before, SettingValues after) {
    List<Listener<?>> told = new ArrayList<>();
    for (Listener<?> listener : listeners) {
      if (named.contains(listener.setting()) && !after.sameValue(listener.setting(), before)) {
        told.add(listener);
        try {
          listener.tell(after);
        } catch (RuntimeException e) {
          values = before;
          tellAgain(told, before, e);
          throw e;
        }
      }
    }
  }

  private static void tellAgain(
      List<Listener<?>> told, SettingValues before, RuntimeException cause) {
    for (Listener<?> listener : told) {
      try {
        listener.tell(before);
      } catch (RuntimeException e) {
        cause.addSuppressed(e);
      }
    }
  }

  /** A setting's value as CONFIG GET shows it, or empty when there is no such setting. */
  public Optional<String> format(String name) {
    SettingValues now = values;
    return Settings.find(name).map(now::format);
  }

  /**
   * CONFIG GET: names and values that match any of the patterns. A pattern without wildcards is a
   * name in any case, and is given back as it was written first, as Redis does; names that Redis
   * has two of appear under both.
   */
  public Map<String, String> find(List<String> patterns) {
    SettingValues now = values;
    Map<String, String> found = new LinkedHashMap<>();
    Set<String> foundInLowerCase = new HashSet<>();
    BiConsumer<String, Setting<?>> take =
        (name, setting) -> {
          if (foundInLowerCase.add(name.toLowerCase(Locale.ROOT))) {
            found.put(name, now.format(setting));
          }
        };
    for (String pattern : patterns) {
      if (pattern.chars().noneMatch(c -> c == '*' || c == '?' || c == '[')) {
        Settings.find(pattern).ifPresent(setting -> take.accept(pattern, setting));
      } else {
        GlobPattern glob = GlobPattern.compile(pattern.getBytes(StandardCharsets.UTF_8), true);
        for (Setting<?> setting : Settings.all()) {
          Stream.concat(Stream.of(setting.name()), setting.aliases().stream())
              .filter(name -> glob.matches(name.getBytes(StandardCharsets.UTF_8)))
              .forEach(name -> take.accept(name, setting));
        }
      }
    }
    return found;
  }

  /**
   * CONFIG REWRITE: writes the values of now into the file the node was started with, see {@link
   * ConfigRewriter}. Blocks on the disk.
   *
   * @throws ConfigException when there is no file or it cannot be written
   */
  public synchronized void rewrite() {
    if (file == null) {
      throw ConfigException.noFile();
    }
    ConfigFile current = ConfigFile.read(file);
    current.replace(ConfigRewriter.rewrite(current, values));
  }

  /**
   * One line for each setting that was given a value and has no effect, saying why; for the log at
   * start.
   */
  public List<String> notes() {
    SettingValues now = values;
    List<String> notes = new ArrayList<>();
    for (Setting<?> setting : Settings.all()) {
      String why = setting.ignoredBecause();
      if (why != null && !now.isDefault(setting)) {
        String shown = setting.isSecret() ? "" : " \"" + now.format(setting) + "\"";
        notes.add(setting.name() + shown + " has no effect: " + why);
      }
    }
    return notes;
  }
}
