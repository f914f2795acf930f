package dev.rondo.server.command.hyperloglog;

/**
 * The hash of an element: MurmurHash64A (Austin Appleby's public-domain definition) with Redis's
 * seed, read as little-endian on every machine.
 *
 * @param index the register that counts the element
 * @param run the zeros at the end of the rest of the hash, plus one
 */
record ElementHash(int index, int run) {
  private static final long SEED = 0xadc83b19L;
  private static final long M = 0xc6a4a7935bd1e995L;
  private static final int R = 47;

  static ElementHash of(byte[] element) {
    long hash = murmur(element);
    // A bit behind the last one ends the longest run.
    long rest = hash >>> Registers.INDEX_BITS | 1L << Registers.RUN_BITS;
    return new ElementHash(
        (int) hash & (Registers.COUNT - 1), Long.numberOfTrailingZeros(rest) + 1);
  }

  private static long murmur(byte[] data) {
    long hash = SEED ^ data.length * M;
    int blocks = data.length & ~7;
    for (int i = 0; i < blocks; i += 8) {
      long word = littleEndian(data, i, 8) * M;
      hash = (hash ^ (word ^ word >>> R) * M) * M;
    }
    if (blocks < data.length) {
      hash = (hash ^ littleEndian(data, blocks, data.length - blocks)) * M;
    }
    hash = (hash ^ hash >>> R) * M;
    return hash ^ hash >>> R;
  }

  private static long littleEndian(byte[] data, int from, int bytes) {
    long word = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      word = word << Byte.SIZE | (data[from + i] & 0xFF);
    }
    return word;
  }
}
