package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Which physical database, the byte in the row key, stands for each logical one; and which physical
 * ones were dropped and still have rows on disk. Immutable.
 *
 * <p>As bytes, in the row {@code databases} of the column family {@code meta}: version (1), number
 * of logical databases (1), the physical id of each (1 each), a bit for each id that is dropped
 * (32, the lowest bit of the first byte is id 0).
 */
final class DatabaseMap {
  static final int IDS = 256;

  private static final int VERSION = 1;
  private static final int BITMAP_BYTES = IDS / 8;

  private final int[] physical;
  private final BitSet dropped;

  private DatabaseMap(int[] physical, BitSet dropped) {
    this.physical = physical;
    this.dropped = dropped;
  }

  /** The map of a new store: each number stands for itself. */
  static DatabaseMap initial(int databases) {
    int[] ids = new int[databases];
    Arrays.setAll(ids, i -> i);
    return new DatabaseMap(ids, new BitSet(IDS));
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
    return new DatabaseMap(ids, nowDropped);
  }

  DatabaseMap swap(int one, int other) {
    int[] ids = physical.clone();
    ids[one] = physical(other);
    ids[other] = physical(one);
    return new DatabaseMap(ids, dropped);
  }

  /** The dropped ones have no rows any more. */
  DatabaseMap purged(BitSet ids) {
    BitSet left = dropped();
    left.andNot(ids);
    return new DatabaseMap(physical, left);
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
    return new DatabaseMap(ids, dropped);
  }

  byte[] encode() {
    byte[] bytes = new byte[2 + physical.length + BITMAP_BYTES];
    bytes[0] = VERSION;
    bytes[1] = (byte) physical.length;
    for (int i = 0; i < physical.length; i++) {
      bytes[2 + i] = (byte) physical[i];
    }
    byte[] bits = dropped.toByteArray();
    System.arraycopy(bits, 0, bytes, 2 + physical.length, bits.length);
    return bytes;
  }

  static DatabaseMap decode(byte[] bytes) {
    if (bytes.length < 2
        || bytes[0] != VERSION
        || bytes.length != 2 + (bytes[1] & 0xFF) + BITMAP_BYTES) {
      throw StoreException.corrupt("malformed map of databases");
    }
    int[] ids = new int[bytes[1] & 0xFF];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = bytes[2 + i] & 0xFF;
    }
    byte[] bits = Arrays.copyOfRange(bytes, 2 + ids.length, bytes.length);
    return new DatabaseMap(ids, BitSet.valueOf(bits));
  }
}
