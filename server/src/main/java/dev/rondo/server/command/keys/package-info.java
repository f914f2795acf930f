/**
 * Commands about keys whatever they hold: existence, expiry, names, copies, scans, DUMP and
 * RESTORE, OBJECT, whole databases, and waiting for acknowledgements. {@link
 * dev.rondo.server.command.keys.KeyCommands} lists all rows; each other {@code ...Commands} class
 * declares those of one concept, with their handlers.
 *
 * <p>Arguments are parsed into small values first; then one operation goes to the keyspace.
 * Commands that walk through a database chain its pages ({@link
 * dev.rondo.server.command.keys.PageChain}) and hold no thread meanwhile. A clock, randomness, a
 * timer and the state of the log are given to the constructors; nothing here knows Netty or
 * RocksDB.
 */
@NullMarked
package dev.rondo.server.command.keys;

import org.jspecify.annotations.NullMarked;
