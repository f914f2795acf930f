package dev.rondo.server.metrics;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Error replies by their first word. Scripts can make up words, so beyond {@value #MAX_PREFIXES}
 * different ones the rest is counted under {@value #OVERFLOW}, as in Redis. Any thread may call any
 * method.
 */
public final class ErrorStatistics {
  static final int MAX_PREFIXES = 128;
  static final String OVERFLOW = "ERRORSTATS_OVERFLOW";

  /** Redis looks for the end of the first word only so far. */
  private static final int MAX_PREFIX_CHARS = 31;

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /**
   * An error was answered.
   *
   * @param error the reply without its dash: {@code WRONGTYPE Operation against a key ...}
   */
  public void count(String error) {
    String prefix = prefixOf(error);
    LongAdder counter = counts.get(prefix);
    if (counter == null) {
      counter =
          counts.computeIfAbsent(
              counts.size() < MAX_PREFIXES ? prefix : OVERFLOW, key -> new LongAdder());
    }
    counter.increment();
  }

  private static String prefixOf(String error) {
    int blank = error.indexOf(' ');
    return blank > 0 && blank <= MAX_PREFIX_CHARS ? error.substring(0, blank) : "ERR";
  }

  /** How often each first word was answered, by word. */
  public SortedMap<String, Long> figures() {
    SortedMap<String, Long> figures = new TreeMap<>();
    counts.forEach((prefix, counter) -> figures.put(prefix, counter.sum()));
    return figures;
  }

  /** Starts from nothing, as CONFIG RESETSTAT does. */
  public void reset() {
    counts.clear();
  }
}
