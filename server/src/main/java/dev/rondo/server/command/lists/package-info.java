/**
 * Commands on lists (Redis command group "list").
 *
 * <p>{@link dev.rondo.server.command.lists.ListCommands} declares the rows; each handler parses its
 * arguments, hands one pure update, read or transaction to the keyspace and writes the result.
 * {@link dev.rondo.server.command.lists.ListItems} is the one place where an entry becomes items in
 * their order, or WRONGTYPE, and where a change of items becomes edits of positions.
 *
 * <p>May touch the command contracts, the keyspace, entries and the algorithms of {@code
 * dev.rondo.server.text}; has no clock, thread or configuration of its own.
 */
@NullMarked
package dev.rondo.server.command.lists;

import org.jspecify.annotations.NullMarked;
