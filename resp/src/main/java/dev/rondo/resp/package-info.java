/**
 * Redis's protocol, and nothing else: bytes become requests, replies become bytes.
 *
 * <h2>A tour</h2>
 *
 * <pre>
 *  socket ---ByteBuf---&gt; RequestDecoder ---byte[][]---&gt; RequestSink  (a command)
 *                         |        |
 *               InlineArguments   PayloadBudget, RequestLimits
 *
 *  a reply ---&gt; ReplyWriter ---&gt; ReplyBuffer ---ByteBuf pieces---&gt; socket
 *               (RESP2 or RESP3)  (pooled buffers and references to large values)
 * </pre>
 *
 * <p>Nothing here knows a socket, a thread, a clock or a command. The package may use {@code
 * io.netty.buffer} and the JDK; it imports no sibling module. Every object belongs to one
 * connection and is used by one thread at a time; only {@link dev.rondo.resp.PayloadBudget} is
 * shared.
 *
 * <p>The specification is the Redis protocol (RESP2 and RESP3) and, for what that document leaves
 * open, the observed behaviour of redis-server 7.0: which malformed bytes it forgives, and the
 * exact text with which it refuses the others.
 *
 * <h2>Why there is a decoder of our own</h2>
 *
 * Netty has a codec for Redis, made for clients. Three things speak against it in a server:
 *
 * <ul>
 *   <li>Speed. Behind the same in-memory map, pipelined SETs ran at 1.27 of Redis's rate with
 *       decoding and encoding by hand, at 0.86 with Netty's decoder, and at 0.71 with all of its
 *       handlers.
 *   <li>Exactness. Redis ignores {@code *0} and {@code *-1}, takes inline lines that end in a bare
 *       line feed or start with {@code $ + - :}, and names the malformed byte in its error. Netty's
 *       decoder reads those lines as replies, and its exceptions do not tell these cases apart.
 *   <li>Memory. A bulk string of 512 MB has to be received in its final array, not first in a
 *       buffer and then again in an array, and only when a budget allows it.
 * </ul>
 *
 * Netty's codec is the independent oracle of the tests instead: every RESP2 reply written here must
 * decode with it, and every request it encodes must decode here.
 *
 * <h2>Where we differ from Redis on purpose</h2>
 *
 * <ul>
 *   <li>A zero byte in a line is a byte like any other. Redis's line search stops at it, so that
 *       the connection hangs.
 *   <li>A line of more than 64 KiB is refused however it arrives. Redis may accept one that happens
 *       to come in a single read.
 *   <li>All arguments of a request count against {@code client-query-buffer-limit}, not only those
 *       that are still in the query buffer.
 * </ul>
 */
@NullMarked
package dev.rondo.resp;

import org.jspecify.annotations.NullMarked;
