/**
 * Clients that wait in a blocking command (BLPOP and the like), and other nodes' questions on
 * behalf of theirs.
 *
 * <p>A blocking command is its attempts: {@link dev.rondo.server.blocking.BlockedClients} makes the
 * first as soon as the command comes, and others when this node's copies announce that a key has
 * something ({@link dev.rondo.cluster.PutListener}), in the order in which clients began to wait.
 * Attempts run on their client's event loop and go wherever the command belongs. Timers and clocks
 * are given from outside; nothing here blocks a thread.
 */
@NullMarked
package dev.rondo.server.blocking;

import org.jspecify.annotations.NullMarked;
