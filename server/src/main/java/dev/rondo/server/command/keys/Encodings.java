package dev.rondo.server.command.keys;

import dev.rondo.server.text.Numbers;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HashFields;
import dev.rondo.storage.MapElements;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The names OBJECT ENCODING gives to values: those Redis 7.2 would keep them under, by its
 * thresholds, if they had just been made as they are. Nothing is laid out like that here.
 *
 * @param hashEntries the setting hash-max-listpack-entries
 * @param hashValueBytes the setting hash-max-listpack-value
 * @param listSize the setting list-max-listpack-size
 * @param intsetEntries the setting set-max-intset-entries
 * @param setEntries the setting set-max-listpack-entries
 * @param setValueBytes the setting set-max-listpack-value
 * @param sortedSetEntries the setting zset-max-listpack-entries
 * @param sortedSetValueBytes the setting zset-max-listpack-value
 */
public record Encodings(
    LongSupplier hashEntries,
    LongSupplier hashValueBytes,
    IntSupplier listSize,
    LongSupplier intsetEntries,
    LongSupplier setEntries,
    LongSupplier setValueBytes,
    LongSupplier sortedSetEntries,
    LongSupplier sortedSetValueBytes) {
  /** Those of the settings' defaults. */
  public static final Encodings DEFAULTS =
      new Encodings(
          () -> 512, () -> 64, () -> -2, () -> 512, () -> 128, () -> 64, () -> 128, () -> 64);

  /** The longest string whose encoding is called embstr. */
  private static final int MAX_EMBEDDED_BYTES = 44;

  /** About what a listpack spends on an element beside its bytes, and in all. */
  private static final int LISTPACK_ELEMENT_BYTES = 2;

  private static final int LISTPACK_BYTES = 7;
  private static final int SMALLEST_LIST_BYTES = 4096;
  private static final int LARGEST_SIZE_CLASS = 5;

  /** The encoding of what an entry, which is loaded, holds. */
  String of(Entry entry) {
    if (!(entry.shownElements() instanceof MapElements elements)) {
      return ofString(entry.stringValue());
    }
    return switch (entry.type()) {
      case HASH -> ofHash(elements);
      case LIST -> fitsListpack(elements) ? "listpack" : "quicklist";
      case SET -> ofSet(elements);
      case SORTED_SET ->
          isSmall(elements, sortedSetEntries, sortedSetValueBytes) ? "listpack" : "skiplist";
      case STRING, STREAM -> "stream";
    };
  }

  private static String ofString(byte[] value) {
    if (Numbers.isLong(value)) {
      return "int";
    }
    return value.length <= MAX_EMBEDDED_BYTES ? "embstr" : "raw";
  }

  private String ofHash(MapElements fields) {
    if (!isSmall(fields, hashEntries, hashValueBytes)) {
      return "hashtable";
    }
    for (int i = 0; i < fields.size(); i++) {
      if (HashFields.length(fields.value(i)) > hashValueBytes.getAsLong()) {
        return "hashtable";
      }
    }
    // As Redis 7.4 names it.
    return fields.fieldExpiries().firstMillis() == Entry.NO_EXPIRY ? "listpack" : "listpackex";
  }

  private String ofSet(MapElements members) {
    if (members.size() <= intsetEntries.getAsLong() && areIntegers(members)) {
      return "intset";
    }
    return isSmall(members, setEntries, setValueBytes) ? "listpack" : "hashtable";
  }

  private static boolean areIntegers(MapElements members) {
    for (int i = 0; i < members.size(); i++) {
      if (!Numbers.isLong(members.key(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSmall(
      MapElements elements, LongSupplier maxEntries, LongSupplier maxBytes) {
    if (elements.size() > maxEntries.getAsLong()) {
      return false;
    }
    for (int i = 0; i < elements.size(); i++) {
      if (elements.key(i).length > maxBytes.getAsLong()) {
        return false;
      }
    }
    return true;
  }

  /** By number of elements, or for -1 to -5 by size: 4 KiB, doubled each step. */
  private boolean fitsListpack(MapElements list) {
    int limit = listSize.getAsInt();
    if (limit >= 0) {
      return list.dottedValues() <= limit;
    }
    long bytes = LISTPACK_BYTES;
    for (int i = 0; i < list.size(); i++) {
      bytes += LISTPACK_ELEMENT_BYTES + list.value(i).length;
    }
    return bytes <= (long) SMALLEST_LIST_BYTES << (Math.min(-limit, LARGEST_SIZE_CLASS) - 1);
  }
}
