package dev.rondo.server.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A byte string seen as an array of bits: bit 0 is the highest bit of the first byte, and
 * everything beyond the end is zero. These are the commands GETBIT, SETBIT, BITCOUNT, BITPOS and
 * BITOP on plain values; a missing key is the empty array unless a method says otherwise.
 */
public final class BitOps {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BitOps() {}

  /** What the indexes of a range count. */
  public enum Unit {
    BYTE,
    BIT
  }

  /** How BITOP combines its sources. NOT takes one source. */
  public enum Operator {
    AND,
    OR,
    XOR,
    NOT
  }

  /**
   * Reads a bit offset, as SETBIT and GETBIT do.
   *
   * @param maxValueBytes longest value allowed ({@code proto-max-bulk-len}); the offset must lie
   *     inside it
   * @throws InvalidValueException "ERR bit offset is not an integer or out of range"
   */
  public static long parseOffset(byte[] text, long maxValueBytes) {
    if (!Numbers.isLong(text)) {
      throw new InvalidValueException(Bitfield.BAD_OFFSET);
    }
    return checkOffset(Numbers.parseLong(text), maxValueBytes);
  }

  static long checkOffset(long offset, long maxValueBytes) {
    if (offset < 0 || offset >> 3 >= maxValueBytes) {
      throw new InvalidValueException(Bitfield.BAD_OFFSET);
    }
    return offset;
  }

  /**
   * Reads the new bit SETBIT takes.
   *
   * @throws InvalidValueException "ERR bit is not an integer or out of range"
   */
  public static int parseBit(byte[] text) {
    if (text.length != 1 || (text[0] != '0' && text[0] != '1')) {
      throw new InvalidValueException("ERR bit is not an integer or out of range");
    }
    return text[0] - '0';
  }

  /**
   * Reads the bit BITPOS looks for.
   *
   * @throws InvalidValueException "ERR value is not an integer or out of range", or "ERR The bit
   *     argument must be 1 or 0."
   */
  public static int parseSoughtBit(byte[] text) {
    long bit = Numbers.parseLong(text);
    if (bit != 0 && bit != 1) {
      throw new InvalidValueException("ERR The bit argument must be 1 or 0.");
    }
    return (int) bit;
  }

  /** The bit at {@code offset}: 0 or 1. */
  public static int getBit(byte[] value, long offset) {
    long index = offset >> 3;
    return index < value.length ? value[(int) index] >> (7 - (offset & 7)) & 1 : 0;
  }

  /**
   * A copy of {@code value} with one bit changed, grown with zero bytes where the bit lies beyond
   * the end.
   *
   * @param offset checked by {@link #parseOffset}
   */
  public static byte[] setBit(byte[] value, long offset, int bit) {
    int index = Math.toIntExact(offset >> 3);
    byte[] changed = Arrays.copyOf(value, Math.max(value.length, index + 1));
    int mask = 0x80 >> (offset & 7);
    changed[index] = (byte) (bit == 0 ? changed[index] & ~mask : changed[index] | mask);
    return changed;
  }

  /** How many bits are set. */
  public static long bitCount(byte[] value) {
    return countBytes(value, 0, value.length);
  }

  /** How many bits are set between two indexes, as {@link Ranges#clamp} reads them. */
  public static long bitCount(byte[] value, long start, long end, Unit unit) {
    Ranges.Span span = Ranges.clamp(start, end, length(value, unit));
    if (span.isEmpty()) {
      return 0;
    }
    if (unit == Unit.BYTE) {
      return countBytes(value, (int) span.from(), (int) span.toExclusive());
    }
    int firstByte = (int) (span.from() >> 3);
    int lastByte = (int) ((span.toExclusive() - 1) >> 3);
    int before = 0xff & ~maskFrom(span.from());
    int after = maskAfter(span.toExclusive() - 1);
    return countBytes(value, firstByte, lastByte + 1)
        - Integer.bitCount(value[firstByte] & before)
        - Integer.bitCount(value[lastByte] & after);
  }

  /**
   * BITPOS without an end: the offset of the first bit equal to {@code bit} from the byte {@code
   * start} on, or -1. The value counts as followed by zeros, so a 0 that is not found inside is
   * found right behind it, unless {@code start} is beyond the end. Redis answers 0 for a 0 in a
   * missing key; as an empty value this gives -1.
   */
  public static long bitPosition(byte[] value, int bit, long start) {
    Ranges.Span span = Ranges.clampEach(start, -1, value.length);
    if (span.isEmpty()) {
      return -1;
    }
    long found = find(value, bit, span.from() << 3, (long) value.length << 3);
    return found < 0 && bit == 0 ? (long) value.length << 3 : found;
  }

