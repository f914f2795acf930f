package dev.rondo.storage;

/**
 * The name of one write: the node that coordinated it, that node's counter for the key, and when it
 * was in hybrid logical time (Preguiça et al., "Dotted Version Vectors").
 *
 * @param actor the coordinating node's id
 * @param counter how many writes to this key that node had coordinated, this one included; from 1
 * @param hybridTime the {@link HybridClock} reading of the write; breaks ties between siblings only
 */
public record Dot(long actor, long counter, long hybridTime) {}
