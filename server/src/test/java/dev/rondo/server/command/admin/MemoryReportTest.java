package dev.rondo.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.metrics.NodeFigures;
import dev.rondo.server.metrics.ProcessFigures;
import dev.rondo.storage.StoreStatistics;
import org.junit.jupiter.api.Test;

final class MemoryReportTest {
  private static final long MIB = 1L << 20;

  @Test
  void findsWhatIsWrong() {
    assertThat(doctor(50, 500, 0, 99_999)).as("few reads").doesNotContain("cache");
    assertThat(doctor(90, 900, 60_000, 40_000)).isEqualTo("Nothing is wrong with the memory.\n");
    assertThat(doctor(91, 900, 60_000, 40_000))
        .startsWith("The Java heap is nearly full: 91 of 100 MB.");
    assertThat(doctor(50, 901, 60_000, 40_000))
        .startsWith("The process takes 901 of the machine's 1000 MB.");
    assertThat(doctor(50, 500, 40_000, 60_000))
        .startsWith("Most reads miss the cache (60000 of 100000).");
    assertThat(doctor(95, 950, 40_000, 60_000)).hasLineCount(3);
  }

  @Test
  void namesEachPart() {
    assertThat(MemoryReport.parts(AdminClient.figures()).lines())
        .contains(
            "Java heap in use:                         100 bytes",
            "RocksDB block cache:                       40 bytes",
            "machine:                                10000 bytes");
  }

  /** The heap has at most 100 MB, the machine 1000. */
  private static String doctor(long heapMib, long residentMib, long hits, long misses) {
    NodeFigures any = AdminClient.figures();
    return MemoryReport.doctor(
        new NodeFigures(
            any.node(),
            any.nowMicros(),
            any.clients(),
            any.limits(),
            new ProcessFigures(
                heapMib * MIB, 0, 100 * MIB, 0, 0, residentMib * MIB, 1000 * MIB, 0, 0),
            any.server(),
            new StoreStatistics(hits, misses, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true),
            any.saves(),
            any.commands(),
            any.errors(),
            null,
            any.databases()));
  }
}
