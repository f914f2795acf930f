package dev.rondo.cluster.membership;

import dev.rondo.cluster.NodeId;

/**
 * One node's doubt that another is alive. It is about one incarnation: a higher one refutes it.
 *
 * @param suspect who does not seem to be alive
 * @param incarnation the life of it that is meant
 */
record Suspicion(NodeId suspect, long incarnation) {}
