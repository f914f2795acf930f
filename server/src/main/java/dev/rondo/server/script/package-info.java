/**
 * Runs scripts, and transactions with scripts in them, apart from event loops and from the
 * keyspace's locks.
 *
 * <p>A script works like a client that watches its keys, computes, and sends EXEC: {@link
 * dev.rondo.server.script.ScriptTransactions} reads the keys as they are at one moment, lets the
 * script work on a {@link dev.rondo.server.script.ScratchView} of them on a {@link
 * dev.rondo.server.script.ScriptLane}, and then applies what it did as one transaction if nobody
 * has touched the keys; otherwise it begins again. So a slow script keeps nobody waiting but other
 * scripts. A {@link dev.rondo.server.script.ScriptCache} keeps scripts by their SHA-1.
 *
 * <p>Knows the keyspace and the interpreter, no commands.
 */
@NullMarked
package dev.rondo.server.script;

import org.jspecify.annotations.NullMarked;
