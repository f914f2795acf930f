package dev.rondo.server.rdb;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The LZF compression of RDB strings. A compressed string is a sequence of
 *
 * <pre>
 * 000LLLLL                    then L+1 literal bytes
 * LLLooooo oooooooo           copy L+2 bytes (L of 1..6) from o+1 bytes back
 * 111ooooo LLLLLLLL oooooooo  copy L+9 bytes from o+1 bytes back
 * </pre>
 *
 * <p>A copy may overlap what it writes. The compressor makes the choices of LibLZF's "very fast"
 * mode with a table of 2^16 positions, so that its output is the one Redis writes. (Redis leaves
 * its table uninitialised, so that what an earlier call left there can, seldom, offer Redis a match
 * that a clean table does not; either output decodes to the same.)
 */
final class Lzf {
  private static final int HASH_BITS = 16;
  private static final int MAX_LITERALS = 1 << 5;
  private static final int MAX_DISTANCE = 1 << 13;
  private static final int MIN_COPY = 3;
  private static final int MAX_COPY = 7 + 255 + 2;

  /**
   * A copy usually leaves the last two bytes of the input alone. LibLZF compares the first bytes of
   * a longer copy without looking at that limit, so a copy of this length, should the bytes agree,
   * may go one or two bytes beyond it.
   */
  private static final int UNCHECKED_COPY = 19;

  /** Length codes from here on are followed by a byte that adds to them. */
  private static final int LONG_COPY = 7;

  /** The most bytes one compressed byte can stand for: the longest copy takes three. */
  static final int MAX_EXPANSION = MAX_COPY / 3;

  private Lzf() {}

  /**
   * Compresses {@code input}.
   *
   * @param maxLength room for the result in bytes, with Redis's margins: a result that would come
   *     within a few bytes of it may be refused
   * @return null when the result would not fit
   */
  static byte @Nullable [] compress(byte[] input, int maxLength) {
    return input.length == 0 || maxLength <= 0 ? null : new Compressor(input, maxLength).compress();
  }

  /**
   * Restores what was compressed.
   *
   * @param from first compressed byte
   * @param to index behind the last one
   * @param length of the result, which must come out exactly
   * @return null when the input is not the compression of {@code length} bytes. Nothing is
   *     allocated for a length that {@code to - from} bytes can never give
   */
  static byte @Nullable [] decompress(byte[] input, int from, int to, int length) {
    if (length > (long) (to - from) * MAX_EXPANSION) {
      return null;
    }
    byte[] output = new byte[length];
    int at = from;
    int size = 0;
    while (at < to) {
      int control = input[at++] & 0xff;
      if (control < MAX_LITERALS) {
        int literals = control + 1;
        if (literals > to - at || literals > length - size) {
          return null;
        }
        System.arraycopy(input, at, output, size, literals);
        at += literals;
        size += literals;
        continue;
      }
      int code = control >> 5;
      if (to - at < (code == LONG_COPY ? 2 : 1)) {
        return null;
      }
      int copied = 2 + (code == LONG_COPY ? code + (input[at++] & 0xff) : code);
      int distance = ((control & 0x1f) << 8 | (input[at++] & 0xff)) + 1;
      if (distance > size || copied > length - size) {
        return null;
      }
      copyWithin(output, size, distance, copied);
      size += copied;
    }
    return size == length ? output : null;
  }

  private static void copyWithin(byte[] output, int size, int distance, int copied) {
    if (distance >= copied) {
      System.arraycopy(output, size - distance, output, size, copied);
      return;
    }
    for (int i = size; i < size + copied; i++) {
      output[i] = output[i - distance];
    }
  }

  /** One run of the compressor. */
  private static final class Compressor {
    private final byte[] input;
    private final byte[] output;

    /**
     * By hash of three bytes, where they were seen last. 0 is "nowhere": position 0 is never copied
     * from.
     */
    private final int[] lastSeen = new int[1 << HASH_BITS];

    private int at;

    /**
     * Bytes written, with the control byte of the literal run in progress, which is filled in at
     * its end.
     */
    private int size = 1;

    private int literals;

    Compressor(byte[] input, int maxLength) {
      this.input = input;
      this.output = new byte[maxLength];
    }

    byte @Nullable [] compress() {
      int lastHashed = input.length - MIN_COPY;
      while (at <= lastHashed) {
        int seen = remember(at);
        boolean fits = isMatch(seen) ? copy(seen) : size < output.length && addLiteral();
        if (!fits) {
          return null;
        }
      }
      if (size + MIN_COPY > output.length) {
        return null;
      }
      while (at < input.length) {
        addLiteral();
      }
      endLiterals();
      return Arrays.copyOf(output, size);
    }

    private boolean isMatch(int seen) {
      return seen > 0
          && at - seen <= MAX_DISTANCE
          && input[seen] == input[at]
          && input[seen + 1] == input[at + 1]
          && input[seen + 2] == input[at + 2];
    }

    /** Writes a copy of what stands at {@code seen}; returns whether there was room. */
    private boolean copy(int seen) {
      endLiterals();
      if (size + 4 >= output.length) {
        return false;
      }
      int length = matchLength(seen);
      int distance = at - seen - 1;
      int code = length - 2;
      if (code < LONG_COPY) {
        output[size++] = (byte) (code << 5 | distance >> 8);
      } else {
        output[size++] = (byte) (LONG_COPY << 5 | distance >> 8);
        output[size++] = (byte) (code - LONG_COPY);
      }
      output[size++] = (byte) distance;
      size++;
      at += length;
      // Of the positions copied over, only the last two are remembered.
      if (at <= input.length - MIN_COPY) {
        remember(at - 2);
        remember(at - 1);
      }
      return true;
    }

    private int matchLength(int seen) {
      int max = Math.max(MIN_COPY, Math.min(input.length - at - 2, MAX_COPY));
      if (max > UNCHECKED_COPY - 3 && max < UNCHECKED_COPY) {
        max = UNCHECKED_COPY;
      }
      int length = MIN_COPY;
      while (length < max && input[seen + length] == input[at + length]) {
        length++;
      }
      return length;
    }

    private boolean addLiteral() {
      output[size++] = input[at++];
      literals++;
      if (literals == MAX_LITERALS) {
        endLiterals();
        size++;
      }
      return true;
    }

    /**
     * Fills in the control byte of the literals written last, or takes it back when there are none.
     */
    private void endLiterals() {
      if (literals == 0) {
        size--;
      } else {
        output[size - literals - 1] = (byte) (literals - 1);
        literals = 0;
      }
    }

    /**
     * Notes that the three bytes at {@code position} are there; returns where the same hash was
     * seen before.
     */
    private int remember(int position) {
      int three =
          (input[position] & 0xff) << 16
              | (input[position + 1] & 0xff) << 8
              | (input[position + 2] & 0xff);
      int hash = ((three >> (24 - HASH_BITS)) - three * 5) & ((1 << HASH_BITS) - 1);
      int seen = lastSeen[hash];
      lastSeen[hash] = position;
      return seen;
    }
  }
}
