/**
 * Tests that treat the server as its users do: real clients, real sockets, a real process.
 *
 * <p>Nothing here touches the server's classes. Every test class starts its own process through
 * {@link dev.rondo.compat.support}, and those that describe Redis's behaviour run three times:
 * against a node, against a cluster, and against a real {@code redis-server}, which keeps the tests
 * themselves honest. Those that only send commands about keys run against the cluster once more,
 * through the client library's cluster client; tests of what belongs to one connection are in
 * classes of their own.
 */
@NullMarked
package dev.rondo.compat;

import org.jspecify.annotations.NullMarked;
