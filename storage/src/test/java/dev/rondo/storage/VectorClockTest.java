package dev.rondo.storage;

import static dev.rondo.storage.VectorClock.EMPTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.storage.VectorClock.Order;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VectorClockTest {
  private static final long SX = 0x10;
  private static final long SY = 0x20;
  private static final long SZ = 0x30;

  /** The history of figure 3 of the Dynamo paper (DeCandia et al. 2007, section 4.4). */
  @Test
  void isThatOfDynamosFigure() {
    VectorClock d1 = EMPTY.increment(SX);
    VectorClock d2 = d1.increment(SX);
    VectorClock d3 = d2.increment(SY);
    VectorClock d4 = d2.increment(SZ);
    VectorClock d5 = d3.merge(d4).increment(SX);

    assertThat(d1).hasToString("D([10,1])");
    assertThat(d2).hasToString("D([10,2])");
    assertThat(d3).hasToString("D([10,2],[20,1])");
    assertThat(d4).hasToString("D([10,2],[30,1])");
    assertThat(d5).hasToString("D([10,3],[20,1],[30,1])");

    assertThat(d2.compare(d1)).isEqualTo(Order.AFTER);
    assertThat(d1.compare(d2)).isEqualTo(Order.BEFORE);
    assertThat(d3.compare(d2)).isEqualTo(Order.AFTER);
    assertThat(d4.compare(d1)).isEqualTo(Order.AFTER);
    assertThat(d3.compare(d4)).isEqualTo(Order.CONCURRENT);
    assertThat(d4.compare(d3)).isEqualTo(Order.CONCURRENT);
    assertThat(d5.compare(d3)).isEqualTo(Order.AFTER);
    assertThat(d5.compare(d4)).isEqualTo(Order.AFTER);
  }

  @Test
  void everythingIsAfterTheEmptyClock() {
    assertThat(EMPTY.increment(SX).compare(EMPTY)).isEqualTo(Order.AFTER);
    assertThat(EMPTY.compare(EMPTY.increment(SX))).isEqualTo(Order.BEFORE);
    assertThat(EMPTY.compare(EMPTY)).isEqualTo(Order.EQUAL);
    assertThat(EMPTY.merge(EMPTY)).isEqualTo(EMPTY);
  }

  @Test
  void includesTheWritesItHasSeen() {
    VectorClock clock = EMPTY.increment(SX).increment(SX);
    assertThat(clock.includes(new Dot(SX, 1, 0))).isTrue();
    assertThat(clock.includes(new Dot(SX, 2, 0))).isTrue();
    assertThat(clock.includes(new Dot(SX, 3, 0))).isFalse();
    assertThat(clock.includes(new Dot(SY, 1, 0))).isFalse();
  }

  @Test
  void aFloorCountsForEveryActor() {
    VectorClock clock = EMPTY.advance(SX, 5).advance(SY, 9).withFloor(5);
    assertThat(clock).hasToString("D([0,5],[20,9])").isEqualTo(clock.withFloor(3));
    assertThat(clock.floor()).isEqualTo(5);
    assertThat(clock.includes(new Dot(SX, 5, 0))).isTrue();
    assertThat(clock.includes(new Dot(SZ, 5, 0))).isTrue();
    assertThat(clock.includes(new Dot(SX, 6, 0))).isFalse();
    assertThat(clock.compare(EMPTY.advance(SX, 5).advance(SY, 9))).isEqualTo(Order.AFTER);
    assertThat(clock.compare(EMPTY.advance(SX, 6))).isEqualTo(Order.CONCURRENT);
    assertThat(clock.advance(SX, 6)).hasToString("D([0,5],[10,6],[20,9])");
    assertThatThrownBy(() -> clock.advance(SZ, 5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> clock.advance(0, 7)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsActorsInOrderAlsoNegativeOnes() {
    VectorClock clock = EMPTY.increment(SY).increment(-5).increment(SZ).increment(SX);
    assertThat(clock)
        .isEqualTo(VectorClock.of(new long[] {-5, SX, SY, SZ}, new long[] {1, 1, 1, 1}));
    assertThat(clock.indexOf(SY)).isEqualTo(2);
    assertThat(clock.indexOf(99)).isNegative();
  }

  @Test
  void refusesPartsOutOfOrder() {
    assertThatThrownBy(() -> VectorClock.of(new long[] {2, 1}, new long[] {1, 1}))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> VectorClock.of(new long[] {1, 1}, new long[] {1, 1}))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> VectorClock.of(new long[] {1}, new long[] {0}))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void mergeIsTheLeastClockAfterBoth() {
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      VectorClock a = anyClock(random);
      VectorClock b = anyClock(random);
      VectorClock merged = a.merge(b);
      assertThat(merged).isEqualTo(b.merge(a)).hasSameHashCodeAs(b.merge(a));
      assertThat(merged.compare(a)).isIn(Order.EQUAL, Order.AFTER);
      assertThat(merged.compare(b)).isIn(Order.EQUAL, Order.AFTER);
      for (long actor = 1; actor <= 5; actor++) {
        assertThat(merged.counterOf(actor))
            .isEqualTo(Math.max(a.counterOf(actor), b.counterOf(actor)));
      }
      assertThat(a.compare(b)).isEqualTo(opposite(b.compare(a)));
      assertThat(a.compare(b) == Order.EQUAL).isEqualTo(a.equals(b));
    }
  }

  private static VectorClock anyClock(Random random) {
    VectorClock clock = EMPTY;
    for (int events = random.nextInt(6); events > 0; events--) {
      clock = clock.increment(1 + random.nextInt(5));
    }
    return random.nextInt(3) == 0 ? clock.withFloor(random.nextInt(4)) : clock;
  }

  private static Order opposite(Order order) {
    return switch (order) {
      case BEFORE -> Order.AFTER;
      case AFTER -> Order.BEFORE;
      case EQUAL, CONCURRENT -> order;
    };
  }
}
