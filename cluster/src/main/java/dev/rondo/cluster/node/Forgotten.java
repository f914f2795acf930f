package dev.rondo.cluster.node;

/** What came of an operator's word that a node is gone for good. */
public enum Forgotten {
  DONE,
  /** Neither a member nor in the ring. */
  UNKNOWN,
  /** It is the node that was told. */
  SELF,
  /** It answers, so it is not gone. */
  LIVE
}
