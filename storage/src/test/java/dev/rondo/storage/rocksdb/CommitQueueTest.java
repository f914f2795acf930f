package dev.rondo.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rondo.storage.DataType;
import dev.rondo.storage.Dot;
import dev.rondo.storage.Entry;
import dev.rondo.storage.SingleElement;
import dev.rondo.storage.Store.Commit;
import dev.rondo.storage.StoreException;
import dev.rondo.storage.StoreSettings.Fsync;
import dev.rondo.storage.StoredRow;
import dev.rondo.storage.VectorClock;
import dev.rondo.storage.rocksdb.BatchSink.Mode;
import dev.rondo.storage.rocksdb.CommandedSink.Written;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommitQueueTest implements CommitQueue.Outcomes {
  private final OpenBatch open = new OpenBatch(new RowCounts());
  private final CommandedSink sink = new CommandedSink();
  private final CommitQueue queue = new CommitQueue(open, sink, Fsync.NO, this);
  private final AtomicInteger writtenRows = new AtomicInteger();
  private final List<StoreException> lost = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void start() {
    queue.start();
  }

  @AfterEach
  void close() {
    queue.close();
  }

  @Override
  public void written(OpenBatch.Taken batch, boolean forced) {
    writtenRows.addAndGet(batch.operations().size());
  }

  @Override
  public void lost(StoreException cause) {
    lost.add(cause);
  }

  @Override
  public void madeRoom() {}

  private void append(int valueBytes) {
    Entry entry =
        new Entry(
            DataType.STRING,
            VectorClock.EMPTY.increment(1),
            Entry.NO_EXPIRY,
            0,
            SingleElement.of(new Dot(1, 1, 1), new byte[valueBytes]));
    open.append(RowChange.put(TestStore.key("k"), StoredRow.ABSENT, entry));
  }

  /** A listener that keeps what it was told. */
  private static final class Told extends CompletableFuture<String> {
    void committed(@Nullable StoreException failure) {
      complete(failure == null ? "done" : "failed");
    }
  }

  private Told pending() {
    Told told = new Told();
    assertThat(queue.commit(told::committed)).isEqualTo(Commit.PENDING);
    return told;
  }

  private void done() {
    assertThat(queue.commit(failure -> {})).isEqualTo(Commit.DONE);
  }

  @Test
  void writesNothingWhenNothingIsOpen() {
    done();
    assertThat(sink.written).isEmpty();
  }

  @Test
  void writesOnTheCallersThread() {
    append(10);
    append(10);
    done();
    assertThat(sink.written)
        .containsExactly(new Written(Mode.WITHOUT_WAITING, 2, Thread.currentThread().getName()));
    assertThat(writtenRows).hasValue(2);
  }

  @Test
  void aStalledBatchGoesToTheCommitThreadAndLaterOnesQueueBehind() {
    CountDownLatch gate = sink.hold();
    sink.stall(1);
    append(10);
    Told first = pending();
    append(10);
    Told second = pending();
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    gate.countDown();
    assertThat(first.join()).isEqualTo("done");
    assertThat(second.join()).isEqualTo("done");
    assertThat(writtenRows).hasValue(2);
    assertThat(queue.stalledCommits()).isEqualTo(1);
    assertThat(sink.written.get(0)).isEqualTo(new Written(Mode.WAITING, 1, "rondo-commit"));
  }

  @Test
  void commitsAreInlineAgainAfterAStall() {
    sink.stall(1);
    append(10);
    pending().join();
    await().until(queue::isIdle);
    append(10);
    done();
  }

  @Test
  void whoCommitsWhileABatchIsBeingWrittenWaitsForIt() {
    CountDownLatch gate = sink.hold();
    sink.stall(1);
    append(10);
    Told writer = pending();
    await().until(() -> sink.held);
    // a reader may have seen the row that is being written
    Told reader = pending();
    assertThat(reader).isNotDone();
    gate.countDown();
    assertThat(reader.join()).isEqualTo("done");
    assertThat(writer.join()).isEqualTo("done");
  }

  @Test
  void aLargeBatchGoesToTheCommitThread() {
    append(2 << 20);
    assertThat(pending().join()).isEqualTo("done");
    assertThat(sink.written).containsExactly(new Written(Mode.WAITING, 1, "rondo-commit"));
  }

  @Test
  void alwaysForcesOnTheCommitThread() {
    queue.setFsync(Fsync.ALWAYS);
    append(10);
    assertThat(pending().join()).isEqualTo("done");
    assertThat(sink.written).containsExactly(new Written(Mode.FORCED, 1, "rondo-commit"));
    await().until(queue::isIdle);
    queue.setFsync(Fsync.EVERYSEC);
    append(10);
    done();
  }

  @Test
  void listenersAreToldInOrder() {
    queue.setFsync(Fsync.ALWAYS);
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch gate = sink.hold();
    for (int i = 0; i < 100; i++) {
      int number = i;
      append(1);
      queue.commit(failure -> order.add(number));
    }
    gate.countDown();
    await().until(() -> order.size() == 100);
    assertThat(order).isSorted();
    assertThat(writtenRows).hasValue(100);
    // what piles up behind the first batch is one batch
    assertThat(sink.written.size()).isLessThanOrEqualTo(3);
  }

  @Test
  void somebodyElsesRequestWritesWithoutListeners() {
    append(10);
    queue.commitSoon();
    await().until(() -> writtenRows.get() == 1);
  }

  @Test
  void closingWritesWhatIsOpen() {
    append(10);
    queue.close();
    assertThat(writtenRows).hasValue(1);
  }

  @Test
  void aFailureReachesTheWriterAndEveryThreadOnce() throws InterruptedException {
    append(10);
    sink.failing = true;
    assertThatThrownBy(() -> queue.commit(failure -> {}))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.IO));
    assertThat(lost).hasSize(1);
    done();
    CompletableFuture<List<String>> other = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              List<String> outcomes = new ArrayList<>();
              for (int i = 0; i < 2; i++) {
                try {
                  outcomes.add(queue.commit(failure -> {}).toString());
                } catch (StoreException e) {
                  outcomes.add("failed");
                }
              }
              other.complete(outcomes);
            });
    thread.start();
    thread.join();
    assertThat(other.join()).containsExactly("failed", "DONE");
    assertThatThrownBy(() -> append(10)).isInstanceOf(StoreException.class);
    assertThat(writtenRows).hasValue(0);
  }

  @Test
  void aFailureOnTheCommitThreadReachesTheListeners() {
    queue.setFsync(Fsync.ALWAYS);
    CountDownLatch gate = sink.hold();
    append(10);
    Told first = pending();
    append(10);
    Told second = pending();
    sink.failing = true;
    gate.countDown();
    assertThat(first.join()).isEqualTo("failed");
    assertThat(second.join()).isEqualTo("failed");
    assertThat(lost).hasSize(1);
    assertThat(queue.failure()).isNotNull();
  }
}
