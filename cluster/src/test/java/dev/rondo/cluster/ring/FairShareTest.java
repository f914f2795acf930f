package dev.rondo.cluster.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.storage.Slots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FairShareTest {
  /** Nodes as "weight:rack:centre". */
  private static List<RingNode> nodes(String text) {
    List<RingNode> nodes = new ArrayList<>();
    for (String node : text.split(" ", -1)) {
      String[] parts = (node + "::").split(":", -1);
      int weight = Integer.parseInt(parts[0]);
      nodes.add(new RingNode(Rings.id(nodes.size()), weight, parts[1], parts[2]));
    }
    return nodes;
  }

  @ParameterizedTest
  @CsvSource({
    // nodes, N, what each holds of the ring
    "1 1 1 1, 3, 0.75 0.75 0.75 0.75",
    "1 1, 3, 1 1",
    "1 2 3, 1, 0.16667 0.33333 0.5",
    "1 1 1 9, 2, 0.33333 0.33333 0.33333 1",
    "1:a 1:a 1:b 1:b 1:c, 3, 0.5 0.5 0.5 0.5 1",
    "1:a 1:a 1:a 1:b, 2, 0.33333 0.33333 0.33333 1",
    "1:a 1:a 1:a 1:b, 3, 0.66667 0.66667 0.66667 1",
    "1:a 1:b 1:c 1:d 1:d 1:d, 3, 0.66667 0.66667 0.66667 0.33333 0.33333 0.33333",
    "1::x 1::x 1::x 1::y, 2, 0.66667 0.66667 0.66667 1",
  })
  void replicas(String nodes, int replicas, String expected) {
    double[] shares = FairShare.replicas(nodes(nodes), replicas);
    double[] wanted =
        Arrays.stream(expected.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    for (int i = 0; i < wanted.length; i++) {
      assertThat(shares[i] / Slots.COUNT).isCloseTo(wanted[i], within(1e-4));
    }
  }

  @Test
  void primariesAddUpAndStayWithWhoHasThem() {
    assertThat(FairShare.primaries(nodes("1 1 1"), new int[] {5461, 5461, 5462}))
        .containsExactly(5461, 5461, 5462);
    assertThat(FairShare.primaries(nodes("1 1 1"), new int[] {5462, 5461, 5461}))
        .containsExactly(5462, 5461, 5461);
    assertThat(FairShare.primaries(nodes("1 3"), new int[2])).containsExactly(4096, 12288);
  }
}
