package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Which physical database, the byte in the row key, stands for each logical one; and which physical
 * ones were dropped and still have rows on disk. Immutable.
 *
 * <p>As bytes, in the row {@code databases} of the column family {@code meta}: version (1), number
 * of logical databases (1), the physical id of each (1 each), a bit for each id that is dropped
 * (32, the lowest bit of the first byte is id 0), up to which event each logical one was flushed (8
 * each, 0 for never). Version 1 ends before the last.
 */
final class DatabaseMap {
  static final int IDS = 256;

  private static final int VERSION = 2;
  private static final int VERSION_WITHOUT_EVENTS = 1;
  private static final int BITMAP_BYTES = IDS / 8;

  private final int[] physical;
  private final BitSet dropped;
  private final long[] flushedUpTo;

  private DatabaseMap(int[] physical, BitSet dropped, long[] flushedUpTo) {
    this.physical = physical;
    this.dropped = dropped;
    this.flushedUpTo = flushedUpTo;
  }

  /** The map of a new store: each number stands for itself. */
  static DatabaseMap initial(int databases) {
    int[] ids = new int[databases];
    Arrays.setAll(ids, i -> i);
    return new DatabaseMap(ids, new BitSet(IDS), new long[databases]);
  }

  /** How many logical databases there are. */
  int databases() {
    return physical.length;
  }

  /** The physical id of a logical database. */
  int physical(int database) {
    if (database >= physical.length) {
      throw new IllegalArgumentException("no database " + database);
    }
    return physical[database];
  }

  /** The logical database that a physical one stands for now, or -1. */
  int logical(int id) {
    for (int i = 0; i < physical.length; i++) {
      if (physical[i] == id) {
        return i;
      }
    }
    return -1;
  }

  /** Up to which event a logical database was flushed; 0 for never. */
  long flushedUpTo(int database) {
    return flushedUpTo[database];
  }

  /** The same, but for the event up to which a logical database was flushed. */
  DatabaseMap withFlushedUpTo(int database, long upTo) {
    long[] events = flushedUpTo.clone();
    events[database] = upTo;
    return new DatabaseMap(physical, dropped, events);
  }

  boolean isDropped(int id) {
    return dropped.get(id);
  }

  boolean hasDropped() {
    return !dropped.isEmpty();
  }

  BitSet dropped() {
    return (BitSet) dropped.clone();
  }

  /** The ids that are neither in use nor dropped. */
  BitSet unused() {
    BitSet unused = new BitSet(IDS);
    unused.set(0, IDS);
    unused.andNot(dropped);
    for (int id : physical) {
      unused.clear(id);
    }
    return unused;
  }

  /** Gives a database an unused id and drops the one it had. */
  DatabaseMap flush(int database, int freshId) {
    int[] ids = physical.clone();
    BitSet nowDropped = dropped();
    nowDropped.set(ids[database]);
    ids[database] = freshId;
    return new DatabaseMap(ids, nowDropped, flushedUpTo);
  }

  DatabaseMap swap(int one, int other) {
    int[] ids = physical.clone();
    ids[one] = physical(other);
    ids[other] = physical(one);
    long[] events = flushedUpTo.clone();
    events[one] = flushedUpTo[other];
    events[other] = flushedUpTo[one];
    return new DatabaseMap(ids, dropped, events);
  }

  /** The dropped ones have no rows any more. */
  DatabaseMap purged(BitSet ids) {
    BitSet left = dropped();
    left.andNot(ids);
    return new DatabaseMap(physical, left, flushedUpTo);
  }

  /**
   * The same with more logical databases, which are empty; or with fewer, if those are of no use.
   */
  DatabaseMap resized(int databases) {
    if (databases <= physical.length) {
      return this;
    }
    BitSet unused = unused();
    int[] ids = Arrays.copyOf(physical, databases);
    int next = -1;
    for (int i = physical.length; i < databases; i++) {
      next = unused.nextSetBit(next + 1);
      if (next < 0) {
        throw StoreException.overloaded("no physical database is free yet; open again later");
      }
      ids[i] = next;
    }
    return new DatabaseMap(ids, dropped, Arrays.copyOf(flushedUpTo, databases));
  }

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(lengthOf(VERSION, physical.length));
    out.put((byte) VERSION).put((byte) physical.length);
    for (int id : physical) {
      out.put((byte) id);
    }
    out.put(Arrays.copyOf(dropped.toByteArray(), BITMAP_BYTES));
    for (long event : flushedUpTo) {
      out.putLong(event);
    }
    return out.array();
  }

  static DatabaseMap decode(byte[] bytes) {
    int version = bytes.length < 2 ? 0 : bytes[0];
    if (version < VERSION_WITHOUT_EVENTS
        || version > VERSION
        || bytes.length != lengthOf(version, bytes[1] & 0xFF)) {
      throw StoreException.corrupt("malformed map of databases");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 2, bytes.length - 2);
    int[] ids = new int[bytes[1] & 0xFF];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = in.get() & 0xFF;
    }
    byte[] bits = new byte[BITMAP_BYTES];
    in.get(bits);
    long[] events = new long[ids.length];
    if (version > VERSION_WITHOUT_EVENTS) {
      in.asLongBuffer().get(events);
    }
    return new DatabaseMap(ids, BitSet.valueOf(bits), events);
  }

  private static int lengthOf(int version, int databases) {
    int eventBytes = version > VERSION_WITHOUT_EVENTS ? Long.BYTES : 0;
    return 2 + databases * (1 + eventBytes) + BITMAP_BYTES;
  }
}