  /**
   * BITPOS with an end: the offset of the first bit equal to {@code bit} inside the range, or -1.
   */
  public static long bitPosition(byte[] value, int bit, long start, long end, Unit unit) {
    Ranges.Span span = Ranges.clampEach(start, end, length(value, unit));
    int shift = unit == Unit.BYTE ? 3 : 0;
    return span.isEmpty()
        ? -1
        : find(value, bit, span.from() << shift, span.toExclusive() << shift);
  }

  /**
   * BITOP: combines the sources bit by bit. The result is as long as the longest; shorter ones
   * count as followed by zeros.
   *
   * @throws IllegalArgumentException unless there is a source, and only one for NOT
   */
  public static byte[] combine(Operator operator, List<byte[]> sources) {
    if (sources.isEmpty() || (operator == Operator.NOT && sources.size() != 1)) {
      throw new IllegalArgumentException(operator + " of " + sources.size() + " sources");
    }
    int length = sources.stream().mapToInt(source -> source.length).max().getAsInt();
    byte[] result = Arrays.copyOf(sources.get(0), length);
    if (operator == Operator.NOT) {
      for (int i = 0; i < length; i++) {
        result[i] = (byte) ~result[i];
      }
    }
    for (byte[] source : sources.subList(1, sources.size())) {
      combineInto(result, operator, source);
    }
    return result;
  }

  private static void combineInto(byte[] result, Operator operator, byte[] source) {
    int i = 0;
    for (; i + Long.BYTES <= source.length; i += Long.BYTES) {
      long mine = (long) LONGS.get(result, i);
      long theirs = (long) LONGS.get(source, i);
      LONGS.set(result, i, apply(operator, mine, theirs));
    }
    for (; i < source.length; i++) {
      result[i] = (byte) apply(operator, result[i], source[i]);
    }
    if (operator == Operator.AND) {
      Arrays.fill(result, source.length, result.length, (byte) 0);
    }
  }

  private static long apply(Operator operator, long mine, long theirs) {
    return switch (operator) {
      case AND -> mine & theirs;
      case OR -> mine | theirs;
      case XOR -> mine ^ theirs;
      case NOT -> throw new IllegalArgumentException("NOT combines nothing");
    };
  }

  private static long length(byte[] value, Unit unit) {
    return unit == Unit.BYTE ? value.length : (long) value.length << 3;
  }

  private static long countBytes(byte[] value, int from, int to) {
    long count = 0;
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      count += Long.bitCount((long) LONGS.get(value, i));
    }
    for (; i < to; i++) {
      count += Integer.bitCount(value[i] & 0xff);
    }
    return count;
  }

  /** The first offset in [from, to) whose bit equals {@code bit}, or -1. */
  private static long find(byte[] value, int bit, long from, long to) {
    int skip = bit == 0 ? 0xff : 0;
    int index = (int) (from >> 3);
    int lastIndex = (int) ((to - 1) >> 3);
    int wanted = ((value[index] & 0xff) ^ skip) & maskFrom(from);
    while (wanted == 0 && index < lastIndex) {
      index = skipLongs(value, index + 1, lastIndex, skip);
      wanted = (value[index] & 0xff) ^ skip;
    }
    if (wanted == 0) {
      return -1;
    }
    long found = ((long) index << 3) + Integer.numberOfLeadingZeros(wanted) - 24;
    return found < to ? found : -1;
  }

  /**
   * Moves on over whole longs of nothing but {@code skip} bytes, as long as they end before {@code
   * lastIndex}.
   */
  private static int skipLongs(byte[] value, int index, int lastIndex, int skip) {
    long skipped = skip == 0 ? 0 : -1L;
    int at = index;
    while (at + Long.BYTES <= lastIndex && (long) LONGS.get(value, at) == skipped) {
      at += Long.BYTES;
    }
    return at;
  }

  /** The bits of a byte from {@code offset} on. */
  private static int maskFrom(long offset) {
    return 0xff >> (offset & 7);
  }

  /** The bits of a byte behind {@code offset}. */
  private static int maskAfter(long offset) {
    return 0x7f >> (offset & 7);
  }
}
