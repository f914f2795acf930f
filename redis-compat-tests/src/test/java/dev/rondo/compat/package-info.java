/**
 * Tests that treat the server as its users do: real clients, real sockets, a real process.
 *
 * <p>Nothing here touches the server's classes. Every test class starts its own process through
 * {@link dev.rondo.compat.support}, and those that describe Redis's behaviour run twice: against
 * Rondo and against a real {@code redis-server}, which keeps the tests themselves honest.
 */
@NullMarked
package dev.rondo.compat;

import org.jspecify.annotations.NullMarked;
