/**
 * Commands on sorted sets (Redis command group "sorted-set").
 *
 * <p>{@link dev.rondo.server.command.sortedsets.SortedSetCommands} declares the rows; each handler
 * parses its arguments, hands one pure update, read or transaction to the keyspace and writes the
 * result. {@link dev.rondo.server.command.sortedsets.SortedSet} is the one place where an entry
 * becomes members with scores in their order, or WRONGTYPE.
 *
 * <p>May touch the command contracts, the keyspace, entries and the algorithms of {@code
 * dev.rondo.server.text}; has no clock, thread or configuration of its own. Randomness is given.
 */
@NullMarked
package dev.rondo.server.command.sortedsets;

import org.jspecify.annotations.NullMarked;
