/**
 * Reads and writes over several replicas, as the Dynamo paper describes them (DeCandia et al. 2007,
 * sections 4.5 to 4.7): R and W chosen for each request, sloppy quorums with hints, read repair.
 *
 * <pre>
 *   handler -> Coordinator -> WriteOperation -> this node's Replica, then Write to the others
 *                          -> ReadOperation  -> FULL from one replica, VERSION from the rest
 *   transport -> ReplicaService -> this node's Replica      (the other side)
 * </pre>
 *
 * <p>A {@link dev.rondo.cluster.coordinator.Quorum} counts answers and knows nothing else; an
 * operation asks, counts, and completes exactly once; {@link
 * dev.rondo.cluster.coordinator.Requests} matches replies with requests and keeps their deadlines.
 * Operations may be driven by several threads at once and hold their own lock for it.
 */
@NullMarked
package dev.rondo.cluster.coordinator;

import org.jspecify.annotations.NullMarked;
