package dev.rondo.storage.rocksdb;

import static dev.rondo.storage.rocksdb.TestStore.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.DataType;
import dev.rondo.storage.Dot;
import dev.rondo.storage.Entry;
import dev.rondo.storage.ManualClock;
import dev.rondo.storage.SingleElement;
import dev.rondo.storage.StoredRow;
import dev.rondo.storage.VectorClock;
import org.junit.jupiter.api.Test;

class EntryCacheTest {
  private final ManualClock clock = new ManualClock(1_000_000);
  private final EntryCache cache = new EntryCache(160_000, clock);

  private static StoredRow row(int counter, int bytes) {
    VectorClock seen = VectorClock.of(new long[] {1}, new long[] {counter});
    return StoredRow.of(
        new Entry(
            DataType.STRING,
            seen,
            Entry.NO_EXPIRY,
            0,
            SingleElement.of(new Dot(1, counter, counter), new byte[bytes])));
  }

  @Test
  void aWriteBringsInTheVersionOnly() {
    cache.written(key("k"), row(1, 100));
    assertThat(cache.get(key("k"))).isEqualTo(row(1, 100).unloaded());
  }

  @Test
  void aReadBringsInTheContentsAndWritesKeepThem() {
    cache.loaded(key("k"), row(1, 100));
    for (int bytes : new int[] {100, 50, 1000, 2000, 10}) {
      StoredRow row = row(2, bytes);
      cache.written(key("k"), row);
      assertThat(cache.get(key("k"))).isSameAs(row);
    }
  }

  @Test
  void aRowThatOutgrowsItsShareKeepsItsVersionOnly() {
    cache.loaded(key("k"), row(1, 100));
    cache.written(key("k"), row(2, 20_000));
    assertThat(cache.get(key("k"))).isEqualTo(row(2, 20_000).unloaded());
    cache.loaded(key("big"), row(1, 20_000));
    assertThat(cache.get(key("big"))).isEqualTo(row(1, 20_000).unloaded());
  }

  @Test
  void staysWithinItsBound() {
    for (int i = 0; i < 1000; i++) {
      cache.loaded(key("k" + i), row(1, 1000));
      cache.written(key("k" + i / 2), row(2, 1500));
    }
    assertThat(cache.weightBytes()).isPositive().isLessThanOrEqualTo(160_000);
  }

  @Test
  void forgets() {
    cache.loaded(key("a"), row(1, 10));
    cache.loaded(key("b"), row(1, 10));
    cache.remove(key("a"));
    assertThat(cache.get(key("a"))).isNull();
    cache.clear();
    assertThat(cache.get(key("b"))).isNull();
    assertThat(cache.weightBytes()).isZero();
  }

  @Test
  void tellsHowLongAKeyWasIdle() {
    assertThat(cache.idleMillis(key("k"))).isEqualTo(-1);
    cache.loaded(key("k"), row(1, 10));
    clock.advance(5000);
    assertThat(cache.idleMillis(key("k"))).isEqualTo(5000);
    assertThat(cache.idleMillis(key("k"))).as("asking is no use").isEqualTo(5000);
    cache.get(key("k"));
    assertThat(cache.idleMillis(key("k"))).isZero();
    clock.advance(3000);
    cache.written(key("k"), row(2, 10));
    assertThat(cache.idleMillis(key("k"))).isZero();
  }
}
