package dev.rondo.server.metrics;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * A node's counters. Event loops write them; any thread may call any method but {@link #sample},
 * which belongs to one.
 */
public final class ServerStatistics {
  /** How often {@link #sample} is to be called. */
  public static final long SAMPLE_MILLIS = 100;

  private static final class Counter {
    private final LongAdder total = new LongAdder();
    private volatile long base;

    void add(long amount) {
      total.add(amount);
    }

    void increment() {
      total.increment();
    }

    /** Since start. */
    long total() {
      return total.sum();
    }

    /** Since the last reset. */
    long sinceReset() {
      return total() - base;
    }

    void reset() {
      base = total();
    }
  }

  private final LongSupplier nanoClock;
  private final Counter connected = new Counter();
  private final Counter rejected = new Counter();
  private final Counter commands = new Counter();
  private final Counter errors = new Counter();
  private final Counter inputBytes = new Counter();
  private final Counter outputBytes = new Counter();
  private final Counter reads = new Counter();
  private final Counter writes = new Counter();
  private final Counter hits = new Counter();
  private final Counter misses = new Counter();
  private final LongAccumulator peakMemory = new LongAccumulator(Math::max, 0);
  private final RateSampler commandRate;
  private final RateSampler inputRate;
  private final RateSampler outputRate;

  public ServerStatistics(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    long now = nanoClock.getAsLong();
    this.commandRate = new RateSampler(now);
    this.inputRate = new RateSampler(now);
    this.outputRate = new RateSampler(now);
  }

  /** A client was accepted. */
  public void connected() {
    connected.increment();
  }

  /** A client was turned away. */
  public void rejected() {
    rejected.increment();
  }

  /** A command ran. */
  public void commandProcessed() {
    commands.increment();
  }

  /** An error was answered. */
  public void errorReplied() {
    errors.increment();
  }

  /** One read from a socket brought so many bytes. */
  public void received(long bytes) {
    reads.increment();
    inputBytes.add(bytes);
  }

  /** One write to a socket took so many bytes. */
  public void sent(long bytes) {
    writes.increment();
    outputBytes.add(bytes);
  }

  /** A reading command found a key, or did not. */
  public void lookedUp(boolean found) {
    (found ? hits : misses).increment();
  }

  /**
   * Takes the samples for the rates and the peak of memory; one thread calls this every {@value
   * #SAMPLE_MILLIS} ms.
   *
   * @param usedMemoryBytes see {@link NodeFigures#usedMemoryBytes}
   */
  public void sample(long usedMemoryBytes) {
    peakMemory.accumulate(usedMemoryBytes);
    long now = nanoClock.getAsLong();
    commandRate.sample(commands.total(), now);
    inputRate.sample(inputBytes.total(), now);
    outputRate.sample(outputBytes.total(), now);
  }

  /** Everything as of now. */
  public ServerFigures figures() {
    return new ServerFigures(
        connected.sinceReset(),
        rejected.sinceReset(),
        commands.sinceReset(),
        errors.sinceReset(),
        inputBytes.sinceReset(),
        outputBytes.sinceReset(),
        reads.sinceReset(),
        writes.sinceReset(),
        hits.sinceReset(),
        misses.sinceReset(),
        commandRate.perSecond(),
        inputRate.perSecond(),
        outputRate.perSecond(),
        peakMemory.get());
  }

  /** Counts from zero again, as CONFIG RESETSTAT does; the peak of memory stays. */
  public void reset() {
    for (Counter counter :
        new Counter[] {
          connected,
          rejected,
          commands,
          errors,
          inputBytes,
          outputBytes,
          reads,
          writes,
          hits,
          misses
        }) {
      counter.reset();
    }
  }
}
