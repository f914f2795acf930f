package dev.rondo.cluster.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryBudgetTest {
  private static long taken(RetryBudget budget, int tries) {
    return IntStream.range(0, tries).filter(i -> budget.tryTake()).count();
  }

  @Test
  void allowsAShareOfTheOrdinaryRequests() {
    RetryBudget budget = new RetryBudget(5, 10);
    assertThat(taken(budget, 100)).isEqualTo(10);
    IntStream.range(0, 100).forEach(i -> budget.earn());
    assertThat(taken(budget, 100)).isEqualTo(5);
    IntStream.range(0, 100_000).forEach(i -> budget.earn());
    assertThat(taken(budget, 100)).isEqualTo(10);
  }

  @Test
  void ofNothingComesNothing() {
    RetryBudget budget = new RetryBudget(0, 10);
    budget.earn();
    assertThat(budget.tryTake()).isFalse();
  }

  /** Exponentially distributed times: one in twenty is above three times their mean. */
  @ParameterizedTest
  @ValueSource(longs = {2_000_000, 20_000_000, 50_000_000})
  void theEstimateIsWhereOneInTwentyIsAbove(long meanNanos) {
    Random random = new Random(7);
    ResponseTimes times = new ResponseTimes();
    int above = 0;
    int counted = 20_000;
    for (int i = 0; i < 2000 + counted; i++) {
      long elapsed = (long) (-Math.log(1 - random.nextDouble()) * meanNanos);
      if (i >= 2000 && elapsed > times.slowNanos()) {
        above++;
      }
      times.add(elapsed);
    }
    assertThat((double) above / counted).isBetween(0.04, 0.07);
  }

  @Test
  void theEstimateIsBounded() {
    ResponseTimes times = new ResponseTimes();
    IntStream.range(0, 5000).forEach(i -> times.add(1));
    assertThat(times.slowNanos()).isEqualTo(ResponseTimes.MIN_NANOS);
    IntStream.range(0, 100).forEach(i -> times.add(Long.MAX_VALUE));
    assertThat(times.slowNanos()).isEqualTo(ResponseTimes.MAX_NANOS);
  }
}
