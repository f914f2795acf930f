package dev.rondo.server.metrics;

import dev.rondo.server.config.Percentiles;
import dev.rondo.storage.StoreStatistics;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything INFO tells about a node, taken at one moment.
 *
 * @param node which node this is
 * @param nowMicros the time, microseconds since 1970
 * @param clients who is connected
 * @param limits settings that INFO repeats
 * @param process what the process takes from the machine
 * @param server totals and rates
 * @param store the store's figures
 * @param saves the copies of the data that SAVE and BGSAVE wrote
 * @param commands by command
 * @param errors by the first word of the error
 * @param percentiles which percentiles of latency to show; null when latencies are not tracked
 * @param databases those that hold keys, ordered by number
 */
public record NodeFigures(
    Node node,
    long nowMicros,
    Clients clients,
    Limits limits,
    ProcessFigures process,
    ServerFigures server,
    StoreStatistics store,
    Saves saves,
    SortedMap<String, CommandFigures> commands,
    SortedMap<String, Long> errors,
    @Nullable Percentiles percentiles,
    List<Database> databases) {

  /**
   * What does not change while a node runs.
   *
   * @param version this program's version
   * @param os the operating system's name, version and architecture
   * @param runId 40 hexadecimal digits, new at each start
   * @param pid the process's number
   * @param port the port clients reach
   * @param bindAddresses where it listens, as configured
   * @param startedMillis when it started, milliseconds since 1970
   * @param transport the network layer in use: epoll, nio
   * @param eventLoops threads that serve clients
   * @param executable what was started
   * @param configFile the config file's path, or empty
   * @param clusterEnabled whether it is one of a cluster
   */
  public record Node(
      String version,
      String os,
      String runId,
      long pid,
      int port,
      List<String> bindAddresses,
      long startedMillis,
      String transport,
      int eventLoops,
      String executable,
      String configFile,
      boolean clusterEnabled) {}

  /**
   * Who is connected.
   *
   * @param connected clients
   * @param blocked clients waiting in a blocking command
   * @param blockingKeys keys that are waited for
   * @param tracking clients with client-side caching
   * @param pubsubChannels channels with subscribers
   * @param pubsubPatterns patterns with subscribers
   * @param pubsubShardChannels shard channels with subscribers
   */
  public record Clients(
      long connected,
      long blocked,
      long blockingKeys,
      long tracking,
      long pubsubChannels,
      long pubsubPatterns,
      long pubsubShardChannels) {}

  /** Settings that INFO repeats; names as in the config. */
  public record Limits(int maxclients, long maxmemory, String maxmemoryPolicy, int hz) {}

  /**
   * What SAVE and BGSAVE did.
   *
   * @param inProgress whether a copy is being written
   * @param lastSavedMillis when the last one was complete, milliseconds since 1970; when the node
   *     started if there is none
   * @param lastSucceeded false when the last attempt failed
   * @param lastTookMillis how long the last attempt took, -1 for none
   * @param startedMillis when the one in progress was begun, -1 for none
   * @param count how many were completed since the node started
   */
  public record Saves(
      boolean inProgress,
      long lastSavedMillis,
      boolean lastSucceeded,
      long lastTookMillis,
      long startedMillis,
      long count) {}

  /**
   * One logical database.
   *
   * @param index its number
   * @param keys keys it holds
   * @param expires keys of those that expire
   * @param averageTtlMillis how long those have left on average, 0 when unknown
   */
  public record Database(int index, long keys, long expires, long averageTtlMillis) {}

  public NodeFigures {
    databases = List.copyOf(databases);
  }

  /** Memory in use: the heap, direct buffers, and RocksDB's caches and buffers. */
  public long usedMemoryBytes() {
    return usedMemoryBytes(process, store);
  }

  /** {@link #usedMemoryBytes()} from its parts. */
  public static long usedMemoryBytes(ProcessFigures process, StoreStatistics store) {
    return process.heapUsedBytes() + process.directBytes() + rocksBytes(store);
  }

  static long rocksBytes(StoreStatistics store) {
    return store.memtableBytes() + store.blockCacheBytes() + store.tableReaderBytes();
  }
}
