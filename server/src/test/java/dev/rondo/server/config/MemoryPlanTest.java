package dev.rondo.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryPlanTest {
  private static final long MB = 1L << 20;
  private static final long GB = 1L << 30;

  @ParameterizedTest
  @CsvSource({
    // node, heap, direct, block cache, entry cache, payload: all in MB, rounded down
    "512, 91, 64, 96, 4, 25",
    "1024, 426, 64, 192, 90, 119",
    "4096, 2255, 256, 768, 704, 634",
    "8192, 4693, 512, 1536, 2058, 1024",
    "65536, 41752, 1024, 12288, 34485, 1024"
  })
  void dividesTheMemory(
      long node, long heap, long direct, long blocks, long entries, long payload) {
    MemoryPlan plan = MemoryPlan.of(node * MB);

    assertThat(plan.heapBytes() / MB).isEqualTo(heap);
    assertThat(plan.directBytes() / MB).isEqualTo(direct);
    assertThat(plan.blockCacheBytes() / MB).isEqualTo(blocks);
    assertThat(plan.entryCacheBytes() / MB).isEqualTo(entries);
    assertThat(plan.payloadBytes() / MB).isEqualTo(payload);
  }

  static LongStream nodeSizes() {
    return sizesFrom(512L << 20);
  }

  static LongStream largeNodeSizes() {
    return sizesFrom(4L << 30);
  }

  /** The smallest and the largest, and odd ones between. */
  private static LongStream sizesFrom(long smallest) {
    long largest = 1L << 40;
    return LongStream.concat(
        LongStream.of(smallest, smallest + 1, largest),
        new Random(7).longs(100, smallest, largest));
  }

  @ParameterizedTest
  @MethodSource("nodeSizes")
  void neverPlansMoreThanThereIs(long node) {
    MemoryPlan plan = MemoryPlan.of(node);

    assertThat(
            plan.heapBytes()
                + plan.directBytes()
                + plan.blockCacheBytes()
                + plan.nativeBytes()
                + plan.runtimeBytes())
        .isLessThanOrEqualTo(node)
        .isGreaterThan(node - 4 * MB);
    assertThat(plan.entryCacheBytes() + plan.payloadBytes()).isLessThan(plan.heapBytes());
    assertThat(plan.entryCacheBytes()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("largeNodeSizes")
  void holdsAHalfGigabyteValueTwiceFromFourGigabytesOn(long node) {
    MemoryPlan plan = MemoryPlan.of(node);

    assertThat(plan.payloadBytes()).isGreaterThan(512 * MB + MB);
    assertThat(plan.heapBytes() - plan.entryCacheBytes()).isGreaterThan(2 * 512 * MB + 256 * MB);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "4, 1", "8, 2", "16, 4", "24, 6", "32, 8", "512, 8"})
  void takesAQuarterOfTheMachineByDefault(long machineGigabytes, long nodeGigabytes) {
    assertThat(MemoryPlan.of(Config.defaults(), machineGigabytes * GB).nodeBytes())
        .isEqualTo(nodeGigabytes * GB);
  }

  @Test
  void takesWhatTheConfigSays() {
    Config config = ConfigSources.ofFlags("--node-memory", "3gb").resolve();

    assertThat(MemoryPlan.of(config, 64 * GB).nodeBytes()).isEqualTo(3 * GB);
  }

  @Test
  void shrinksWithASmallerHeapAndNotWithALargerOne() {
    MemoryPlan plan = MemoryPlan.of(4 * GB);

    MemoryPlan small = plan.withinHeap(256 * MB);

    assertThat(small.payloadBytes()).isEqualTo(72 * MB);
    assertThat(small.entryCacheBytes()).isEqualTo(16 * MB);
    assertThat(small.blockCacheBytes()).isEqualTo(plan.blockCacheBytes());
    assertThat(plan.withinHeap(100 * GB)).isEqualTo(plan);
  }

  @Test
  void refusesTooLittle() {
    assertThatThrownBy(() -> MemoryPlan.of(511 * MB)).isInstanceOf(IllegalArgumentException.class);
  }
}
