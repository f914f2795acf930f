package dev.rondo.cluster;

/** What a deletion leaves behind. */
public enum Deletions {
  /**
   * Nothing: the row and its clock go. Right where there is no other replica that could bring the
   * key back.
   */
  PURGE,
  /** A tombstone, until every replica is known to have it. */
  KEEP_TOMBSTONE
}
