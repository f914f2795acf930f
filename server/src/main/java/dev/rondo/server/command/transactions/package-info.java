/**
 * MULTI, EXEC, DISCARD, WATCH and UNWATCH. EXEC runs the queued handlers, unchanged, on a keyspace
 * that is one transaction of the real one ({@link
 * dev.rondo.server.command.transactions.TransactionKeyspace}).
 */
@NullMarked
package dev.rondo.server.command.transactions;

import org.jspecify.annotations.NullMarked;
