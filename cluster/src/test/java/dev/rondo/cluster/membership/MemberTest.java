package dev.rondo.cluster.membership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MemberTest {
  private static final long BORN_MILLIS = 1_700_000_000_000L;

  @ParameterizedTest(name = "from heartbeat {0} to {2}, {1} incarnations on: {3}")
  @CsvSource({
    "50, 0, 51, false",
    "50, 1, 51, false", // refuted a suspicion
    "50, 2, 60, false",
    "50, 1, 0, true", // the clock stood still, or went back
    "50, 700, 3, true",
    "5, 700, 9, true", // both lives were short: heartbeats alone do not tell
    "50, -3, 51, false"
  })
  void aRestartIsToldFromARefutation(long before, long steps, long now, boolean restarted) {
    Member known = Members.member(2, BORN_MILLIS, before);
    assertThat(Members.member(2, BORN_MILLIS + steps, now).isLaterLifeOf(known))
        .isEqualTo(restarted);
  }
}
