package dev.rondo.storage;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;

/**
 * Turns rows into bytes and back: version 1 of the row value, specified in {@code
 * storage/FORMAT.md}. The version of an entry stands before its contents, so that it can be read
 * alone.
 *
 * <p>Pure. Bytes that are no row give a {@link StoreException} of kind CORRUPT, whatever they are.
 */
public final class EntryCodec {
  private static final int VERSION = 1;

  private static final int EMPTY = 1;
  private static final int EXPIRES = 1 << 1;
  private static final int EXPIRY_SET_AT_LATEST = 1 << 2;
  private static final int EXPIRY_SET_EARLIER = 1 << 3;
  private static final int INDEXED_AT_EXPIRY = 1 << 4;
  private static final int INDEXED_EARLIER = 1 << 5;
  private static final int CONFLICTING = 1 << 6;
  private static final int ALL_FLAGS = (1 << 7) - 1;

  private EntryCodec() {}

  /** How many bytes {@link #encode} writes. */
  public static int sizeOf(StoredRow row) {
    return Math.toIntExact(sizeOfVersion(row) + sizeOfContents(row.entry()));
  }

  private static int sizeOfVersion(StoredRow row) {
    Entry entry = row.entry();
    int flags = flagsOf(row);
    VectorClock clock = entry.clock();
    int size = 3 + Varint.sizeOf(clock.size());
    for (int i = 0; i < clock.size(); i++) {
      size += 8 + Varint.sizeOf(clock.counter(i));
    }
    size += has(flags, EMPTY) ? 0 : 8;
    size += has(flags, EXPIRES) ? 8 : 0;
    size += has(flags, EXPIRY_SET_EARLIER) ? 8 : 0;
    size += has(flags, INDEXED_EARLIER) ? 8 : 0;
    return size;
  }

  /**
   * Writes an entry's version alone, for {@link #decodeVersion}; its contents may be unloaded. It
   * is the beginning of the row.
   */
  public static byte[] encodeVersion(Entry entry) {
    StoredRow row = StoredRow.of(entry);
    byte[] bytes = new byte[sizeOfVersion(row)];
    encodeVersion(row, ByteBuffer.wrap(bytes));
    return bytes;
  }

  private static long sizeOfContents(Entry entry) {
    long latest = entry.elements().latestHybridTime();
    if (entry.elements() instanceof ConflictingElements several) {
      long size = 1;
      for (DataType type : DataType.values()) {
        if (!several.of(type).isEmpty()) {
          size += 1 + ElementsCodec.sizeOf(several.of(type), entry.clock(), latest);
        }
      }
      return size;
    }
    return entry.isTombstone() ? 0 : ElementsCodec.sizeOf(entry.elements(), entry.clock(), latest);
  }

  /**
   * Writes a row's value; the buffer must have {@link #sizeOf} bytes left. It may be a direct one.
   *
   * @throws IllegalStateException when the entry is not loaded
   */
  public static void encode(StoredRow row, ByteBuffer into) {
    encodeVersion(row, into);
    encodeContents(row.entry(), row.entry().elements().latestHybridTime(), into);
  }

  private static void encodeVersion(StoredRow row, ByteBuffer into) {
    Entry entry = row.entry();
    int flags = flagsOf(row);
    into.put((byte) VERSION).put((byte) entry.type().code()).put((byte) flags);
    VectorClock clock = entry.clock();
    Varint.write(clock.size(), into);
    for (int i = 0; i < clock.size(); i++) {
      into.putLong(clock.actor(i));
      Varint.write(clock.counter(i), into);
    }
    long latest = entry.elements().latestHybridTime();
    if (!has(flags, EMPTY)) {
      into.putLong(latest);
    }
    if (has(flags, EXPIRES)) {
      into.putLong(entry.expireAtMillis());
    }
    if (has(flags, EXPIRY_SET_EARLIER)) {
      into.putLong(entry.expiryHybridTime());
    }
    if (has(flags, INDEXED_EARLIER)) {
      into.putLong(row.indexedExpiryMillis());
    }
  }

  private static void encodeContents(Entry entry, long latest, ByteBuffer into) {
    if (entry.elements() instanceof ConflictingElements several) {
      into.put((byte) several.types());
      for (DataType type : DataType.values()) {
        if (!several.of(type).isEmpty()) {
          into.put((byte) type.code());
          ElementsCodec.encode(several.of(type), entry.clock(), latest, into);
        }
      }
    } else if (!entry.isTombstone()) {
      ElementsCodec.encode(entry.elements(), entry.clock(), latest, into);
    }
  }

