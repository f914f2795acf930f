package dev.rondo.server.command.hyperloglog;

import dev.rondo.server.command.CommandException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Registers as runs of equal ones:
 *
 * <pre>
 * 00llllll           a run of l+1 zeros
 * 01llllll llllllll  a run of l+1 zeros
 * 1vvvvvll           a run of l+1 registers with the value v+1
 * </pre>
 *
 * <p>Runs are split and joined exactly as Redis does, so that the same additions make the same
 * bytes.
 */
final class SparseRegisters implements Registers {
  static final int ENCODING = 1;

  /** The largest value that fits a run. */
  static final int MAX_VALUE = 32;

  private static final int MAX_SHORT_ZEROS = 64;
  private static final int MAX_VALUES = 4;
  private static final int LONG_ZEROS = 0x40;
  private static final int VALUES = 0x80;

  /** How many runs are looked at for neighbours to join after a change. */
  private static final int JOIN_WINDOW = 5;

  private byte[] runs;

  /**
   * @param runs owned by this from now on
   */
  SparseRegisters(byte[] runs) {
    this.runs = runs;
  }

  /** Registers that are all zero. */
  static SparseRegisters empty() {
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    writeZeros(COUNT, run);
    return new SparseRegisters(run.toByteArray());
  }

  /** What became of an attempt to raise a register. */
  enum Outcome {
    UNCHANGED,
    RAISED,
    /** It does not fit this form; nothing was changed. */
    TOO_LARGE
  }

  /**
   * Raises a register.
   *
   * @param maxBytes how long the runs may become
   * @throws CommandException when the bytes are no registers
   */
  Outcome raise(int index, int value, long maxBytes) {
    if (value > MAX_VALUE) {
      return Outcome.TOO_LARGE;
    }
    int previous = 0;
    int at = 0;
    int first = 0;
    while (at < runs.length && index >= first + length(at)) {
      previous = at;
      first += length(at);
      at += size(at);
    }
    if (at + (at < runs.length ? size(at) : 1) > runs.length) {
      throw new CommandException(CORRUPTED);
    }
    if (value(at) >= value) {
      return Outcome.UNCHANGED;
    }
    byte[] changed = split(at, index - first, value);
    int growth = changed.length - size(at);
    if (growth > 0 && runs.length + growth > maxBytes) {
      return Outcome.TOO_LARGE;
    }
    replace(at, changed);
    join(previous);
    return Outcome.RAISED;
  }

  /** The run at a place with one of its registers raised: up to three runs. */
  private byte[] split(int at, int before, int value) {
    ByteArrayOutputStream split = new ByteArrayOutputStream();
    int after = length(at) - before - 1;
    writeRun(value(at), before, split);
    writeRun(value, 1, split);
    writeRun(value(at), after, split);
    return split.toByteArray();
  }

  private static void writeRun(int value, int length, ByteArrayOutputStream out) {
    if (length == 0) {
      return;
    }
    if (value == 0) {
      writeZeros(length, out);
    } else {
      out.write(VALUES | (value - 1) << 2 | (length - 1));
    }
  }

  private static void writeZeros(int length, ByteArrayOutputStream out) {
    if (length > MAX_SHORT_ZEROS) {
      out.write(LONG_ZEROS | (length - 1) >> Byte.SIZE);
    }
    out.write(length - 1);
  }

  private void replace(int at, byte[] by) {
    int behind = at + size(at);
    byte[] changed = Arrays.copyOf(runs, at + by.length + runs.length - behind);
    System.arraycopy(by, 0, changed, at, by.length);
    System.arraycopy(runs, behind, changed, at + by.length, runs.length - behind);
    runs = changed;
  }

  /** Joins neighbours with equal values around a change. */
  private void join(int from) {
    int at = from;
    for (int i = 0; i < JOIN_WINDOW && at < runs.length; i++) {
      int next = at + 1;
      boolean areNeighbours = value(at) > 0 && next < runs.length && value(next) == value(at);
      if (areNeighbours && length(at) + length(next) <= MAX_VALUES) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        writeRun(value(at), length(at) + length(next), joined);
        // The first of the two goes, and the run that stays may be joined again.
        runs[next] = joined.toByteArray()[0];
        replace(at, new byte[0]);
      } else {
        at += size(at);
      }
    }
  }

  /** How many bytes the run at a place takes. */
  private int size(int at) {
    return (runs[at] & 0xC0) == LONG_ZEROS ? 2 : 1;
  }

  /** How many registers the run at a place has. */
  private int length(int at) {
    int run = runs[at] & 0xFF;
    if ((run & VALUES) != 0) {
      return (run & 3) + 1;
    }
    if (size(at) == 1) {
      return run + 1;
    }
    int low = at + 1 < runs.length ? runs[at + 1] & 0xFF : 0;
    return ((run & 0x3F) << Byte.SIZE | low) + 1;
  }

  /** The value of the registers of the run at a place. */
  private int value(int at) {
    int run = runs[at] & 0xFF;
    return (run & VALUES) == 0 ? 0 : (run >> 2 & 0x1F) + 1;
  }

  @Override
  public int encoding() {
    return ENCODING;
  }

  @Override
  public byte[] bytes() {
    return runs;
  }

  @Override
  public byte[] values() {
    byte[] values = new byte[COUNT];
    int index = 0;
    for (int at = 0; at < runs.length; at += size(at)) {
      int end = index + length(at);
      if (end > COUNT) {
        throw new CommandException(CORRUPTED);
      }
      Arrays.fill(values, index, end, (byte) value(at));
      index = end;
    }
    if (index != COUNT) {
      throw new CommandException(CORRUPTED);
    }
    return values;
  }
}
