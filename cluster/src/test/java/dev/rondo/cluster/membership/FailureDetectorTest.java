package dev.rondo.cluster.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.NodeId;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailureDetectorTest {
  private static final NodeId ID = new NodeId(2);

  private final FailureDetector detector = new FailureDetector(MembershipConfig.DEFAULTS);

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void hear(long incarnation, long heartbeat, long atMillis) {
    detector.heard(Members.member(2, incarnation, heartbeat), nanos(atMillis));
  }

  @ParameterizedTest(name = "after a break at 5/10, {0}/{1} clears: {2}")
  @CsvSource({
    "5, 10, false",
    "5, 11, false", // was sent before the connection broke, and came by another way
    "5, 20, false",
    "5, 21, true",
    "4, 99, false",
    "6, 0, true"
  })
  void aBreakIsClearedByWhatMustHaveBeenSaidAfterIt(long inc, long heartbeat, boolean cleared) {
    hear(5, 10, 0);
    detector.disconnected(ID);
    assertThat(detector.isSuspect(ID)).isTrue();
    hear(inc, heartbeat, 10);
    assertThat(detector.isSuspect(ID)).isEqualTo(!cleared);
  }

  @Test
  void silenceIsClearedByTheNextHeartbeat() {
    for (int i = 0; i <= 20; i++) {
      hear(5, i, i * 200L);
    }
    detector.check(nanos(4700));
    assertThat(detector.suspicions()).isEmpty();
    detector.check(nanos(7000));
    assertThat(detector.suspicions()).containsExactly(new Suspicion(ID, 5));
    hear(5, 20, 7001);
    assertThat(detector.isSuspect(ID)).isTrue();
    hear(5, 21, 7002);
    assertThat(detector.isSuspect(ID)).isFalse();
  }

  @Test
  void theSilenceOfASuspectDoesNotTeachPatience() {
    for (int i = 0; i <= 100; i++) {
      hear(5, i, i * 200L);
    }
    detector.check(nanos(80_000));
    hear(5, 101, 80_000);
    detector.check(nanos(81_600));
    assertThat(detector.isSuspect(ID)).isTrue();
  }

  @Test
  void ownPausesAreForgiven() {
    for (int i = 0; i <= 20; i++) {
      hear(5, i, i * 200L);
    }
    detector.forgive(nanos(10_000));
    detector.check(nanos(14_300));
    assertThat(detector.isSuspect(ID)).isFalse();
  }

  @Test
  void whoIsForgottenIsNoSuspect() {
    hear(5, 1, 0);
    detector.disconnected(ID);
    long changes = detector.changes();
    detector.forget(ID);
    assertThat(detector.suspicions()).isEmpty();
    assertThat(detector.changes()).isGreaterThan(changes);
    detector.disconnected(ID);
    assertThat(detector.isSuspect(ID)).isFalse();
  }
}
