package dev.rondo.server.command.admin;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandFlag;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.KeyRange;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.command.KeySpec.Index;
import dev.rondo.server.command.KeySpec.KeyCount;
import dev.rondo.server.command.KeySpec.Keyword;
import dev.rondo.server.command.KeySpec.Range;
import dev.rondo.server.command.KeySpec.Unknown;
import java.util.List;

/** A row as COMMAND INFO shows it: ten elements (Redis command page COMMAND). */
final class CommandInfo {
  private CommandInfo() {}

  /** Writes a row with those of its subcommands. */
  static void write(CommandSpec spec, ReplyWriter out) {
    KeyRange range = KeyRange.of(spec.keys());
    out.array(10);
    out.bulk(spec.name());
    out.integer(spec.arity());
    statuses(
        spec.flags().stream().filter(CommandFlag::isShown).map(CommandFlag::redisName).toList(),
        out);
    out.integer(range.first());
    out.integer(range.last());
    out.integer(range.step());
    statuses(AclCategories.of(spec).stream().map(category -> "@" + category).toList(), out);
    out.set(spec.tips().size());
    spec.tips().forEach(out::bulk);
    out.set(spec.keys().size());
    spec.keys().forEach(key -> write(key, out));
    if (spec.isContainer()) {
      out.array(spec.subcommands().size());
      spec.subcommands().values().forEach(subcommand -> write(subcommand, out));
    } else {
      out.set(0);
    }
  }

  private static void write(KeySpec key, ReplyWriter out) {
    String notes = key.notes();
    out.map(notes == null ? 3 : 4);
    if (notes != null) {
      out.bulk("notes");
      out.bulk(notes);
    }
    out.bulk("flags");
    statuses(key.orderedFlags(), out);
    out.bulk("begin_search");
    write(key.begin(), out);
    out.bulk("find_keys");
    write(key.find(), out);
  }

  private static void write(KeySpec.Begin begin, ReplyWriter out) {
    if (begin instanceof Index index) {
      type("index", 1, out);
      number("index", index.position(), out);
    } else if (begin instanceof Keyword keyword) {
      type("keyword", 2, out);
      out.bulk("keyword");
      out.bulk(keyword.word());
      number("startfrom", keyword.startFrom(), out);
    } else if (begin instanceof Unknown) {
      type("unknown", 0, out);
    }
  }

  private static void write(KeySpec.Find find, ReplyWriter out) {
    if (find instanceof Range range) {
      type("range", 3, out);
      number("lastkey", range.last(), out);
      number("keystep", range.step(), out);
      number("limit", range.limit(), out);
    } else if (find instanceof KeyCount count) {
      type("keynum", 3, out);
      number("keynumidx", count.countIndex(), out);
      number("firstkey", count.first(), out);
      number("keystep", count.step(), out);
    } else if (find instanceof Unknown) {
      type("unknown", 0, out);
    }
  }

  /** A way to find keys, whose description of so many pairs follows. */
  private static void type(String name, int pairs, ReplyWriter out) {
    out.map(2);
    out.bulk("type");
    out.bulk(name);
    out.bulk("spec");
    out.map(pairs);
  }

  private static void number(String name, int value, ReplyWriter out) {
    out.bulk(name);
    out.integer(value);
  }

  /** A set of words. */
  static void statuses(List<String> words, ReplyWriter out) {
    out.set(words.size());
    words.forEach(out::simple);
  }
}
