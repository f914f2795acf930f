/**
 * The bus: carries the {@link dev.rondo.cluster.transport.Message}s of nodes over TCP, as {@code
 * cluster/PROTOCOL.md} specifies. The only package of this module that uses Netty, threads and
 * sockets; it knows bytes, connections and lanes, and nothing of what messages mean.
 *
 * <p>Out: {@link dev.rondo.cluster.netty.NettyTransport} finds the {@code Peer} of an address and
 * its {@code Link} for the lane. For {@link dev.rondo.cluster.transport.Lane#DATA} every event loop
 * has a link of its own, so a request made on a loop leaves on that loop and its reply comes back
 * there. A link connects at its first message, waits after a failure ({@code Backoff}), and bounds
 * what is unsent ({@code SendBudget}).
 *
 * <p>In: {@link dev.rondo.cluster.netty.BusListener} accepts; a {@code ServedConnection} hands
 * requests to the {@link dev.rondo.cluster.transport.Inbox}, and its replies pass the {@code
 * ReplyGate} of their loop, which commits once an iteration before it lets them out.
 *
 * <p>Both kinds begin with a {@code Handshake} (a pure exchange, driven by {@code
 * HandshakeHandler}) and then are a {@code Wire}: bytes become frames in a {@code FrameReader},
 * frames become bytes in a {@code FrameWriter}, and what was written during an iteration of the
 * event loop leaves in one flush at its end.
 */
@NullMarked
package dev.rondo.cluster.netty;

import org.jspecify.annotations.NullMarked;
