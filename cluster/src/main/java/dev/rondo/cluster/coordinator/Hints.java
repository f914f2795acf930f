package dev.rondo.cluster.coordinator;

import dev.rondo.cluster.NodeId;
import dev.rondo.storage.Key;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which writes a node has missed, until it has them (Dynamo paper, section 4.6). Kept on
 * the disk; bounded: past the bound a hint is dropped and counted, and repair has to find the
 * difference. Safe on any thread; never blocks.
 */
public interface Hints {
  /**
   * Remembers that a node lacks a write.
   *
   * @param row the entry as {@link dev.rondo.storage.EntryCodec} writes it, when this node is no
   *     replica of the key itself; null when the replica's own entry can be sent
   * @return false when it was dropped
   */
  boolean add(NodeId target, Key key, byte @Nullable [] row);
}
