/**
 * Commands about the connection itself: who the client is, what it speaks, which database it uses,
 * and what an operator sees and does of all clients (CLIENT).
 *
 * <p>They read and change {@link dev.rondo.server.session.Session}s and never touch the keyspace. A
 * session is changed on its own event loop, which is where its commands run; other clients'
 * sessions are only read, or closed.
 */
@NullMarked
package dev.rondo.server.command.connection;

import org.jspecify.annotations.NullMarked;
