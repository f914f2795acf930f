/**
 * The store on disk: RocksDB with a cache of hot entries before it and group commit in front of its
 * log. The only package that may import RocksDB; of it only {@link
 * dev.rondo.storage.rocksdb.RocksStore} and what it is opened with are public.
 *
 * <p>How data flows. A change takes its key's lock ({@code StripedLocks}), finds the row in memory
 * ({@code RowLookup}: cache, then pending changes, then what RocksDB has in memory), and becomes a
 * {@code RowChange}: appended to the one {@code OpenBatch} and shown to all readers through {@code
 * PendingRows} and {@code EntryCache} at once. The {@code CommitQueue} writes the open batch as one
 * RocksDB batch when an event loop calls commit; then the rows leave the pending ones. Whatever
 * would wait for the disk runs on threads of the store ({@code StoreThreads}).
 *
 * <p>In the background, {@code ExpirySweeper} purges what has expired, {@code DatabasePurger} what
 * was flushed, {@code WalSyncer} forces the log to disk once a second, and {@code DiskGuard}
 * watches the free space.
 *
 * <p>What other nodes lack is kept in {@code HintLog}: hints go through the open batch too, one
 * {@code TargetHints} for each node, and are read from the disk.
 *
 * <p>Locks are taken in this order: the commit lock, then stripes in ascending order, then that of
 * a target's hints, then the lock of the open batch. Nothing that waits for a commit holds a
 * stripe.
 */
@NullMarked
package dev.rondo.storage.rocksdb;

import org.jspecify.annotations.NullMarked;
