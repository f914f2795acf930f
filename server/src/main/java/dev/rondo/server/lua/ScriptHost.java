package dev.rondo.server.lua;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a script may ask of the server. Called on the thread that runs the script. */
public interface ScriptHost {
  /**
   * Runs a command.
   *
   * @return its reply as scripts see it
   * @throws LuaFailure with {@link LuaFailure#reply} when it was refused or failed
   */
  LuaData call(List<byte[]> command);

  /**
   * Whether the client might run a command itself.
   *
   * @throws LuaFailure when there is no such command
   */
  boolean mayRun(List<byte[]> command);

  /**
   * Chooses the protocol in which commands answer the script.
   *
   * @param version 2 or 3
   */
  void respVersion(int version);

  /**
   * Writes a line to the server's log.
   *
   * @param level 0 for debug to 3 for warning
   */
  void log(int level, String message);

  /**
   * Why the script has to stop now, null when it may go on; asked again and again.
   *
   * @param usedBytes what the state of Lua takes
   */
  @Nullable String interruption(long usedBytes);
}
