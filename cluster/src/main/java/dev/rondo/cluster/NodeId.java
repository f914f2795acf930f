package dev.rondo.cluster;

/**
 * Who a node is: the number under which its writes go into vector clocks, one a data directory for
 * ever. A node that lost its disk comes back under another.
 *
 * @param actor never 0
 */
public record NodeId(long actor) implements Comparable<NodeId> {
  public NodeId {
    if (actor == 0) {
      throw new IllegalArgumentException("a node's id is not 0");
    }
  }

  @Override
  public int compareTo(NodeId other) {
    return Long.compareUnsigned(actor, other.actor);
  }

  /** Sixteen hexadecimal digits. */
  @Override
  public String toString() {
    return "%016x".formatted(actor);
  }
}
