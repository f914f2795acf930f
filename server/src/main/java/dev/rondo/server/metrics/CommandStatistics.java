package dev.rondo.server.metrics;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Calls, errors and latencies by command. Written by event loops without locks; any thread may call
 * any method.
 *
 * <p>Names are those of the command table ({@code get}, {@code config|set}), never what a client
 * typed, so there are no more entries than commands.
 */
public final class CommandStatistics {
  private static final class Cell {
    final LatencyHistogram latency = new LatencyHistogram();
    final LongAdder failed = new LongAdder();
    final LongAdder rejected = new LongAdder();

    CommandFigures figures() {
      return new CommandFigures(failed.sum(), rejected.sum(), latency.distribution());
    }
  }

  private final Map<String, Cell> cells = new ConcurrentHashMap<>();

  /**
   * A command ran.
   *
   * @param failed whether it answered an error
   */
  public void completed(String name, long elapsedNanos, boolean failed) {
    Cell cell = cell(name);
    cell.latency.record(elapsedNanos);
    if (failed) {
      cell.failed.increment();
    }
  }

  /** A command was refused before it ran. */
  public void rejected(String name) {
    cell(name).rejected.increment();
  }

  private Cell cell(String name) {
    Cell cell = cells.get(name);
    return cell == null ? cells.computeIfAbsent(name, key -> new Cell()) : cell;
  }

  /** The figures of every command that was ever called, by name. */
  public SortedMap<String, CommandFigures> figures() {
    SortedMap<String, CommandFigures> figures = new TreeMap<>();
    cells.forEach((name, cell) -> figures.put(name, cell.figures()));
    return figures;
  }

  /** Starts from nothing, as CONFIG RESETSTAT does. */
  public void reset() {
    cells.clear();
  }
}
