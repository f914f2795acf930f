package dev.rondo.server.script;

import dev.rondo.server.command.CommandException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The scripts a node knows, by their SHA-1. Those that came with EVAL make room for others, the
 * least recently used first (Redis command page EVAL, "since 7.4"); those that were loaded stay
 * until they are flushed. Any thread may use it.
 */
public final class ScriptCache {
  private static final int MAX_EVALUATED = 500;
  private static final long MAX_EVALUATED_BYTES = 16L << 20;
  private static final long MAX_LOADED_BYTES = 32L << 20;

  private final Map<String, Script> evaluated = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Script> loaded = new LinkedHashMap<>();
  private long evaluatedBytes;
  private long loadedBytes;

  /** The script with a SHA-1, in any case; null when it is not known. */
  public synchronized @Nullable Script find(String sha) {
    String lower = sha.toLowerCase(Locale.ROOT);
    Script script = loaded.get(lower);
    return script == null ? evaluated.get(lower) : script;
  }

  /** Keeps a script for now. */
  public synchronized void evaluated(Script script) {
    if (loaded.containsKey(script.sha()) || evaluated.get(script.sha()) != null) {
      return;
    }
    evaluated.put(script.sha(), script);
    evaluatedBytes += script.body().length;
    Iterator<Script> oldest = evaluated.values().iterator();
    while (evaluated.size() > MAX_EVALUATED || evaluatedBytes > MAX_EVALUATED_BYTES) {
      evaluatedBytes -= oldest.next().body().length;
      oldest.remove();
    }
  }

  /**
   * Keeps a script until {@link #clear}.
   *
   * @throws CommandException when there are too many
   */
  public synchronized void load(Script script) {
    if (loaded.containsKey(script.sha())) {
      return;
    }
    if (loadedBytes + script.body().length > MAX_LOADED_BYTES) {
      throw new CommandException(
          "ERR the cache of scripts is full, SCRIPT FLUSH makes room for new ones");
    }
    loaded.put(script.sha(), script);
    loadedBytes += script.body().length;
    if (evaluated.remove(script.sha()) != null) {
      evaluatedBytes -= script.body().length;
    }
  }

  /** Forgets all. */
  public synchronized void clear() {
    evaluated.clear();
    loaded.clear();
    evaluatedBytes = 0;
    loadedBytes = 0;
  }
}
