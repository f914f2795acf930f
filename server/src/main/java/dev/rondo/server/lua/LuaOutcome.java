package dev.rondo.server.lua;

import org.jspecify.annotations.Nullable;

/** How a script ended. */
public sealed interface LuaOutcome {
  /** It returned a value. */
  record Returned(LuaData value) implements LuaOutcome {}

  /**
   * It failed.
   *
   * @param error code first
   * @param source the chunk in which, null when it was in none
   * @param line the line of that chunk
   */
  record Failed(String error, @Nullable String source, int line) implements LuaOutcome {}
}
