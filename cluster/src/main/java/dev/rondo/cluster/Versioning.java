package dev.rondo.cluster;

import dev.rondo.storage.HybridClock;

/**
 * What this node needs to give a write its version.
 *
 * @param actor this node's id in vector clocks
 * @param clock stamps writes; the one hybrid clock of the node
 * @param deletions what a deletion leaves behind
 */
record Versioning(long actor, HybridClock clock, Deletions deletions) {}
