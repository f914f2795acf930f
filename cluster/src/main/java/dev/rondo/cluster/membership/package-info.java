/**
 * Who is in the cluster and who can be asked: gossip of what members say of themselves, an adaptive
 * failure detector, and the verdict "down" that takes two witnesses. The bytes are specified in
 * {@code cluster/GOSSIP.md}.
 *
 * <p>Every node is the only writer of one {@link dev.rondo.cluster.membership.Report}: its {@link
 * dev.rondo.cluster.membership.Member} record and whom it suspects. Reports are ordered by
 * (incarnation, heartbeat) and the newer replaces the older, so it does not matter how often, in
 * which order or over whom they arrive.
 *
 * <pre>
 *   timer, packets, broken connections
 *        |
 *   Membership   one lock; sends, calls listeners and the shared state outside of it
 *        |
 *   Gossiper     the protocol, without locks: (event, now) -> packets to send, new view
 *     |-- MemberTable      the newest report of each member; merge rules; who left and is forgotten
 *     |-- Exchange         digest -> what each side lacks, within the packet budget
 *     |-- PeerChoice       whom to gossip with this time; seeds
 *     |-- FailureDetector  one PhiAccrual a member -> whom this node suspects
 *     '-- Verdicts         reports + own suspicions -> live, suspect or down -> MembershipView
 * </pre>
 *
 * <p>Nothing here has a thread, a clock, a socket or randomness of its own. May use {@code
 * dev.rondo.cluster} and its {@code transport}; nothing moves data because of what is found here.
 */
@NullMarked
package dev.rondo.cluster.membership;

import org.jspecify.annotations.NullMarked;
