package dev.rondo.cluster.membership;

/**
 * Which of two reports of a member is newer: the higher incarnation, then the higher heartbeat. The
 * hash of the contents decides between reports that should not both exist (two processes under one
 * id), so that everybody keeps the same one.
 */
record Version(long incarnation, long heartbeat, int hash) implements Comparable<Version> {
  /** Of a member one knows nothing of. */
  static final Version NONE = new Version(0, 0, 0);

  @Override
  public int compareTo(Version other) {
    if (incarnation != other.incarnation) {
      return Long.compare(incarnation, other.incarnation);
    }
    if (heartbeat != other.heartbeat) {
      return Long.compare(heartbeat, other.heartbeat);
    }
    return Integer.compareUnsigned(hash, other.hash);
  }

  /** Whether this and the other differ by their heartbeat at most. */
  boolean sameContents(Version other) {
    return incarnation == other.incarnation && hash == other.hash;
  }
}
