/**
 * Who answers for a key. Command handlers see the {@link dev.rondo.cluster.Keyspace} and nothing
 * below it: on one node it is the {@link dev.rondo.cluster.Replica} itself, called on the caller's
 * thread; with more nodes a coordinator stands before the same replica and asks the others too.
 *
 * <p>Nothing here has a thread, a clock, a socket, a disk or randomness of its own: all are given
 * to it, so that the same objects run in service and under a simulator. May use {@code
 * dev.rondo.storage}; knows nothing of the Redis protocol.
 *
 * <p>A change flows as a pure {@link dev.rondo.cluster.Update} down to the replica, which applies
 * it under the key's lock, advances the entry's vector clock by its own counter and stores the
 * result.
 */
@NullMarked
package dev.rondo.cluster;

import org.jspecify.annotations.NullMarked;
