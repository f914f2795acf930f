package dev.rondo.cluster.membership;

/**
 * A value all members share and gossip carries along: the ring. Both methods are safe on any
 * thread, must not block, and are called without any lock held.
 */
public interface SharedState {
  /**
   * One version of the value.
   *
   * @param epoch the higher is the newer; 0 when there is none yet
   * @param tieBreak decides between equal epochs; compared as an unsigned number
   * @param bytes at most {@link #MAX_BYTES}; given away, never changed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; copying it with each packet is dear
  record Value(long epoch, long tieBreak, byte[] bytes) {
    public Value {
      if (epoch < 0 || bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException(
            "shared state of epoch " + epoch + " with " + bytes.length + " bytes");
      }
    }

    boolean isNewerThan(long otherEpoch, long otherTieBreak) {
      return epoch != otherEpoch
          ? epoch > otherEpoch
          : Long.compareUnsigned(tieBreak, otherTieBreak) > 0;
    }

    boolean isOlderThan(long otherEpoch, long otherTieBreak) {
      return epoch != otherEpoch
          ? epoch < otherEpoch
          : Long.compareUnsigned(tieBreak, otherTieBreak) < 0;
    }
  }

  /** A packet with the value stays within 64 KB. */
  int MAX_BYTES = 64 * 1024 - 64;

  /** What this node has, all of it read at one moment. */
  Value current();

  /** What another node has; to be ignored unless it is newer and makes sense. */
  void offer(Value value);
}
