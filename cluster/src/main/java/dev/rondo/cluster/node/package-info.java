/**
 * One member of a cluster, put together: membership, ring, coordinator, hints.
 *
 * <pre>
 *   transport -> Node -> Membership (gossip)      -> MembershipView --+
 *                     -> ReplicaService (reads, writes)               +--> NodeState, what the
 *                     -> ForwardHandler (clients' commands)           |    Coordinator looks at
 *                     -> CatchUp (hints are delivered)   RingHolder --+
 *
 *   every half second: RingKeeper founds and extends the ring, HintReplay delivers, CatchUp tells
 * </pre>
 *
 * <p>A node's life: JOINING until it is in the ring, CATCHING_UP until every live member has
 * delivered the hints and transfers it kept for it, then UP. After it was suspected it catches up
 * again, for it may have missed writes.
 */
@NullMarked
package dev.rondo.cluster.node;

import org.jspecify.annotations.NullMarked;
