/**
 * What the compatibility tests stand on: servers as child processes, and a raw RESP client.
 *
 * <p>Data flows one way: a {@link dev.rondo.compat.support.ServerKind} starts a {@link
 * dev.rondo.compat.support.RedisUnderTest}, a test talks to its port on the loopback interface, and
 * the process is destroyed by its handle when the test class ends. Bytes are carried as ISO-8859-1
 * text, one character a byte, so that they can be compared, printed and put in records.
 */
@NullMarked
package dev.rondo.compat.support;

import org.jspecify.annotations.NullMarked;
