/**
 * SORT and SORT_RO, which work on lists, sets and sorted sets, and on any other keys that patterns
 * name.
 *
 * <p>{@link dev.rondo.server.command.sort.SortCommands} declares the rows and runs them; {@link
 * dev.rondo.server.command.sort.SortQuery} is what the arguments say, and {@link
 * dev.rondo.server.command.sort.Sorting} does the work, purely, on what a transaction shows.
 *
 * <p>May touch the command contracts, the keyspace and entries; has no clock, thread or
 * configuration of its own.
 */
@NullMarked
package dev.rondo.server.command.sort;

import org.jspecify.annotations.NullMarked;
