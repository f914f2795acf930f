package dev.rondo.server.command.scripting;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.lua.LuaData;
import dev.rondo.server.lua.LuaData.Bool;
import dev.rondo.server.lua.LuaData.Field;
import dev.rondo.server.lua.LuaData.Num;
import dev.rondo.server.lua.LuaData.Str;
import dev.rondo.server.lua.LuaData.Table;
import dev.rondo.server.lua.LuaNumbers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes what a script returned (Redis documentation, "Lua API reference", "Data type conversion").
 */
final class LuaReply {
  private final ReplyWriter out;
  private final boolean booleans;

  /**
   * @param booleans whether the script chose RESP3, where truth values are a type
   */
  LuaReply(ReplyWriter out, boolean booleans) {
    this.out = out;
    this.booleans = booleans;
  }

  void write(LuaData value) {
    if (value instanceof Str text) {
      out.bulk(text.bytes());
    } else if (value instanceof Num number) {
      out.integer(LuaNumbers.toLong(number.value()));
    } else if (value instanceof Bool bool) {
      bool(bool.value());
    } else if (value instanceof Table table) {
      table(table);
    } else if (value instanceof LuaData.TooDeep) {
      out.error("ERR reached lua stack limit");
    } else {
      out.nil();
    }
  }

  private void bool(boolean value) {
    if (booleans) {
      out.bool(value);
    } else if (value) {
      out.integer(1);
    } else {
      out.nil();
    }
  }

  private void table(Table table) {
    if (table.get("err") instanceof Str error) {
      out.error(error.bytes());
    } else if (table.get("ok") instanceof Str status) {
      out.simple(status.toString());
    } else if (table.get("double") instanceof Num number) {
      out.real(number.value());
    } else if (table.get("map") instanceof Table map) {
      out.map(map.fields().size());
      for (Field field : map.fields()) {
        write(field.key());
        write(field.value());
      }
    } else if (table.get("set") instanceof Table set) {
      out.set(set.fields().size());
      set.fields().forEach(field -> write(field.key()));
    } else if (table.get("big_number") instanceof Str digits) {
      out.bigNumber(digits.toString().replaceAll("[\r\n]", " "));
    } else if (table.get("verbatim_string") instanceof Table verbatim
        && verbatim.get("format") instanceof Str format
        && verbatim.get("string") instanceof Str text
        && format.bytes().length == 3) {
      out.verbatim(format.toString(), new String(text.bytes(), StandardCharsets.UTF_8));
    } else {
      List<LuaData> list = table.list();
      out.array(list.size());
      list.forEach(this::write);
    }
  }
}
