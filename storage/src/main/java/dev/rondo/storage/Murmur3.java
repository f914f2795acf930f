package dev.rondo.storage;

/**
 * MurmurHash3 x86_32 with seed 0 (Austin Appleby's public-domain definition). Part of the row key,
 * so it never changes: see {@code storage/FORMAT.md}.
 */
final class Murmur3 {
  private static final int C1 = 0xcc9e2d51;
  private static final int C2 = 0x1b873593;

  private Murmur3() {}

  static int hash32(byte[] data) {
    int hash = 0;
    int blocks = data.length & ~3;
    for (int i = 0; i < blocks; i += 4) {
      int word =
          (data[i] & 0xFF)
              | (data[i + 1] & 0xFF) << 8
              | (data[i + 2] & 0xFF) << 16
              | (data[i + 3] & 0xFF) << 24;
      hash = Integer.rotateLeft(hash ^ scramble(word), 13) * 5 + 0xe6546b64;
    }
    int tail = 0;
    for (int i = data.length - 1; i >= blocks; i--) {
      tail = tail << 8 | (data[i] & 0xFF);
    }
    hash ^= scramble(tail);
    return avalanche(hash ^ data.length);
  }

  private static int scramble(int word) {
    return Integer.rotateLeft(word * C1, 15) * C2;
  }

  private static int avalanche(int value) {
    int hash = value;
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }
}
