/**
 * Commands that count different things approximately (Redis command group "hyperloglog").
 *
 * <p>The value is a string in Redis's own format, byte for byte, so that GET, SET, DUMP and RESTORE
 * carry it between servers: {@link dev.rondo.server.command.hyperloglog.HyperLogLog} is the header,
 * and the registers behind it are {@link dev.rondo.server.command.hyperloglog.SparseRegisters}
 * while few are set and {@link dev.rondo.server.command.hyperloglog.DenseRegisters} later.
 *
 * <p>May touch the command contracts, the keyspace and strings; has no clock, thread or
 * configuration of its own.
 */
@NullMarked
package dev.rondo.server.command.hyperloglog;

import org.jspecify.annotations.NullMarked;
