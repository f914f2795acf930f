package dev.rondo.cluster.membership;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.NodeAddress;
import java.util.List;

/** What is inside of a {@link dev.rondo.cluster.transport.Message.Gossip}. */
sealed interface GossipPacket {

  /**
   * Which reports the sender has.
   *
   * @param sender where its answer goes to: the receiver may not know the sender yet
   * @param answer whether this answers another digest; then it is not answered with a third one
   * @param complete whether the sender knows no members but those listed
   * @param epoch of the sender's shared state
   * @param tieBreak of the sender's shared state
   */
  record Digest(
      NodeAddress sender,
      boolean answer,
      boolean complete,
      long epoch,
      long tieBreak,
      List<Row> rows)
      implements GossipPacket {}

  /** Which report of a member somebody has; {@link Version#NONE} asks for any. */
  record Row(NodeId id, Version version) {}

  /** Reports the receiver lacks. */
  record Delta(List<Report> reports) implements GossipPacket {}

  /** The sender's shared state, newer than the receiver's. */
  record State(SharedState.Value value) implements GossipPacket {}
}
