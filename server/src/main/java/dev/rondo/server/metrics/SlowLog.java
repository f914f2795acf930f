package dev.rondo.server.metrics;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The commands that took long, the newest first. Bounded in entries, in arguments of an entry and
 * in bytes of an argument, with Redis's texts for what was cut off. Any thread may call any method;
 * asking whether a command was slow takes no lock.
 */
public final class SlowLog {
  private static final int MAX_ARGUMENTS = 32;
  private static final int MAX_ARGUMENT_BYTES = 128;

  /**
   * One slow command.
   *
   * @param id counts up from 0 as long as the process lives
   * @param timeSeconds when it was logged, seconds since 1970
   * @param durationMicros how long it took
   * @param arguments what was called, cut to the bounds; the arrays must not be changed
   * @param clientAddress the peer, {@code host:port}
   * @param clientName the name the client gave itself, or empty
   */
  public record Entry(
      long id,
      long timeSeconds,
      long durationMicros,
      List<byte[]> arguments,
      String clientAddress,
      String clientName) {}

  private final Deque<Entry> entries = new ArrayDeque<>();
  private volatile long thresholdMicros;
  private volatile int maxEntries;
  private long nextId;

  /**
   * @param thresholdMicros see {@link #setThresholdMicros}
   * @param maxEntries see {@link #setMaxEntries}
   */
  public SlowLog(long thresholdMicros, int maxEntries) {
    this.thresholdMicros = thresholdMicros;
    this.maxEntries = maxEntries;
  }

  /** Logs commands that take at least so long; 0 logs all, a negative number none. */
  public void setThresholdMicros(long micros) {
    thresholdMicros = micros;
  }

  /** Keeps so many entries from now on. */
  public void setMaxEntries(int entries) {
    maxEntries = entries;
  }

  /** Whether a command that took so long belongs into the log. */
  public boolean isSlow(long elapsedNanos) {
    long threshold = thresholdMicros;
    return threshold >= 0 && maxEntries > 0 && elapsedNanos / 1000 >= threshold;
  }

  /** Logs a command; the arguments are copied as far as they are kept. */
  public synchronized void add(
      long timeSeconds,
      long durationMicros,
      byte[][] arguments,
      String clientAddress,
      String clientName) {
    entries.addFirst(
        new Entry(
            nextId++, timeSeconds, durationMicros, cut(arguments), clientAddress, clientName));
    while (entries.size() > maxEntries) {
      entries.removeLast();
    }
  }

  /** The newest entries, at most so many; all of them for -1. */
  public synchronized List<Entry> latest(long count) {
    return entries.stream().limit(count < 0 ? Long.MAX_VALUE : count).toList();
  }

  /** How many entries there are. */
  public synchronized int size() {
    return entries.size();
  }

  /** Drops all entries; ids go on counting. */
  public synchronized void clear() {
    entries.clear();
  }

  private static List<byte[]> cut(byte[][] arguments) {
    boolean tooMany = arguments.length > MAX_ARGUMENTS;
    int kept = tooMany ? MAX_ARGUMENTS - 1 : arguments.length;
    List<byte[]> cut = new ArrayList<>();
    for (int i = 0; i < kept; i++) {
      cut.add(cut(arguments[i]));
    }
    if (tooMany) {
      cut.add(
          ("... (" + (arguments.length - kept) + " more arguments)")
              .getBytes(StandardCharsets.US_ASCII));
    }
    return List.copyOf(cut);
  }

  private static byte[] cut(byte[] argument) {
    if (argument.length <= MAX_ARGUMENT_BYTES) {
      return argument.clone();
    }
    byte[] note =
        ("... (" + (argument.length - MAX_ARGUMENT_BYTES) + " more bytes)")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] cut = Arrays.copyOf(argument, MAX_ARGUMENT_BYTES + note.length);
    System.arraycopy(note, 0, cut, MAX_ARGUMENT_BYTES, note.length);
    return cut;
  }
}
