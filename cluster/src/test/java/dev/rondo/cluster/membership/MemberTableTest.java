package dev.rondo.cluster.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.MemberTable.Merge;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MemberTableTest {
  private static final NodeId OTHER = new NodeId(2);

  private final MemberTable table = new MemberTable(report(1, 1, 0, MemberState.UP), 4);

  private static Report report(long actor, long incarnation, long heartbeat, MemberState state) {
    return Report.of(Members.member(actor, incarnation, heartbeat).withState(state), List.of());
  }

  @ParameterizedTest(name = "{0}: known {1}/{2} {3}, heard {4}/{5} {6} -> {7}")
  @CsvSource({
    "higher heartbeat,                 5, 7, UP,      5, 8, UP,      PROGRESSED",
    "higher heartbeat says more,       5, 7, UP,      5, 8, LEAVING, CHANGED",
    "the same again,                   5, 7, UP,      5, 7, UP,      IGNORED",
    "lower heartbeat,                  5, 7, UP,      5, 6, UP,      IGNORED",
    "lower heartbeat says other,       5, 7, LEAVING, 5, 6, UP,      IGNORED",
    "higher incarnation,               5, 7, UP,      6, 7, UP,      CHANGED",
    "higher incarnation first,         5, 7, UP,      6, 0, JOINING, CHANGED",
    "lower incarnation,                5, 7, UP,      4, 9, UP,      IGNORED",
    "left,                             5, 7, UP,      5, 8, LEFT,    CHANGED",
    "left and is back,                 5, 7, LEFT,    6, 0, JOINING, CHANGED",
    "left but older news,              5, 7, LEFT,    5, 6, UP,      IGNORED",
  })
  void theNewerReportWins(
      String rule,
      long knownIncarnation,
      long knownHeartbeat,
      MemberState knownState,
      long heardIncarnation,
      long heardHeartbeat,
      MemberState heardState,
      Merge expected) {
    table.merge(report(2, 1, 0, MemberState.UP), 0);
    Report known = report(2, knownIncarnation, knownHeartbeat, knownState);
    Report heard = report(2, heardIncarnation, heardHeartbeat, heardState);
    table.merge(known, 0);

    assertThat(table.merge(heard, 0)).as(rule).isEqualTo(expected);
    assertThat(table.get(OTHER)).isSameAs(expected == Merge.IGNORED ? known : heard);
  }

  @Test
  void twoReportsOfOneVersionEndInTheSameOneWhateverTheOrder() {
    Report one = report(2, 5, 7, MemberState.UP);
    Report other = report(2, 5, 7, MemberState.LEAVING);
    MemberTable elsewhere = new MemberTable(report(3, 1, 0, MemberState.UP), 4);
    table.merge(one, 0);
    table.merge(other, 0);
    elsewhere.merge(other, 0);
    elsewhere.merge(one, 0);
    assertThat(table.get(OTHER)).isSameAs(elsewhere.get(OTHER));
  }

  @Test
  void whoLeftIsForgottenAndNotBroughtBack() {
    table.merge(report(2, 5, 7, MemberState.UP), 0);
    table.merge(report(2, 5, 8, MemberState.LEFT), 100);
    table.forgetLeft(149, 50);
    assertThat(table.get(OTHER)).isNotNull();
    table.forgetLeft(150, 50);
    assertThat(table.get(OTHER)).isNull();

    assertThat(table.merge(report(2, 5, 7, MemberState.UP), 200)).isEqualTo(Merge.IGNORED);
    assertThat(table.get(OTHER)).isNull();
    Report kept = table.getEvenForgotten(OTHER);
    assertThat(Objects.requireNonNull(kept).member().hasLeft()).isTrue();

    assertThat(table.merge(report(2, 6, 0, MemberState.JOINING), 300)).isEqualTo(Merge.CHANGED);
    assertThat(table.get(OTHER)).isNotNull();
  }

  @Test
  void whoLeftBeforeBeingKnownNeverBecomesAMember() {
    assertThat(table.merge(report(2, 5, 8, MemberState.LEFT), 0)).isEqualTo(Merge.IGNORED);
    assertThat(table.merge(report(2, 5, 7, MemberState.UP), 0)).isEqualTo(Merge.IGNORED);
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void noMoreMembersThanTheLimit() {
    for (int actor = 2; actor <= 6; actor++) {
      table.merge(report(actor, 1, 1, MemberState.UP), 0);
    }
    assertThat(table.size()).isEqualTo(4);
    assertThat(table.merge(report(4, 1, 2, MemberState.UP), 0)).isEqualTo(Merge.PROGRESSED);
  }

  @Test
  void nobodyElseWritesTheOwnReport() {
    assertThatThrownBy(() -> table.merge(report(1, 9, 0, MemberState.UP), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHeartbeatAloneChangesNothing() {
    table.merge(report(2, 5, 7, MemberState.UP), 0);
    long changes = table.changes();
    table.advance(OTHER, 9);
    table.advance(OTHER, 8);
    assertThat(Objects.requireNonNull(table.get(OTHER)).member().heartbeat()).isEqualTo(9);
    assertThat(table.changes()).isEqualTo(changes);
  }
}
