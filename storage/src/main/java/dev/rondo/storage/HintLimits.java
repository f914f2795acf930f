package dev.rondo.storage;

/**
 * The bounds of the log of hints for one target.
 *
 * @param maxHints the most hints
 * @param maxBytes the most bytes of them
 */
public record HintLimits(long maxHints, long maxBytes) {
  /** Five million hints, one gigabyte. */
  public static final HintLimits DEFAULT = new HintLimits(5_000_000, 1L << 30);

  public HintLimits {
    if (maxHints < 0 || maxBytes < 0) {
      throw new IllegalArgumentException("limits must not be negative");
    }
  }
}
