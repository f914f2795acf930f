package dev.rondo.cluster.coordinator;

/**
 * How many reads may ask more replicas than they need.
 *
 * @param hedges because an answer takes long
 * @param retries because a replica failed
 */
record ExtraReads(RetryBudget hedges, RetryBudget retries) {
  private static final int HEDGES_AT_ONCE = 50;
  private static final int RETRIES_AT_ONCE = 1000;

  static ExtraReads of(CoordinatorSettings settings) {
    return new ExtraReads(
        new RetryBudget(settings.hedgePercent(), HEDGES_AT_ONCE),
        new RetryBudget(settings.retryPercent(), RETRIES_AT_ONCE));
  }

  /** A read begins. */
  void earn() {
    hedges.earn();
    retries.earn();
  }
}
