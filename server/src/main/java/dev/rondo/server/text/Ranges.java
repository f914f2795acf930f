package dev.rondo.server.text;

/**
 * Index ranges as clients write them: both ends included, negative indexes counted from the end (-1
 * is the last).
 */
public final class Ranges {
  private Ranges() {}

  /**
   * A range in the usual half-open form, inside the sequence it was clamped to.
   *
   * @param from first index
   * @param toExclusive index after the last; equals {@code from} when the range is empty
   */
  public record Span(long from, long toExclusive) {
    static final Span EMPTY = new Span(0, 0);

    /** Whether no index is in the range. */
    public boolean isEmpty() {
      return from == toExclusive;
    }

    /** How many indexes are in the range. */
    public long length() {
      return toExclusive - from;
    }
  }

  /**
   * The part of a sequence that GETRANGE, SUBSTR and BITCOUNT mean: indexes outside are moved to
   * the nearest end, and two negative indexes in the wrong order give nothing even where moving
   * would make them meet.
   *
   * @param start first index asked for
   * @param end last index asked for
   * @param length of the sequence
   */
  public static Span clamp(long start, long end, long length) {
    if (start < 0 && end < 0 && start > end) {
      return Span.EMPTY;
    }
    return clampEach(start, end, length);
  }

  /** As {@link #clamp}, without the rule about two negative indexes, which BITPOS does not have. */
  static Span clampEach(long start, long end, long length) {
    long first = Math.max(start < 0 ? length + start : start, 0);
    long last = Math.min(Math.max(end < 0 ? length + end : end, 0), length - 1);
    return first > last ? Span.EMPTY : new Span(first, last + 1);
  }

  /**
   * The part of a sequence that LRANGE, LTRIM and ZRANGE mean: what of the range lies outside of
   * the sequence is left out.
   *
   * @param start first index asked for
   * @param end last index asked for
   * @param length of the sequence
   */
  public static Span within(long start, long end, long length) {
    long first = Math.max(start < 0 ? length + start : start, 0);
    long last = Math.min(end < 0 ? length + end : end, length - 1);
    return first > last ? Span.EMPTY : new Span(first, last + 1);
  }

  /** The bytes of {@code value} that GETRANGE {@code start} {@code end} returns, in a new array. */
  public static byte[] slice(byte[] value, long start, long end) {
    Span span = clamp(start, end, value.length);
    byte[] slice = new byte[(int) span.length()];
    System.arraycopy(value, (int) span.from(), slice, 0, slice.length);
    return slice;
  }
}
