package dev.rondo.cluster.ring;

import static dev.rondo.cluster.ring.Rings.ALLOCATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.Slots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Nodes join one by one until there are two hundred. Leaves a table in {@code
 * target/ring-report.txt} of how balanced the ring is and how much the last join moved against the
 * best there can be, and holds the bounds at every size. Times are only told: no test depends on
 * them.
 */
class RingReportTest {
  private static final Path REPORT = Path.of("target", "ring-report.txt");
  private static final int REPLICAS = 3;
  private static final Set<Integer> ROWS = Set.of(3, 4, 5, 6, 8, 10, 16, 32, 64, 100, 200);

  @Test
  void twoHundredJoins() throws IOException {
    StringBuilder table = new StringBuilder();
    table.append("nodes  primaries      held    moved/best   moved/best   arcs   bytes  millis\n");
    table.append("        min   max  max/mean    primaries     replicas\n");
    Ring ring = ALLOCATOR.create(Rings.nodes(2, Rings::equal), REPLICAS);
    for (int count = 3; count <= 200; count++) {
      long start = System.nanoTime();
      Ring next = ALLOCATOR.join(ring, Rings.equal(count - 1));
      double millis = (System.nanoTime() - start) / 1e6;
      Row row = Row.of(ring, next, millis);
      if (ROWS.contains(count)) {
        table.append(row);
      }
      assertThat(row.most - row.least).as("%d nodes", count).isLessThanOrEqualTo(1);
      assertThat(row.held).as("%d nodes", count).isLessThanOrEqualTo(1.05);
      assertThat(row.primariesMoved).as("%d nodes", count).isLessThanOrEqualTo(1.05);
      assertThat(row.replicasMoved).as("%d nodes", count).isLessThanOrEqualTo(1.10);
      ring = next;
    }
    Files.createDirectories(REPORT.getParent());
    Files.writeString(REPORT, table);
  }

  /**
   * @param held the most a node holds, by the mean
   * @param primariesMoved by what an equal share for the new node takes
   * @param replicasMoved the same of replicas
   */
  private record Row(
      int nodes,
      int least,
      int most,
      double held,
      double primariesMoved,
      double replicasMoved,
      int arcs,
      int bytes,
      double millis) {
    static Row of(Ring before, Ring after, double millis) {
      int nodes = after.nodes().size();
      int[] owned = Rings.owned(after);
      RingChange change = RingChange.between(before, after);
      double share = (double) Slots.COUNT / nodes;
      return new Row(
          nodes,
          Arrays.stream(owned).min().orElseThrow(),
          Arrays.stream(owned).max().orElseThrow(),
          Rings.worstLoad(after),
          change.primarySlots() / share,
          change.replicaSlots() / (share * REPLICAS),
          after.ranges().size(),
          RingCodec.encode(after).length,
          millis);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%5d  %5d %5d  %8.4f  %11.4f  %11.4f  %5d  %6d  %6.1f%n",
          nodes,
          least,
          most,
          held,
          primariesMoved,
          replicasMoved,
          arcs,
          bytes,
          millis);
    }
  }
}
