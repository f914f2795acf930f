package dev.rondo.server.metrics;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Events that took long, for LATENCY: for each kind of event at most one sample a second, the
 * longest, and at most {@value #MAX_SAMPLES} samples. Any thread may call any method; an event
 * below the threshold takes no lock.
 */
public final class LatencyMonitor {
  static final int MAX_SAMPLES = 160;
  private static final int MAX_EVENTS = 64;

  /**
   * One sample.
   *
   * @param timeSeconds when, seconds since 1970
   * @param millis how long it took
   */
  public record Sample(long timeSeconds, long millis) {}

  /**
   * What is known of one kind of event.
   *
   * @param samples the oldest first; never empty
   * @param maxMillis the longest ever seen, also when its sample is gone
   */
  public record History(String event, List<Sample> samples, long maxMillis) {
    public History {
      samples = List.copyOf(samples);
    }

    /** The newest sample. */
    public Sample latest() {
      return samples.get(samples.size() - 1);
    }
  }

  private static final class Series {
    final Deque<Sample> samples = new ArrayDeque<>();
    long maxMillis;

    void add(Sample sample) {
      maxMillis = Math.max(maxMillis, sample.millis());
      Sample last = samples.peekLast();
      if (last != null && last.timeSeconds() == sample.timeSeconds()) {
        if (sample.millis() <= last.millis()) {
          return;
        }
        samples.removeLast();
      } else if (samples.size() == MAX_SAMPLES) {
        samples.removeFirst();
      }
      samples.addLast(sample);
    }
  }

  private final InstantSource clock;
  private final SortedMap<String, Series> events = new TreeMap<>();
  private volatile long thresholdMillis;

  /**
   * @param thresholdMillis see {@link #setThresholdMillis}
   */
  public LatencyMonitor(InstantSource clock, long thresholdMillis) {
    this.clock = clock;
    this.thresholdMillis = thresholdMillis;
  }

  /** Keeps events that take at least so long; 0 keeps none. */
  public void setThresholdMillis(long millis) {
    thresholdMillis = millis;
  }

  /**
   * Something took so long.
   *
   * @param event a constant of the program, such as {@code command}; there may be {@value
   *     #MAX_EVENTS} of them
   */
  public void observe(String event, long millis) {
    long threshold = thresholdMillis;
    if (threshold > 0 && millis >= threshold) {
      add(event, new Sample(clock.millis() / 1000, millis));
    }
  }

  private synchronized void add(String event, Sample sample) {
    if (!events.containsKey(event) && events.size() == MAX_EVENTS) {
      throw new IllegalStateException("too many kinds of events: " + event);
    }
    events.computeIfAbsent(event, key -> new Series()).add(sample);
  }

  /** All events, by name. */
  public synchronized List<History> histories() {
    List<History> histories = new ArrayList<>();
    events.forEach(
        (event, series) ->
            histories.add(new History(event, List.copyOf(series.samples), series.maxMillis)));
    return histories;
  }

  /** Forgets all events. Says how many there were. */
  public synchronized int reset() {
    int known = events.size();
    events.clear();
    return known;
  }

  /** Forgets one event. Says whether it was known. */
  public synchronized boolean reset(String event) {
    return events.remove(event) != null;
  }
}
