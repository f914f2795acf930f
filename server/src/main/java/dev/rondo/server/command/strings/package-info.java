/**
 * Commands on strings (Redis command group "string").
 *
 * <p>{@link dev.rondo.server.command.strings.StringCommands} declares the rows; each handler parses
 * its arguments, hands one pure update or read to the keyspace and writes the result. {@link
 * dev.rondo.server.command.strings.Strings} is the one place where an entry becomes bytes, or
 * WRONGTYPE.
 *
 * <p>May touch the command contracts, the keyspace, entries and the algorithms of {@code
 * dev.rondo.server.text}; has no clock, thread or configuration of its own.
 */
@NullMarked
package dev.rondo.server.command.strings;

import org.jspecify.annotations.NullMarked;
