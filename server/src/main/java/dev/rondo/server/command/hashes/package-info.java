/**
 * Commands on hashes (Redis command group "hash").
 *
 * <p>{@link dev.rondo.server.command.hashes.HashCommands} declares the rows; {@link
 * dev.rondo.server.command.hashes.Hash} is the one place where an entry becomes the fields that are
 * shown, or WRONGTYPE: a field that has expired is nowhere to be seen, and leaves with the next
 * write. Each handler parses its arguments, hands one read or one pure update to the keyspace and
 * writes the result.
 *
 * <p>May touch the command contracts, the keyspace, entries and the algorithms of {@code
 * dev.rondo.server.text}; a clock, for fields that expire, and randomness are given to it.
 */
@NullMarked
package dev.rondo.server.command.hashes;

import org.jspecify.annotations.NullMarked;
