package dev.rondo.cluster.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.Level;
import dev.rondo.cluster.NodeId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequirementTest {
  private static final Map<NodeId, String> PLACES =
      Map.of(
          new NodeId(1), "east",
          new NodeId(2), "east",
          new NodeId(3), "east",
          new NodeId(4), "west",
          new NodeId(5), "west",
          new NodeId(6), "west");
  private static final List<NodeId> REPLICAS =
      List.of(
          new NodeId(1), new NodeId(4), new NodeId(2), new NodeId(5), new NodeId(3), new NodeId(6));

  /** Six replicas in two data centres, asked from the east. */
  @ParameterizedTest
  @CsvSource({
    "ONE,          east,                1",
    "ONE,          west,                1",
    "TWO,          east,                0",
    "TWO,          east west,           1",
    "3,            east east west,      1",
    "QUORUM,       east east east,      0",
    "QUORUM,       east east east west, 1",
    "LOCAL_ONE,    west west west,      0",
    "LOCAL_ONE,    east,                1",
    "LOCAL_QUORUM, east west west west, 0",
    "LOCAL_QUORUM, east east,           1",
    "EACH_QUORUM,  east east east west, 0",
    "EACH_QUORUM,  east east west west, 1",
    "ALL,          east east east west west, 0",
    "ALL,          east east east west west west, 1",
    "7,            east east east west west west, 0"
  })
  void isMetByAnswersFromTheRightPlaces(String level, String answers, int met) {
    Quorum quorum = new Quorum(Requirement.of(Level.parse(level), REPLICAS, PLACES::get, "east"));

    for (String from : answers.split(" ", -1)) {
      quorum.answered(from);
    }

    assertThat(quorum.isReached()).isEqualTo(met == 1);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "2, 2, 2", "3, 2, 3", "5, 3, 5"})
  void fewReplicasAreAllThereIs(int replicas, int quorum, int all) {
    List<NodeId> some = REPLICAS.subList(0, replicas);

    assertThat(Requirement.of(Level.Named.QUORUM, some, PLACES::get, "east").total())
        .isEqualTo(quorum);
    assertThat(Requirement.of(Level.Named.ALL, some, PLACES::get, "east").total()).isEqualTo(all);
  }
}
