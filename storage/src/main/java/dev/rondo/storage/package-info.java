/**
 * One node's data: what an entry is, how versions of it are compared and merged, how it is laid out
 * in bytes, and where it is kept.
 *
 * <p>This package holds values and contracts only: {@link dev.rondo.storage.Entry} with its {@link
 * dev.rondo.storage.VectorClock}, the {@link dev.rondo.storage.EntryCodec} (specified in {@code
 * storage/FORMAT.md}), the {@link dev.rondo.storage.Store} contract, and that of the {@link
 * dev.rondo.storage.HintStore} for what other nodes have missed. The implementation on disk is in
 * {@code dev.rondo.storage.rocksdb}, the only package that may import RocksDB. Nothing here knows
 * the protocol, the network or other nodes.
 *
 * <p>Data flows down as a {@link dev.rondo.storage.Mutation} applied under the key's lock, and up
 * as immutable entries. Whatever was written becomes durable at the {@link
 * dev.rondo.storage.Store#commit commit}, which every event loop calls once an iteration before its
 * answers leave.
 */
@NullMarked
package dev.rondo.storage;

import org.jspecify.annotations.NullMarked;
