package dev.rondo.server.config;

/**
 * How the memory of a process is divided, all in bytes. Of {@code node-memory}, M:
 *
 * <table>
 *   <caption>Parts of M</caption>
 *   <tr><td>{@link #blockCacheBytes}</td><td>3/16 M: RocksDB's block cache and write buffers, outside the heap</td></tr>
 *   <tr><td>{@link #nativeBytes}</td><td>1/8 M: RocksDB's index and filter blocks, and the copies it makes of large values
 *       while it writes them</td></tr>
 *   <tr><td>{@link #directBytes}</td><td>1/16 M, at least 64 MB, at most 1 GB: network buffers</td></tr>
 *   <tr><td>{@link #runtimeBytes}</td><td>192 MB for classes, compiled code and thread stacks, and 1/20 of the heap for
 *       the collector's own tables</td></tr>
 *   <tr><td>{@link #heapBytes}</td><td>the rest</td></tr>
 * </table>
 *
 * <p>And of the heap, H:
 *
 * <table>
 *   <caption>Parts of H</caption>
 *   <tr><td>{@link #payloadBytes}</td><td>9/32 H, at most 1 GB: arguments of requests being received or carried out. From
 *       M = 4 GB on, one argument of 512 MB fits. As much again is kept free for the encoded form in which such arguments
 *       are stored; because both are rarely full, this is also the collector's room to work in.</td></tr>
 *   <tr><td>{@link #entryCacheBytes}</td><td>what is left after 1/8 H, at least 96 MB, for everything else: connections,
 *       replies, short-lived objects</td></tr>
 * </table>
 *
 * @param nodeBytes M, the bound of the whole process
 * @param heapBytes the Java heap, for {@code -Xmx}
 * @param directBytes direct buffers, for {@code -XX:MaxDirectMemorySize}
 * @param blockCacheBytes for {@link dev.rondo.storage.StoreSettings#blockCacheBytes}
 * @param nativeBytes other native memory of RocksDB
 * @param runtimeBytes the Java runtime's own memory
 * @param entryCacheBytes for {@link dev.rondo.storage.StoreSettings#cacheBytes}; part of the heap
 * @param payloadBytes for the budget of request payloads; part of the heap
 */
public record MemoryPlan(
    long nodeBytes,
    long heapBytes,
    long directBytes,
    long blockCacheBytes,
    long nativeBytes,
    long runtimeBytes,
    long entryCacheBytes,
    long payloadBytes) {
  private static final long MB = 1L << 20;
  private static final long GB = 1L << 30;

  /** The least {@code node-memory} that a node works with. */
  public static final long MIN_NODE_BYTES = 512 * MB;

  private static final long MIN_DEFAULT_BYTES = GB;
  private static final long MAX_DEFAULT_BYTES = 8 * GB;
  private static final long MIN_DIRECT_BYTES = 64 * MB;
  private static final long MAX_DIRECT_BYTES = GB;
  private static final long FIXED_RUNTIME_BYTES = 192 * MB;
  private static final long MAX_PAYLOAD_BYTES = GB;
  private static final long MIN_WORKING_BYTES = 96 * MB;
  private static final long MIN_ENTRY_CACHE_BYTES = 4 * MB;

  /**
   * The plan for a config.
   *
   * @param machineBytes memory of the machine or container, for when the config leaves the choice
   *     to us
   */
  public static MemoryPlan of(Config config, long machineBytes) {
    long wanted = config.get(StorageSettings.NODE_MEMORY);
    return of(wanted == 0 ? defaultNodeBytes(machineBytes) : wanted);
  }

  /** A quarter of the machine, between 1 GB and 8 GB. */
  static long defaultNodeBytes(long machineBytes) {
    return clamp(machineBytes / 4, MIN_DEFAULT_BYTES, MAX_DEFAULT_BYTES);
  }

  /**
   * The plan for so much memory in all.
   *
   * @throws IllegalArgumentException below {@link #MIN_NODE_BYTES}
   */
  public static MemoryPlan of(long nodeBytes) {
    if (nodeBytes < MIN_NODE_BYTES) {
      throw new IllegalArgumentException(
          "a node needs " + MIN_NODE_BYTES + " bytes, not " + nodeBytes);
    }
    long blockCache = nodeBytes / 16 * 3;
    long others = nodeBytes / 8;
    long direct = clamp(nodeBytes / 16, MIN_DIRECT_BYTES, MAX_DIRECT_BYTES);
    long heapAndTables = nodeBytes - blockCache - others - direct - FIXED_RUNTIME_BYTES;
    long heap = roundDownToMegabytes(heapAndTables / 21 * 20);
    long runtime = FIXED_RUNTIME_BYTES + heap / 20;
    return new MemoryPlan(
        nodeBytes, heap, direct, blockCache, others, runtime, entryCache(heap), payload(heap));
  }

  /**
   * This plan for a process whose heap turned out smaller, because it was not started with the
   * options this plan asks for: the parts of the heap shrink with it. A larger heap changes
   * nothing.
   */
  public MemoryPlan withinHeap(long actualHeapBytes) {
    if (actualHeapBytes >= heapBytes) {
      return this;
    }
    return new MemoryPlan(
        nodeBytes,
        actualHeapBytes,
        directBytes,
        blockCacheBytes,
        nativeBytes,
        runtimeBytes,
        entryCache(actualHeapBytes),
        payload(actualHeapBytes));
  }

  private static long payload(long heap) {
    return Math.min(heap / 32 * 9, MAX_PAYLOAD_BYTES);
  }

  private static long entryCache(long heap) {
    long working = Math.max(heap / 8, MIN_WORKING_BYTES);
    return Math.max(heap - 2 * payload(heap) - working, MIN_ENTRY_CACHE_BYTES);
  }

  private static long roundDownToMegabytes(long bytes) {
    return bytes / MB * MB;
  }

  private static long clamp(long value, long min, long max) {
    return Math.max(min, Math.min(max, value));
  }
}
