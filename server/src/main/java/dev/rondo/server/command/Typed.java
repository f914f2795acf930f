package dev.rondo.server.command;

import dev.rondo.storage.DataType;
import dev.rondo.storage.Entry;
import dev.rondo.storage.MapElements;
import org.jspecify.annotations.Nullable;

/** What an entry holds, as a command on one type sees it. */
public final class Typed {
  private Typed() {}

  /**
   * The elements of a collection; null for no entry.
   *
   * @param type any type but STRING
   * @throws CommandException WRONGTYPE when the entry holds something else
   */
  public static @Nullable MapElements collectionOrNull(@Nullable Entry entry, DataType type) {
    if (entry == null) {
      return null;
    }
    requireType(entry, type);
    return (MapElements) entry.shownElements();
  }

  /**
   * Refuses an entry of another type; it may be unloaded.
   *
   * @throws CommandException WRONGTYPE
   */
  public static void requireType(@Nullable Entry entry, DataType type) {
    if (entry != null && entry.type() != type) {
      throw CommandException.wrongType();
    }
  }
}
