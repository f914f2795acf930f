/**
 * The node as a whole: {@link dev.rondo.server.RondoServer} makes the parts and wires them
 * together, {@link dev.rondo.server.Main} is where the process starts.
 *
 * <p>A tour: {@code net} takes bytes from clients and gives them to the {@code command} dispatcher,
 * whose handlers work on the keyspace of {@code dev.rondo.cluster}; {@code session} is who is
 * connected; {@code config} what the operator chose; {@code metrics} what can be seen from outside;
 * {@code cli} the command line; {@code text} and {@code rdb} are pure algorithms on values.
 */
@NullMarked
package dev.rondo.server;

import org.jspecify.annotations.NullMarked;
