/**
 * The front door: listens, decodes requests, keeps each client's replies in order, and lets them
 * out only after the writes they speak of were committed. The only package of the server that uses
 * Netty.
 *
 * <p>In one iteration of an event loop: bytes of many connections are read and decoded; each
 * request is dispatched at once and its reply encoded into the connection's buffer; at the end of
 * the iteration the {@link dev.rondo.server.net.CommitGate} commits everything once and then all
 * buffers leave. So the writes of all connections share one batch on disk, and each connection's
 * replies one system call.
 *
 * <p>A request that has to wait (for the disk, for other nodes) keeps its place: {@link
 * dev.rondo.server.net.ReplyQueue} holds back the replies behind it. Meanwhile later requests of
 * the same client run if they concern other keys.
 */
@NullMarked
package dev.rondo.server.net;

import org.jspecify.annotations.NullMarked;
