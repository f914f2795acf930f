package dev.rondo.storage.rocksdb;

import java.util.ArrayDeque;
import java.util.NoSuchElementException;

/**
 * How many hints a log has and how many bytes, without reading it. Hints are counted in blocks of
 * consecutive sequences, so removing the first ones of a log is exact in hints; their bytes are
 * taken as equal within a block. For one thread at a time.
 */
final class HintTally {
  /** A log of five million hints has some twenty thousand blocks. */
  private static final int BLOCK_HINTS = 256;

  private static final class Block {
    /** The first sequence, and the one after the last. */
    long first;

    long end;
    long bytes;

    Block(long first) {
      this.first = first;
      this.end = first;
    }
  }

  private final ArrayDeque<Block> blocks = new ArrayDeque<>();
  private long count;
  private long bytes;

  /** Counts a hint that stands after all others. */
  void add(long sequence, long size) {
    Block block = blocks.peekLast();
    if (block == null || block.end != sequence || sequence - block.first >= BLOCK_HINTS) {
      block = new Block(sequence);
      blocks.addLast(block);
    }
    block.end = sequence + 1;
    block.bytes += size;
    count++;
    bytes += size;
  }

  /** Counts the hints up to a sequence, that one included, no more. */
  void removeUpTo(long sequence) {
    Block block = blocks.peekFirst();
    while (block != null && block.first <= sequence) {
      long hints = block.end - block.first;
      if (block.end - 1 > sequence) {
        long gone = sequence + 1 - block.first;
        shrink(block, gone, block.bytes * gone / hints);
        return;
      }
      shrink(block, hints, block.bytes);
      blocks.removeFirst();
      block = blocks.peekFirst();
    }
  }

  private void shrink(Block block, long goneHints, long goneBytes) {
    block.first += goneHints;
    block.bytes -= goneBytes;
    count -= goneHints;
    bytes -= goneBytes;
  }

  void clear() {
    blocks.clear();
    count = 0;
    bytes = 0;
  }

  long count() {
    return count;
  }

  long bytes() {
    return bytes;
  }

  /** The first sequence. */
  long first() {
    return blocks.getFirst().first;
  }

  /** The last sequence. */
  long last() {
    Block last = blocks.peekLast();
    if (last == null) {
      throw new NoSuchElementException("no hints");
    }
    return last.end - 1;
  }
}
