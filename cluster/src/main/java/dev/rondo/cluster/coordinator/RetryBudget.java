package dev.rondo.cluster.coordinator;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what is asked a second time to a share of what is asked a first time: so a cluster that is
 * slow because it has too much to do does not get still more. A token bucket that ordinary requests
 * fill. Safe on any thread.
 */
public final class RetryBudget {
  private static final long TOKEN = 100;

  private final int percent;
  private final long fullTokens;
  private final AtomicLong tokens;

  /**
   * @param percent how many extra requests a hundred ordinary ones allow; with 0 there are none
   * @param burst how many extra ones may come at once after a calm time, and at the start
   */
  public RetryBudget(int percent, int burst) {
    this.percent = percent;
    this.fullTokens = percent == 0 ? 0 : burst * TOKEN;
    this.tokens = new AtomicLong(fullTokens);
  }

  /** An ordinary request was made. */
  public void earn() {
    if (tokens.get() < fullTokens) {
      tokens.accumulateAndGet(percent, (has, more) -> Math.min(fullTokens, has + more));
    }
  }

  /** Whether one more extra request may be made; if so, it counts as made. */
  public boolean tryTake() {
    long has = tokens.get();
    while (has >= TOKEN) {
      if (tokens.compareAndSet(has, has - TOKEN)) {
        return true;
      }
      has = tokens.get();
    }
    return false;
  }
}
