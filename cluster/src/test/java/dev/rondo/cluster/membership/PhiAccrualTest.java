package dev.rondo.cluster.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PhiAccrualTest {
  private static final MembershipConfig CONFIG = MembershipConfig.DEFAULTS;

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Upper tails of the normal distribution, as tables of it have them. */
  @ParameterizedTest
  @CsvSource({
    "-1, 0.841345",
    "0, 0.5",
    "0.5, 0.308538",
    "0.999, 0.158897",
    "1, 0.158655",
    "2, 0.0227501",
    "3, 1.349898e-3",
    "5, 2.866516e-7",
    "6, 9.865876e-10",
    "10, 7.619853e-24",
    "20, 2.753624e-89"
  })
  void theTailIsThatOfTheNormalDistribution(double deviations, double tail) {
    assertThat(PhiAccrual.minusLog10OfTail(deviations)).isCloseTo(-Math.log10(tail), within(1e-5));
  }

  private static PhiAccrual regular(int heartbeats, long everyMillis) {
    PhiAccrual arrivals = new PhiAccrual(CONFIG, 0);
    for (int i = 1; i <= heartbeats; i++) {
      arrivals.arrived(nanos(i * everyMillis));
    }
    return arrivals;
  }

  @Test
  void phiGrowsWithSilence() {
    PhiAccrual arrivals = regular(200, 200);
    double last = -1;
    for (long silence = 0; silence <= 5000; silence += 100) {
      double phi = arrivals.phi(nanos(40_000 + silence));
      assertThat(phi).isGreaterThanOrEqualTo(last);
      last = phi;
    }
    assertThat(arrivals.phi(nanos(40_000 + 600))).isLessThan(1);
    assertThat(arrivals.phi(nanos(40_000 + 1300))).isGreaterThan(8);
  }

  @Test
  void slowAndIrregularHeartbeatsMakeItPatient() {
    PhiAccrual irregular = new PhiAccrual(CONFIG, 0);
    long now = 0;
    for (int i = 0; i < 100; i++) {
      now += nanos(i % 2 == 0 ? 100 : 1500);
      irregular.arrived(now);
    }
    assertThat(irregular.phi(now + nanos(1300))).isLessThan(1);
    assertThat(regular(100, 200).phi(nanos(20_000 + 1300))).isGreaterThan(8);
  }

  @Test
  void whatLeftTheWindowIsForgotten() {
    PhiAccrual arrivals = new PhiAccrual(CONFIG, 0);
    long now = 0;
    for (int i = 0; i < CONFIG.windowSize() * 2; i++) {
      now += nanos(i < CONFIG.windowSize() ? 3000 : 200);
      arrivals.arrived(now);
    }
    assertThat(arrivals.phi(now + nanos(1300)))
        .isCloseTo(regular(200, 200).phi(nanos(40_000 + 1300)), within(1e-6));
  }

  @Test
  void aNewMemberGetsTimeToBeHeard() {
    PhiAccrual arrivals = new PhiAccrual(CONFIG, 0);
    assertThat(arrivals.phi(nanos(1000))).isLessThan(1);
    assertThat(arrivals.phi(nanos(1700))).isGreaterThan(8);
  }

  @Test
  void forgivenSilenceDoesNotCount() {
    PhiAccrual arrivals = regular(100, 200);
    arrivals.forgive(nanos(10_000));
    assertThat(arrivals.phi(nanos(30_000))).isLessThan(1);
    assertThat(arrivals.phi(nanos(31_300))).isGreaterThan(8);
  }
}
