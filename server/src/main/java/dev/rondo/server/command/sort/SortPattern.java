package dev.rondo.server.command.sort;

import dev.rondo.storage.DataType;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HashFields;
import dev.rondo.storage.Key;
import dev.rondo.storage.MapElements;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of BY or GET: the key in which an item stands for the first star, with {@code ->field}
 * behind it a field of the hash there; or {@code #}, the item itself.
 */
final class SortPattern {
  private final boolean isItem;

  /** Where the star stands, -1 for none. */
  private final int star;

  private final byte[] pattern;

  /** Where what belongs to the key ends. */
  private final int keyEnd;

  private final byte @Nullable [] field;

  SortPattern(byte[] pattern) {
    this.pattern = pattern;
    this.isItem = pattern.length == 1 && pattern[0] == '#';
    this.star = indexOfStar(pattern);
    int arrow = star < 0 ? -1 : indexOfArrow(pattern, star + 1);
    boolean hasField = arrow >= 0;
    this.keyEnd = hasField ? arrow : pattern.length;
    this.field = hasField ? Arrays.copyOfRange(pattern, arrow + 2, pattern.length) : null;
  }

  /** Redis looks for the star, and for the arrow, in a C string: a zero byte ends it. */
  private static int indexOfStar(byte[] pattern) {
    for (int i = 0; i < pattern.length && pattern[i] != 0; i++) {
      if (pattern[i] == '*') {
        return i;
      }
    }
    return -1;
  }

  /** Where an arrow stands that has a field behind it, or -1. */
  private static int indexOfArrow(byte[] pattern, int from) {
    for (int i = from; i + 2 < pattern.length && pattern[i] != 0; i++) {
      if (pattern[i] == '-' && pattern[i + 1] == '>') {
        return pattern[i + 2] == 0 ? -1 : i;
      }
    }
    return -1;
  }

  /** Whether items make a difference: when not, there is nothing to look up or sort by. */
  boolean hasStar() {
    return star >= 0;
  }

  /** The key that is looked at for an item; null when none is. */
  @Nullable Key key(int database, byte[] item) {
    if (isItem || star < 0) {
      return null;
    }
    byte[] key = new byte[keyEnd - 1 + item.length];
    System.arraycopy(pattern, 0, key, 0, star);
    System.arraycopy(item, 0, key, star, item.length);
    System.arraycopy(pattern, star + 1, key, star + item.length, keyEnd - star - 1);
    return new Key(database, key);
  }

  /**
   * What the pattern means for an item; null when there is nothing.
   *
   * @param entry what the {@link #key} holds
   */
  byte @Nullable [] value(byte[] item, @Nullable Entry entry, long nowMillis) {
    if (isItem) {
      return item;
    }
    if (entry == null) {
      return null;
    }
    if (field == null) {
      return entry.type() == DataType.STRING ? entry.stringValue() : null;
    }
    if (entry.type() != DataType.HASH) {
      return null;
    }
    byte[] stored = ((MapElements) entry.shownElements()).get(field);
    return stored == null || HashFields.expireAtMillis(stored) < nowMillis
        ? null
        : HashFields.value(stored);
  }
}
