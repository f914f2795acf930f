package dev.rondo.server.lua;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The library {@code cmsgpack} (lua-cmsgpack 0.4.0): MessagePack. */
final class CmsgpackLibrary {
  private CmsgpackLibrary() {}

  static Map<String, LuaFunction> functions() {
    return Map.of(
        "pack", CmsgpackLibrary::pack,
        "unpack", CmsgpackLibrary::unpack,
        "unpack_one", CmsgpackLibrary::unpackOne,
        "unpack_limit", CmsgpackLibrary::unpackLimit);
  }

  private static List<LuaData> pack(Arguments arguments) {
    if (arguments.size() == 0) {
      throw arguments.bad(-1, "MessagePack pack needs input.");
    }
    MessagePackWriter writer = new MessagePackWriter();
    arguments.values().forEach(writer::write);
    return List.of(LuaData.of(writer.bytes()));
  }

  private static List<LuaData> unpack(Arguments arguments) {
    return values(arguments.bytes(0), 0, 0);
  }

  private static List<LuaData> unpackOne(Arguments arguments) {
    return values(arguments.bytes(0), arguments.integer(1, 0), 1);
  }

  private static List<LuaData> unpackLimit(Arguments arguments) {
    return values(arguments.bytes(0), arguments.integer(2, 0), arguments.integer(1));
  }

  /**
   * The values from an offset on, and before them, unless everything was asked for, where the next
   * one begins, -1 when there is none.
   *
   * @param limit how many; with neither limit nor offset, all
   */
  private static List<LuaData> values(byte[] packed, long offset, long limit) {
    if (offset < 0 || limit < 0) {
      throw LuaFailure.of(
          "Invalid request to unpack with offset of %d and limit of %d."
              .formatted(offset, packed.length));
    }
    if (offset > packed.length) {
      throw LuaFailure.of(
          "Start offset %d greater than input length %d.".formatted(offset, packed.length));
    }
    boolean all = limit == 0 && offset == 0;
    MessagePackReader reader = new MessagePackReader(packed, (int) offset);
    List<LuaData> values = new ArrayList<>();
    while (reader.hasMore() && (all || values.size() < limit)) {
      values.add(reader.read());
    }
    if (!all) {
      values.add(0, LuaData.of(reader.hasMore() ? reader.position() : -1));
    }
    return values;
  }
}
