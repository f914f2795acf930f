package dev.rondo.cluster.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cluster.netty.Refusal.Reason;
import dev.rondo.cluster.transport.NodeAddress;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The small parts with logic of their own. */
final class PartsTest {
  @Test
  void backoffDoublesUpToItsBoundAndStartsOver() {
    Backoff backoff = new Backoff(10, 70, new Random(3));
    for (long ceiling : new long[] {10, 20, 40, 70, 70}) {
      assertThat(backoff.nextMillis()).isBetween(ceiling - ceiling / 2, ceiling);
    }
    backoff.reset();
    assertThat(backoff.nextMillis()).isBetween(5L, 10L);
  }

  @Test
  void budgetIsBoundedButOneLargeMessageIsAllowedAlone() {
    SendBudget budget = new SendBudget();
    assertThat(budget.tryReserve(6, 10)).isTrue();
    assertThat(budget.tryReserve(5, 10)).isFalse();
    assertThat(budget.tryReserve(4, 10)).isTrue();
    budget.release(10);
    assertThat(budget.tryReserve(100, 10)).isTrue();
    assertThat(budget.tryReserve(1, 10)).isFalse();
    budget.release(100);
    assertThat(budget.reservedBytes()).isZero();
    assertThatThrownBy(() -> budget.release(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aRefusalIsLoggedOnceAMinuteAndRememberedUntilItWorks() {
    AtomicLong nanos = new AtomicLong(-5);
    RefusalLog log = new RefusalLog(nanos::get);
    NodeAddress peer = new NodeAddress("h", 1);
    Refusal one = Refusal.own(Reason.SECRET, "one");
    Refusal two = Refusal.own(Reason.VERSION, "two");
    assertThat(log.note("h:1", one)).isTrue();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
    assertThat(log.note("h:1", two)).isFalse();
    assertThat(log.last(peer)).isEqualTo(two);
    assertThat(log.note("h:2", one)).as("of another peer").isTrue();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(log.note("h:1", two)).isTrue();
    log.clear(peer);
    assertThat(log.last(peer)).isNull();
  }

  @Test
  void refusalsOfStrangersAreBounded() {
    RefusalLog log = new RefusalLog(() -> 0);
    Refusal refusal = Refusal.own(Reason.MALFORMED, "x");
    for (int port = 1; port <= RefusalLog.MAX_PEERS + 1; port++) {
      log.note("h:" + port, refusal);
    }
    assertThat(log.last(new NodeAddress("h", 1))).isNull();
    assertThat(log.last(new NodeAddress("h", 2))).isEqualTo(refusal);
  }
}
