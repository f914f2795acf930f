package dev.rondo.server.command.consistency;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.storage.ConflictingElements;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Elements;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HashFields;
import dev.rondo.storage.MapElements;
import dev.rondo.storage.Scores;
import dev.rondo.storage.SingleElement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The answer of SIBLINGS: {@code [context, conflicts]}, and when writes of several types met,
 * {@code [context, conflicts, others]}.
 *
 * <p>The conflicts of a string are its values. Those of a hash or a sorted set are the elements
 * that have several values, as {@code [[element, [value ...]] ...]}. A set has none, since members
 * have no values; nor has a list, which shows all items that came to the same place. In all, the
 * latest stands first. The others are the types that are not shown, as {@code [[type, contents]
 * ...]}: a string's values, or a collection's elements as the usual commands list them.
 */
final class SiblingReply {
  private SiblingReply() {}

  /** Writes the answer for an entry, which is loaded. */
  static void write(Entry entry, ReplyWriter out) {
    List<DataType> others =
        entry.elements() instanceof ConflictingElements several
            ? Arrays.stream(DataType.values())
                .filter(type -> type != entry.type() && !several.of(type).isEmpty())
                .toList()
            : List.of();
    out.array(others.isEmpty() ? 2 : 3);
    out.bulk(SiblingContext.format(entry.clock()));
    writeConflicts(entry.type(), entry.shownElements(), out);
    if (entry.elements() instanceof ConflictingElements several) {
      out.array(others.size());
      for (DataType other : others) {
        out.array(2);
        out.bulk(other.redisName());
        writeContents(other, several.of(other), out);
      }
    }
  }

  private static void writeConflicts(DataType type, Elements shown, ReplyWriter out) {
    if (!(shown instanceof MapElements elements)) {
      writeValues(type, (SingleElement) shown, out);
      return;
    }
    boolean hasValues = type == DataType.HASH || type == DataType.SORTED_SET;
    int[] places =
        IntStream.range(0, hasValues ? elements.size() : 0)
            .filter(i -> elements.element(i).siblings() > 1)
            .toArray();
    out.array(places.length);
    for (int place : places) {
      out.array(2);
      out.bulk(elements.key(place));
      writeValues(type, elements.element(place), out);
    }
  }

  private static void writeValues(DataType type, SingleElement element, ReplyWriter out) {
    out.array(element.siblings());
    for (int i = 0; i < element.siblings(); i++) {
      writeValue(type, element.value(i), out);
    }
  }

  private static void writeContents(DataType type, Elements contents, ReplyWriter out) {
    if (!(contents instanceof MapElements elements)) {
      writeValues(type, (SingleElement) contents, out);
      return;
    }
    boolean hasKeys = type != DataType.LIST;
    boolean hasValues = type != DataType.SET;
    out.array(elements.size() * (hasKeys && hasValues ? 2 : 1));
    for (int i = 0; i < elements.size(); i++) {
      if (hasKeys) {
        out.bulk(elements.key(i));
      }
      if (hasValues) {
        writeValue(type, elements.value(i), out);
      }
    }
  }

  private static void writeValue(DataType type, byte[] value, ReplyWriter out) {
    switch (type) {
      case HASH -> out.bulk(value, HashFields.offset(value), HashFields.length(value));
      case SORTED_SET -> out.real(Scores.decode(value));
      case STRING, LIST, SET -> out.bulk(value);
      case STREAM -> throw CommandException.wrongType();
    }
  }
}
