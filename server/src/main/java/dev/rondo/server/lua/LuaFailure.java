package dev.rondo.server.lua;

/** An error that a function in Java raises in the script that called it. */
public final class LuaFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean isReply;

  private LuaFailure(String message, boolean isReply) {
    super(message, null, false, false);
    this.isReply = isReply;
  }

  /** A message, before which the script's line is put, as Lua's own functions do. */
  public static LuaFailure of(String message) {
    return new LuaFailure(message, false);
  }

  /** An error as a command answers it, code first: a table with the field {@code err}. */
  public static LuaFailure reply(String error) {
    return new LuaFailure(error, true);
  }

  /** What Lua's functions say of an argument; positions count from 1. */
  static LuaFailure badArgument(int position, String function, String why) {
    return of("bad argument #%d to '%s' (%s)".formatted(position, function, why));
  }

  /** Whether it was made by {@link #reply}. */
  boolean isReply() {
    return isReply;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
