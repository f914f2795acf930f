package dev.rondo.storage.rocksdb;

import dev.rondo.storage.HintCodec;
import dev.rondo.storage.HintLimits;
import dev.rondo.storage.Key;
import dev.rondo.storage.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known in memory of the log of hints for one target. Its lock gives hints their sequence
 * and appends them to the open batch in one step: so they reach the disk in order, and who has read
 * one has read or can read all before.
 */
final class TargetHints {
  private static final Logger LOG = LoggerFactory.getLogger(TargetHints.class);

  /** Decides about hints together with the bounds of the log. */
  interface Admission {
    /** Whether there is room for a hint, apart from the log's own bounds. */
    boolean hasRoom();
  }

  private final long target;
  private final HintLimits limits;
  private final Admission admission;
  private final OpenBatch open;
  private final HintTally tally = new HintTally();
  private final RecentHints recent = new RecentHints();
  private long nextSequence;
  private long dropped;
  private boolean overflown;

  /**
   * @param nextSequence greater than that of any hint the target ever had
   */
  TargetHints(
      long target, long nextSequence, HintLimits limits, Admission admission, OpenBatch open) {
    this.target = target;
    this.nextSequence = nextSequence;
    this.limits = limits;
    this.admission = admission;
    this.open = open;
  }

  /** See {@link dev.rondo.storage.HintStore#add}. */
  synchronized boolean add(Key key, byte @Nullable [] row) {
    if (row == null && recent.contains(key)) {
      return true;
    }
    long size = HintCodec.sizeOf(key, row);
    boolean fits = tally.count() < limits.maxHints() && tally.bytes() + size <= limits.maxBytes();
    if (!fits
        || !admission.hasRoom()
        || !append(new BatchOperation.AddHint(target, nextSequence, key, row))) {
      drop();
      return false;
    }
    tally.add(nextSequence, size);
    if (row == null) {
      recent.add(key, nextSequence);
    }
    nextSequence++;
    return true;
  }

  private void drop() {
    dropped++;
    if (!overflown) {
      LOG.warn(
          "hints for node {} are dropped, having {} of {} bytes: it needs repair",
          Long.toHexString(target),
          tally.count(),
          tally.bytes());
      overflown = true;
      // one that is refused leaves the mark in memory, and after a restart nothing that was
      // acknowledged depends on it
      append(new BatchOperation.MarkOverflow(target, true));
    }
  }

  /** False when nothing is written any more: every commit has said so, or will. */
  private boolean append(BatchOperation operation) {
    try {
      open.append(operation);
      return true;
    } catch (StoreException refused) {
      LOG.debug("no more hints are written", refused);
      return false;
    }
  }

  /** See {@link dev.rondo.storage.HintStore#remove}. */
  synchronized void removeUpTo(long sequence) {
    if (tally.count() == 0 || sequence < tally.first()) {
      return;
    }
    long last = Math.min(sequence, tally.last());
    if (append(new BatchOperation.RemoveHints(target, tally.first(), last))) {
      tally.removeUpTo(last);
      recent.forgetUpTo(last);
    }
  }

  /** See {@link dev.rondo.storage.HintStore#giveUp}. */
  synchronized void giveUp(long upToSequence) {
    if (tally.count() > 0 && upToSequence >= tally.first()) {
      drop();
      removeUpTo(upToSequence);
    }
  }

  /** The hints up to a sequence are about to be handed out: equal ones are new from now on. */
  synchronized void handedOut(long upToSequence) {
    recent.forgetUpTo(upToSequence);
  }

  /** See {@link dev.rondo.storage.HintStore#repaired}. */
  synchronized void repaired(long droppedBefore) {
    if (overflown
        && dropped == droppedBefore
        && append(new BatchOperation.MarkOverflow(target, false))) {
      overflown = false;
    }
  }

  /** The log has a hint, as was found on the disk, after all others. */
  synchronized void found(long sequence, long size) {
    tally.add(sequence, size);
    nextSequence = Math.max(nextSequence, sequence + 1);
  }

  /** The mark was found on the disk. */
  synchronized void foundOverflown() {
    overflown = true;
  }

  /** Forgets the hints; those on the disk will be found again. */
  synchronized void forget() {
    tally.clear();
    recent.clear();
  }

  synchronized long count() {
    return tally.count();
  }

  synchronized long bytes() {
    return tally.bytes();
  }

  synchronized boolean overflown() {
    return overflown;
  }

  synchronized long dropped() {
    return dropped;
  }
}
