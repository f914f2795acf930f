/**
 * Who is connected: the state of one client that commands see and change ({@link
 * dev.rondo.server.session.Session}), the list of all ({@link dev.rondo.server.session.Sessions}),
 * and what reaches across clients (MONITOR, CLIENT PAUSE).
 *
 * <p>A session belongs to one event loop, which alone changes it; what other threads may look at
 * (for CLIENT LIST, CLIENT KILL) is volatile. It speaks to its socket through {@link
 * dev.rondo.server.session.ClientConnection} and knows nothing of Netty.
 */
@NullMarked
package dev.rondo.server.session;

import org.jspecify.annotations.NullMarked;
