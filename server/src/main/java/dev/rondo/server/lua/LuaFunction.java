package dev.rondo.server.lua;

import java.util.List;

/** A function in Java that scripts call. */
@FunctionalInterface
public interface LuaFunction {
  /**
   * Runs the function.
   *
   * @return its results
   * @throws LuaFailure to raise an error in the script
   */
  List<LuaData> call(Arguments arguments);
}
