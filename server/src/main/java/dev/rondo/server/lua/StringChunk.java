package dev.rondo.server.lua;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import party.iroiro.luajava.Lua;
import party.iroiro.luajava.LuaNatives;

/**
 * Puts strings with any bytes on Lua's stack, for the binding's own strings are text that ends at a
 * zero byte. A string is loaded as the only constant of a compiled function that returns it. The
 * function is one that this Lua has compiled itself, so its format is never guessed: only the
 * constant in it, a length and the bytes, is replaced.
 */
final class StringChunk {
  private static final String MARK = "the constant that is replaced";
  private static final int SMALL_BYTES = 64 << 10;

  private final byte[] before;
  private final byte[] behind;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(SMALL_BYTES);

  StringChunk(Lua lua) {
    lua.load("return '" + MARK + "'");
    ByteBuffer dumped = lua.dump();
    byte[] compiled = new byte[dumped.remaining()];
    dumped.get(compiled);
    lua.pop(1);
    // The mark stands in the chunk's name, too; the constant comes later, its length before it.
    int at = new String(compiled, StandardCharsets.ISO_8859_1).lastIndexOf(MARK);
    before = Arrays.copyOf(compiled, at - Long.BYTES);
    behind = Arrays.copyOfRange(compiled, at + MARK.length() + 1, compiled.length);
  }

  void push(LuaNatives natives, long thread, byte[] bytes) {
    int length = before.length + Long.BYTES + bytes.length + 1 + behind.length;
    ByteBuffer chunk = length <= SMALL_BYTES ? buffer.clear() : ByteBuffer.allocateDirect(length);
    chunk.order(ByteOrder.nativeOrder());
    chunk.put(before).putLong(bytes.length + 1L).put(bytes).put((byte) 0).put(behind);
    int failed = natives.luaJ_loadbuffer(thread, chunk, length, "=");
    if (failed == 0) {
      failed = natives.lua_pcall(thread, 0, 1, 0);
    }
    if (failed != 0) {
      natives.lua_settop(thread, -2);
      throw LuaFailure.of("not enough memory");
    }
  }
}
