/**
 * Which nodes hold which slot, and how that changes when nodes come and go. Everything here is
 * pure: values, and functions from values to values.
 *
 * <pre>{@code
 *      slot 0                        A key's hash is a slot, one of 16,384 places on a circle.
 *    A A | B B B                     Slots in a row with one owner are an arc. Each node owns
 *  D      |      C                   many short arcs (its virtual nodes), among ever other
 * D       |       C                  neighbours.
 * B       +   *   A  <-- a slot *
 * B          :    A  1st: A          Its preference list with N = 3: walk clockwise from it
 *  C         :   D   2nd: D          and take the owners met, each once, and no rack twice
 *    A A D ..:C B    3rd: B          while there are others. Above, D and C share a rack.
 * }</pre>
 *
 * <p>When a node joins it takes pieces of arcs from all others, as many slots from each as make all
 * equal, and nothing moves between the others. Which pieces it takes is free, and that choice is
 * what balances replicas too: the node also becomes a replica of the arcs before each piece, and so
 * another one ceases to be.
 *
 * <pre>{@code
 * TokenAllocator -- create, join, leave, replace --> Ring (epoch + 1) <--> RingCodec (bytes)
 *      |  Rebalance: which piece moves to whom         |
 *      |  FairShare: how much is whose                 +-- preferenceList(slot): one array read
 *      |  ArcRing:   the circle being changed          +-- walk(slot): stand-ins after the list
 *      |  ReplicaWalk: racks and data centres          |
 *                                                      v
 *                                RingChange.between(before, after): what data has to move
 * }</pre>
 *
 * <p>May use {@link dev.rondo.cluster.NodeId} and {@link dev.rondo.storage.Slots}, nothing else of
 * this project.
 */
@NullMarked
package dev.rondo.cluster.ring;

import org.jspecify.annotations.NullMarked;
