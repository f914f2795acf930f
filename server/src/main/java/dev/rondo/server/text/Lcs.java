package dev.rondo.server.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The longest common subsequence of two byte strings, as the LCS command finds it.
 *
 * <p>Of several longest ones Redis's choice is taken: going back from both ends, a step leaves the
 * last byte of the first string only where that keeps strictly more than leaving the last byte of
 * the second.
 */
public final class Lcs {
  private static final int BYTES_PER_CELL_IN_REDIS = 4;

  private final byte[] a;
  private final byte[] b;

  /**
   * A run of bytes both strings have in common. Indexes include both ends.
   *
   * @param aStart first index in the first string
   * @param aEnd last index in the first string
   * @param bStart first index in the second string
   * @param bEnd last index in the second string
   */
  public record Match(int aStart, int aEnd, int bStart, int bEnd) {
    /** How many bytes the run has (WITHMATCHLEN). */
    public int length() {
      return aEnd - aStart + 1;
    }
  }

  /** The whole answer. */
  public static final class Result {
    private final byte[] sequence;
    private final List<Match> matches;

    private Result(byte[] sequence, List<Match> matches) {
      this.sequence = sequence;
      this.matches = Collections.unmodifiableList(matches);
    }

    /** The bytes in common: the array made by the search, not a copy of it. */
    public byte[] sequence() {
      return sequence;
    }

    /** Length of the sequence in bytes (LEN). */
    public int length() {
      return sequence.length;
    }

    /** Where the sequence is in both strings, the last run first, as Redis lists them. */
    public List<Match> matches() {
      return matches;
    }

    /** The runs of at least {@code minLength} bytes (MINMATCHLEN); all when it is 0 or negative. */
    public List<Match> matches(long minLength) {
      return matches.stream().filter(match -> match.length() >= minLength).toList();
    }
  }

  private Lcs(byte[] a, byte[] b) {
    this.a = a;
    this.b = b;
  }

  /**
   * Only the length (LEN), in memory of a few bytes for each byte of the shorter string.
   *
   * @param maxTransientBytes see {@link #find}
   * @throws InvalidValueException see {@link #find}
   */
  public static int length(byte[] a, byte[] b, long maxTransientBytes) {
    checkSize(a, b, maxTransientBytes);
    return new Lcs(a, b).fill(null);
  }

  /**
   * The sequence and its runs. Takes (length x length) steps, and a bit of memory for each.
   *
   * @param maxTransientBytes the most memory Redis would spend ({@code proto-max-bulk-len}), at 4
   *     bytes for each pair of prefixes; it bounds the time here
   * @throws InvalidValueException "ERR Insufficient memory, transient memory for LCS exceeds
   *     proto-max-bulk-len"
   */
  public static Result find(byte[] a, byte[] b, long maxTransientBytes) {
    checkSize(a, b, maxTransientBytes);
    Lcs lcs = new Lcs(a, b);
    Steps steps = new Steps(a.length, b.length);
    int length = lcs.fill(steps);
    return lcs.traceBack(steps, length);
  }

  private static void checkSize(byte[] a, byte[] b, long maxTransientBytes) {
    long cells = (a.length + 1L) * (b.length + 1L);
    if (cells > maxTransientBytes / BYTES_PER_CELL_IN_REDIS) {
      throw new InvalidValueException(
          "ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");
    }
  }

  /**
   * Fills the table of lengths row by row, keeping two rows, and returns the length for the whole
   * strings.
   */
  private int fill(@Nullable Steps steps) {
    // Rows run along the shorter string, so that two of them are small whatever the shapes.
    boolean swapped = a.length < b.length;
    byte[] longer = swapped ? b : a;
    byte[] shorter = swapped ? a : b;
    int[] above = new int[shorter.length + 1];
    int[] row = new int[shorter.length + 1];
    for (int i = 1; i <= longer.length; i++) {
      byte current = longer[i - 1];
      for (int j = 1; j <= shorter.length; j++) {
        if (shorter[j - 1] == current) {
          row[j] = above[j - 1] + 1;
          continue;
        }
        int withoutLonger = above[j];
        int withoutShorter = row[j - 1];
        row[j] = Math.max(withoutLonger, withoutShorter);
        if (steps == null) {
          continue;
        }
        if (swapped && withoutShorter > withoutLonger) {
          steps.markLeaveA(j, i);
        } else if (!swapped && withoutLonger > withoutShorter) {
          steps.markLeaveA(i, j);
        }
      }
      int[] filled = row;
      row = above;
      above = filled;
    }
    return above[shorter.length];
  }

  private Result traceBack(Steps steps, int length) {
    byte[] sequence = new byte[length];
    List<Match> matches = new ArrayList<>();
    int left = length;
    int run = 0;
    int i = a.length;
    int j = b.length;
    while (i > 0 && j > 0) {
      if (a[i - 1] == b[j - 1]) {
        i--;
        j--;
        run++;
        sequence[--left] = a[i];
        continue;
      }
      addRun(matches, i, j, run);
      run = 0;
      if (steps.leavesA(i, j)) {
        i--;
      } else {
        j--;
      }
    }
    addRun(matches, i, j, run);
    return new Result(sequence, matches);
  }

  private static void addRun(List<Match> matches, int aStart, int bStart, int length) {
    if (length > 0) {
      matches.add(new Match(aStart, aStart + length - 1, bStart, bStart + length - 1));
    }
  }

  /**
   * One bit for each pair of prefixes: whether the way back leaves the last byte of the first
   * string.
   */
  private static final class Steps {
    private final long[] bits;
    private final long columns;

    Steps(int rows, int columns) {
      this.columns = columns;
      this.bits = new long[Math.toIntExact((((long) rows * columns) >> 6) + 1)];
    }

    void markLeaveA(int i, int j) {
      long cell = cell(i, j);
      bits[(int) (cell >> 6)] |= 1L << cell;
    }

    boolean leavesA(int i, int j) {
      long cell = cell(i, j);
      return ((bits[(int) (cell >> 6)] >>> cell) & 1) != 0;
    }

    private long cell(int i, int j) {
      return (i - 1) * columns + (j - 1);
    }
  }
}
