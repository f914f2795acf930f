package dev.rondo.cluster;

/** Why a request was not done; {@link #kind} says what is known of its effect. */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The kinds of failure. */
  public enum Kind {
    /**
     * More replicas are asked for than any key has: nothing was done, and repeating will not help.
     */
    TOO_FEW_REPLICAS,
    /** Too few replicas can be reached: nothing was done. */
    UNAVAILABLE,
    /** Too much waits for other nodes already: nothing was done. */
    OVERLOADED,
    /** Too few replicas answered in time: a write may have been applied. */
    TIMEOUT
  }

  private final Kind kind;

  public ClusterException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What sort of failure this is. */
  public Kind kind() {
    return kind;
  }
}
