package dev.rondo.cluster.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.GossipPacket.Delta;
import dev.rondo.cluster.membership.MembershipView.Status;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One node alone, told what to believe. */
final class GossiperTest {
  private static final NodeId SUSPECT = new NodeId(9);

  private final Gossiper gossiper =
      new Gossiper(
          MembershipConfig.DEFAULTS,
          Members.member(1, 1, 0),
          List.of(),
          new SplittableRandom(1),
          0);

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void hear(long atMillis, Report... reports) {
    var unused =
        gossiper.receive(
            new NodeId(2), new Delta(List.of(reports)), nanos(atMillis), SimSharedState.NONE);
  }

  private static Report report(long actor, long heartbeat, Suspicion... suspicions) {
    return Report.of(Members.member(actor, 1, heartbeat), List.of(suspicions));
  }

  @ParameterizedTest(name = "of {0} others {1} suspect it, itself too: {2} -> {3}")
  @CsvSource({
    "4, 0, false, LIVE",
    "4, 1, false, LIVE",
    "4, 2, false, DOWN",
    "4, 4, false, DOWN",
    "4, 0, true,  SUSPECT",
    "4, 1, true,  DOWN",
    "1, 1, false, LIVE",
    "1, 0, true,  SUSPECT",
    "1, 1, true,  DOWN",
    "0, 0, true,  DOWN" // a cluster of two: this node and the suspect
  })
  void itTakesTwoWitnesses(int others, int witnesses, boolean itself, Status expected) {
    hear(0, report(SUSPECT.actor(), 1));
    for (int i = 0; i < others; i++) {
      hear(0, i < witnesses ? report(2 + i, 1, new Suspicion(SUSPECT, 1)) : report(2 + i, 1));
    }
    if (itself) {
      var unused = gossiper.disconnected(SUSPECT, 0);
    }
    assertThat(gossiper.view().status(SUSPECT)).isEqualTo(expected);
  }

  @Test
  void aWitnessThatIsItselfSuspectedDoesNotCount() {
    hear(0, report(SUSPECT.actor(), 1), report(4, 1));
    hear(0, report(2, 1, new Suspicion(SUSPECT, 1)), report(3, 1, new Suspicion(SUSPECT, 1)));
    assertThat(gossiper.view().status(SUSPECT)).isEqualTo(Status.DOWN);
    var unused = gossiper.disconnected(new NodeId(3), 0);
    assertThat(gossiper.view().status(SUSPECT)).isEqualTo(Status.LIVE);
  }

  @Test
  void suspicionsOfAnotherLifeDoNotCount() {
    hear(0, report(2, 1, new Suspicion(SUSPECT, 1)), report(3, 1, new Suspicion(SUSPECT, 1)));
    hear(0, Report.of(Members.member(SUSPECT.actor(), 2, 0), List.of()));
    assertThat(gossiper.view().status(SUSPECT)).isEqualTo(Status.LIVE);
  }

  @Test
  void ownPausesAreNotTakenForTheSilenceOfOthers() {
    long now = 0;
    for (int heartbeat = 1; heartbeat <= 20; heartbeat++) {
      now += 200;
      hear(now, report(2, heartbeat), report(3, heartbeat));
      tick(now);
    }
    tick(now + 10_000);
    tick(now + 10_200);
    assertThat(gossiper.view().live()).hasSize(3);
    for (int more = 1; more <= 10; more++) {
      tick(now + 10_200 + 200L * more);
    }
    assertThat(gossiper.view().live()).hasSize(1);
  }

  private void tick(long atMillis) {
    var unused = gossiper.tick(nanos(atMillis), SimSharedState.NONE);
  }
}
