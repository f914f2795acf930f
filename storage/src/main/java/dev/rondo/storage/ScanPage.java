package dev.rondo.storage;

import java.util.List;

/**
 * Some rows in the order of the ring: by slot, then by hash.
 *
 * @param nextCursor the place after the last row, from which to go on; {@link #END} when there are
 *     no more
 * @param rows the rows, expired ones and tombstones included, contents not loaded
 */
public record ScanPage(long nextCursor, List<Row> rows) {
  /** The cursor that stands for the beginning, and as an answer for the end. */
  public static final long END = 0;

  /** A key and the version it holds. */
  public record Row(Key key, Entry entry) {}

  /**
   * The cursor of the first possible row at or after a slot and a hash: a position in the ring's
   * order, valid on every node and after every restart.
   *
   * @param slot 0 to 16383
   * @param hash the key's hash, as an unsigned number
   */
  public static long cursorAt(int slot, int hash) {
    return (long) slot << 32 | (hash & 0xFFFF_FFFFL);
  }
}
