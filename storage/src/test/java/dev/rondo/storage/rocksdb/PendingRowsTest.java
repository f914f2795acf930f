package dev.rondo.storage.rocksdb;

import static dev.rondo.storage.rocksdb.TestStore.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.DataType;
import dev.rondo.storage.Dot;
import dev.rondo.storage.Entry;
import dev.rondo.storage.SingleElement;
import dev.rondo.storage.StoredRow;
import dev.rondo.storage.VectorClock;
import org.junit.jupiter.api.Test;

class PendingRowsTest {
  private final PendingRows pending = new PendingRows();

  private static RowChange change(long counter) {
    Dot dot = new Dot(1, counter, counter);
    Entry entry =
        new Entry(
            DataType.STRING,
            VectorClock.EMPTY.increment(1),
            Entry.NO_EXPIRY,
            0,
            SingleElement.of(dot, new byte[] {1}));
    return RowChange.put(key("k"), StoredRow.ABSENT, entry);
  }

  @Test
  void showsAChangeUntilItIsWritten() {
    RowChange change = change(1);
    pending.show(change);
    assertThat(pending.get(key("k"))).isSameAs(change.after());
    pending.written(change);
    assertThat(pending.get(key("k"))).isNull();
  }

  /** Another thread may commit between the appending of a change and its showing. */
  @Test
  void aChangeThatWasWrittenBeforeItIsShownDoesNotStay() {
    RowChange change = change(1);
    pending.written(change);
    pending.show(change);
    assertThat(pending.size()).isZero();
  }
}
