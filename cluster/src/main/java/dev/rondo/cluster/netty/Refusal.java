package dev.rondo.cluster.netty;

/**
 * Why two nodes did not come together.
 *
 * @param text for a person to read; at most 255 bytes of printable ASCII
 * @param byPeer whether the other side refused; else this one did
 */
public record Refusal(Reason reason, String text, boolean byPeer) {
  /** The reasons, with their numbers in the protocol. */
  public enum Reason {
    /** The two are of clusters of different names. */
    CLUSTER_NAME(1),
    /** One does not know the other's secret. */
    SECRET(2),
    /** There is no version of the protocol that both speak. */
    VERSION(3),
    /** A node reached itself. */
    SELF(4),
    /** What came is no handshake. */
    MALFORMED(5),
    /** The handshake took too long. */
    TIMEOUT(6),
    /** A reason this version does not know. */
    OTHER(0);

    private final int code;

    Reason(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Reason of(int code) {
      for (Reason reason : values()) {
        if (reason.code == code) {
          return reason;
        }
      }
      return OTHER;
    }
  }

  public Refusal {
    text = printable(text);
  }

  /** What a peer says goes into logs: nothing in it may look like another line. */
  private static String printable(String text) {
    String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
    return clean.length() > 255 ? clean.substring(0, 255) : clean;
  }

  static Refusal own(Reason reason, String text) {
    return new Refusal(reason, text, false);
  }

  @Override
  public String toString() {
    return (byPeer ? "refused by the other side: " : "refused: ") + reason + ", " + text;
  }
}
