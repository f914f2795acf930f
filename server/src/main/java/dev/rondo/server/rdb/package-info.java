/**
 * Redis's DUMP payload: one value in the encoding of the RDB file, followed by the RDB version and
 * a checksum.
 *
 * <pre>
 * type (1 byte) | value, as its type encodes it | RDB version (2 bytes, little-endian) | CRC64 of all before (8, LE)
 * </pre>
 *
 * <p>{@link dev.rondo.server.rdb.RdbPayload} puts the frame around and checks it; {@link
 * dev.rondo.server.rdb.RdbWriter} and {@link dev.rondo.server.rdb.RdbReader} know lengths and
 * strings, of which the encodings of all types are made; {@link
 * dev.rondo.server.rdb.RdbCollections} and {@link dev.rondo.server.rdb.PackedReader} know
 * collections; {@link dev.rondo.server.rdb.Lzf} and {@link dev.rondo.server.rdb.Crc64} are the
 * algorithms below.
 *
 * <p>Pure functions of byte arrays: no I/O, no clock, no shared mutable state. Of the project's
 * other packages it uses only {@code text}, for the spelling of integers. Payloads come from
 * clients, so reading allocates no more than a payload of its size can decode to.
 */
@NullMarked
package dev.rondo.server.rdb;

import org.jspecify.annotations.NullMarked;
