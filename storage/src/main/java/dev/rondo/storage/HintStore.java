package dev.rondo.storage;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which writes other nodes have missed, until they have them: the disk side of hinted handoff
 * (Dynamo paper, section 4.6). For each target, a node, there is a log of hints in the order in
 * which they were added; whoever replays it reads from its beginning, sends, and removes what has
 * arrived.
 *
 * <p>A log is bounded, in hints and in bytes. Past a bound a hint is dropped, and the target is
 * marked as overflown: replaying its hints is then not enough, anti-entropy has to find what else
 * it lacks. The mark lasts until {@link #repaired}, over restarts too.
 *
 * <p>All methods may be called on any thread, event loops included; none waits for the disk. What
 * changes becomes durable with the store's next {@link Store#commit}, in one batch with the rows
 * that were changed since the last one. The keys' database numbers are kept as they were given:
 * flushing or swapping databases does not change hints.
 */
public interface HintStore {
  /**
   * Adds that a target lacks a write of a key. To be called after the write was applied here.
   *
   * <p>A hint without a row is as good as a later one for the same key, while it has not been
   * handed out by {@link #next}: then nothing is appended, if the store still remembers it.
   *
   * @param row the entry to send, as {@link EntryCodec} encodes it, owned by the store from now on
   *     and not empty; null when what this node has of the key at the time of replaying is to be
   *     sent
   * @return false when the hint was dropped: it is past a bound, the disk is nearly full, too much
   *     waits to be written, or nothing can be written any more. Who stands in for the target must
   *     not say that it has the write then
   */
  boolean add(long target, Key key, byte @Nullable [] row);

  /**
   * Reads a target's next hints, in order. Commits first: so it answers every hint that was added
   * before the call, and none that a crash of the process could undo. Completes on a thread of the
   * store.
   *
   * @param afterSequence the last hint that was handed out already, or 0
   * @param maxHints the most hints to answer, at least 1
   * @param maxBytes about how many bytes of them at most; a larger one comes alone
   * @param done is given the hints; none when there are no more. Fails with CORRUPT when a hint
   *     cannot be read: {@link #removeAll} is the way past it, and repair has to do the rest
   */
  void next(
      long target, long afterSequence, int maxHints, int maxBytes, Completion<List<Hint>> done);

  /**
   * Removes a target's hints up to a sequence, that one included. A removal that is lost in a crash
   * means that the hints are answered again.
   */
  void remove(long target, long upToSequence);

  /**
   * Removes a target's hints up to a sequence, that one included, though they have not arrived:
   * counts as dropping them, so the target is marked as overflown.
   */
  void giveUp(long target, long upToSequence);

  /** Removes all hints for a target that were added so far. Its mark of overflow stays. */
  default void removeAll(long target) {
    remove(target, Long.MAX_VALUE);
  }

  /** How many hints there are for a target, those added and not committed yet included. */
  long count(long target);

  /** How many bytes they have, about. */
  long bytes(long target);

  /** The targets for which there are hints. */
  Set<Long> targets();

  /** Whether hints for a target were dropped since it was last {@link #repaired}. */
  boolean overflown(long target);

  /** How many hints for a target were dropped since the store was opened. */
  long dropped(long target);

  /**
   * A target has all that it lacked, without hints: takes the mark of overflow away, unless more
   * hints were dropped meanwhile.
   *
   * @param droppedBefore what {@link #dropped} was when the repair began
   */
  void repaired(long target, long droppedBefore);
}
