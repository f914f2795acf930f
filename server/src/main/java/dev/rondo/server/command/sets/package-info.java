/**
 * Commands on sets (Redis command group "set").
 *
 * <p>{@link dev.rondo.server.command.sets.SetCommands} declares the rows; the handlers lie in one
 * class a concept: members of one set, members drawn at random, operations over several sets. The
 * latter are pure functions in {@link dev.rondo.server.command.sets.SetAlgebra}. A set's elements
 * are its members, without values, in the order of their bytes, which is the order of all answers.
 *
 * <p>May touch the command contracts, the keyspace, entries and {@code dev.rondo.server.text};
 * randomness is given to it.
 */
@NullMarked
package dev.rondo.server.command.sets;

import org.jspecify.annotations.NullMarked;
