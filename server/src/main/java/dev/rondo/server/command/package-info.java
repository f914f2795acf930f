/**
 * Commands: how one is declared, found, let through the gates and run.
 *
 * <p>A command is one row, a {@link dev.rondo.server.command.CommandSpec}: name, arity, flags, key
 * positions, group, since, summary, handler. The {@link dev.rondo.server.command.CommandTable}
 * holds the rows; everything else derives from them: the {@link
 * dev.rondo.server.command.Dispatcher}'s gates, MULTI's rules, {@code COMMAND} and its subcommands,
 * key extraction, ACL categories, metrics, the compatibility page. Flags decide, never names.
 *
 * <p>A handler gets an {@link dev.rondo.server.command.Invocation}, parses its arguments, hands a
 * pure update to the keyspace and says how the result is written as a reply. It knows neither Netty
 * nor RocksDB, and runs unchanged alone, inside MULTI and on a cluster. Handlers live in one
 * package a family ({@code strings}, {@code keys}, {@code connection}, {@code admin}, {@code
 * transactions}).
 */
@NullMarked
package dev.rondo.server.command;

import org.jspecify.annotations.NullMarked;