  /** A row's value in an array of its own. */
  public static byte[] encode(StoredRow row) {
    byte[] bytes = new byte[sizeOf(row)];
    encode(row, ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** Reads all that is left in the buffer as a row. */
  public static StoredRow decode(ByteBuffer from) {
    return decode(from, true);
  }

  /** Reads the version of a row that begins the buffer; its contents stay unread and unloaded. */
  public static StoredRow decodeVersion(ByteBuffer from) {
    return decode(from, false);
  }

  private static StoredRow decode(ByteBuffer from, boolean withContents) {
    try {
      return decodeRow(from, withContents);
    } catch (BufferUnderflowException tooShort) {
      throw StoreException.corrupt("row ends early");
    }
  }

  private static StoredRow decodeRow(ByteBuffer from, boolean withContents) {
    int version = from.get();
    if (version != VERSION) {
      throw StoreException.corrupt("row of unknown version " + version);
    }
    DataType type = DataType.ofCode(from.get());
    int flags = from.get();
    if ((flags & ~ALL_FLAGS) != 0) {
      throw StoreException.corrupt("row with unknown flags " + flags);
    }
    VectorClock clock = decodeClock(from);
    long latest = has(flags, EMPTY) ? 0 : from.getLong();
    long expireAt = has(flags, EXPIRES) ? from.getLong() : Entry.NO_EXPIRY;
    long expirySet =
        has(flags, EXPIRY_SET_EARLIER)
            ? from.getLong()
            : has(flags, EXPIRY_SET_AT_LATEST) ? latest : 0;
    long indexed =
        has(flags, INDEXED_EARLIER)
            ? from.getLong()
            : has(flags, INDEXED_AT_EXPIRY) ? expireAt : StoredRow.NOT_INDEXED;
    Elements elements =
        has(flags, EMPTY)
            ? Elements.NONE
            : withContents
                ? decodeContents(type, flags, clock, latest, from)
                : new UnloadedElements(latest);
    if (withContents && (from.hasRemaining() || elements.latestHybridTime() != latest)) {
      throw StoreException.corrupt("row's contents do not fit its version");
    }
    return new StoredRow(new Entry(type, clock, expireAt, expirySet, elements), indexed);
  }

  private static VectorClock decodeClock(ByteBuffer from) {
    int size = Varint.readCount(from, 9);
    long[] actors = new long[size];
    long[] counters = new long[size];
    for (int i = 0; i < size; i++) {
      actors[i] = from.getLong();
      counters[i] = Varint.read(from);
    }
    return VectorClock.of(actors, counters);
  }

  private static Elements decodeContents(
      DataType type, int flags, VectorClock clock, long latest, ByteBuffer from) {
    if (!has(flags, CONFLICTING)) {
      return ElementsCodec.decode(type, clock, latest, from);
    }
    Map<DataType, Elements> byType = new EnumMap<>(DataType.class);
    int types = from.get();
    for (int i = 0; i < types; i++) {
      DataType each = DataType.ofCode(from.get());
      byType.put(each, ElementsCodec.decode(each, clock, latest, from));
    }
    if (byType.size() != types || types < 2) {
      throw StoreException.corrupt("row with " + types + " conflicting types");
    }
    return ConflictingElements.ofAll(byType);
  }

  private static int flagsOf(StoredRow row) {
    Entry entry = row.entry();
    int flags = entry.isTombstone() ? EMPTY : 0;
    flags |= entry.hasExpiry() ? EXPIRES : 0;
    flags |= entry.elements() instanceof ConflictingElements ? CONFLICTING : 0;
    if (entry.expiryHybridTime() != 0) {
      boolean atLatest = entry.expiryHybridTime() == entry.elements().latestHybridTime();
      flags |= atLatest ? EXPIRY_SET_AT_LATEST : EXPIRY_SET_EARLIER;
    }
    if (row.isIndexed()) {
      boolean atExpiry = row.indexedExpiryMillis() == entry.expireAtMillis();
      flags |= atExpiry ? INDEXED_AT_EXPIRY : INDEXED_EARLIER;
    }
    return flags;
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }
}
