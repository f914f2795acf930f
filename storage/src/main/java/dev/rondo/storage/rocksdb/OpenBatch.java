package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one batch to which all changes are appended until a commit takes it. What is appended
 * together stays together.
 */
final class OpenBatch {
  /** Changes of a row that a stopped disk may let pile up; beyond them changes wait. */
  static final int MAX_OPERATIONS = 100_000;

  /** And how many bytes of them. */
  static final long MAX_BYTES = 64L << 20;

  /**
   * What one commit writes.
   *
   * @param operations in order
   * @param weightBytes about how many bytes
   * @param counts the counts of the databases where they changed
   */
  record Taken(List<BatchOperation> operations, long weightBytes, List<Counts> counts) {}

  /** A database's counts as they are after the batch, encoded. */
  @SuppressWarnings("ArrayRecordComponent") // written once, read once, never compared
  record Counts(int id, byte[] encoded) {}

  private final RowCounts counts;
  private final Object lock = new Object();
  private List<BatchOperation> operations = new ArrayList<>();
  private BitSet counted = new BitSet(DatabaseMap.IDS);
  private long number;
  private volatile int size;
  private volatile long weightBytes;
  private @Nullable StoreException refusal;

  OpenBatch(RowCounts counts) {
    this.counts = counts;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** How many operations wait in it. */
  int size() {
    return size;
  }

  long weightBytes() {
    return weightBytes;
  }

  /** Whether as much waits as may: whoever wants to append has to wait first. */
  boolean isFull() {
    return size >= MAX_OPERATIONS || weightBytes >= MAX_BYTES;
  }

  /**
   * Appends one operation.
   *
   * @throws StoreException when the store does not accept changes any more
   */
  void append(BatchOperation operation) {
    synchronized (lock) {
      checkAccepts();
      add(operation);
    }
  }

  /** Appends some operations, all of them or, with an exception, none. */
  void append(List<? extends BatchOperation> together) {
    synchronized (lock) {
      checkAccepts();
      together.forEach(this::add);
    }
  }

  private void checkAccepts() {
    if (refusal != null) {
      throw refusal;
    }
  }

  private void add(BatchOperation operation) {
    if (operation instanceof RowChange change) {
      change.appendedTo(number);
      if (counts.add(change)) {
        counted.set(change.key().database());
      }
    } else if (operation instanceof BatchOperation.MapDatabases mapped) {
      BitSet dropped = mapped.map().dropped();
      dropped.or(mapped.map().unused());
      dropped.stream().filter(id -> counts.rows(id) != 0).forEach(this::forget);
    }
    operations.add(operation);
    long grown = weightBytes + operation.weightBytes();
    weightBytes = grown;
    size = operations.size();
  }

  /** A database that is not in use any more counts nothing. */
  private void forget(int id) {
    counts.set(id, 0, 0, 0);
    counted.set(id);
  }

  /** Takes what was appended so far, and begins a new batch. */
  Taken take() {
    synchronized (lock) {
      List<Counts> changed = new ArrayList<>();
      counted.stream().forEach(id -> changed.add(new Counts(id, counts.encode(id))));
      Taken taken = new Taken(operations, weightBytes, changed);
      operations = new ArrayList<>();
      counted = new BitSet(DatabaseMap.IDS);
      number++;
      weightBytes = 0;
      size = 0;
      return taken;
    }
  }

  /** From now on every append fails with this; what was appended and not taken is forgotten. */
  void refuse(StoreException reason) {
    synchronized (lock) {
      if (refusal == null) {
        refusal = reason;
      }
      take();
    }
  }

  /** The store closes: what was appended will be written, but no more is accepted. */
  void refuseMore() {
    synchronized (lock) {
      if (refusal == null) {
        refusal = StoreException.closed();
      }
    }
  }
}
