package dev.rondo.server.config;

import static dev.rondo.server.config.Setting.changeable;
import static dev.rondo.server.config.Setting.fixed;
import static dev.rondo.server.config.Setting.ignored;
import static dev.rondo.server.config.ValueTypes.choice;
import static dev.rondo.server.config.ValueTypes.integer;
import static dev.rondo.server.config.ValueTypes.level;
import static dev.rondo.server.config.ValueTypes.memory;
import static dev.rondo.server.config.ValueTypes.memoryOrZero;
import static dev.rondo.server.config.ValueTypes.number;
import static dev.rondo.server.config.ValueTypes.path;
import static dev.rondo.server.config.ValueTypes.yesNo;

import dev.rondo.cluster.Level;
import dev.rondo.server.consistency.ConsistencyRule;
import dev.rondo.storage.StoreSettings.Fsync;
import java.nio.file.Path;
import java.util.List;

/**
 * Where data lies, how safe it is there, how much memory it may take, and how values are encoded.
 */
public final class StorageSettings {
  /**
   * How many logical databases there may be at most: a row key has room for more, but each has its
   * figures.
   */
  private static final int MAX_DATABASES = 64;

  private static final String ALWAYS_ON_DISK =
      "every write goes to the log on disk, as appendfsync says";
  private static final String NO_EVICTION =
      "nothing is evicted, since what memory cannot hold stays on disk";

  public static final Setting<Path> DIR =
      fixed("dir", path(), Path.of("data"), "The node's data directory; made when it is missing.");

  public static final Setting<Integer> DATABASES =
      fixed("databases", integer(1, MAX_DATABASES), 16, "Logical databases that SELECT reaches.");

  public static final Setting<Fsync> APPENDFSYNC =
      changeable(
          "appendfsync",
          choice(List.of(Fsync.EVERYSEC, Fsync.ALWAYS, Fsync.NO)),
          Fsync.EVERYSEC,
          "When writes are forced to disk: once a second, before each answer, or when the system likes.");

  public static final Setting<Boolean> APPENDONLY =
      ignored("appendonly", yesNo(), true, ALWAYS_ON_DISK);

  public static final Setting<SavePoints> SAVE =
      ignored("save", SavePoints.TYPE, new SavePoints(List.of()), ALWAYS_ON_DISK);

  public static final Setting<Long> MIN_FREE_DISK =
      fixed(
          "min-free-disk",
          memory(0, Long.MAX_VALUE),
          1L << 30,
          "With less free disk than this, in bytes, writes that add data are refused; reads and deletes go on.");

  public static final Setting<Integer> READ_THREADS =
      fixed("read-threads", integer(1, 256), 4, "Threads for reads that touch the disk.");

  public static final Setting<Long> NODE_MEMORY =
      fixed(
          "node-memory",
          memoryOrZero(MemoryPlan.MIN_NODE_BYTES),
          0L,
          "Bound of the whole process's memory, in bytes; 0 for a quarter of the machine's, 1gb to 8gb.");

  public static final Setting<Long> MAXMEMORY =
      ignored("maxmemory", memory(0, Long.MAX_VALUE), 0L, NO_EVICTION);

  public static final Setting<String> MAXMEMORY_POLICY =
      ignored(
          "maxmemory-policy",
          choice(
              "volatile-lru",
              "volatile-lfu",
              "volatile-random",
              "volatile-ttl",
              "allkeys-lru",
              "allkeys-lfu",
              "allkeys-random",
              "noeviction"),
          "noeviction",
          NO_EVICTION);

  public static final Setting<Integer> MAXMEMORY_SAMPLES =
      ignored("maxmemory-samples", integer(1, 64), 5, NO_EVICTION);

  public static final Setting<Level> CONSISTENCY_READ =
      changeable(
          "consistency-read",
          level(),
          Level.Named.QUORUM,
          "How many replicas answer a read, where the request does not say.");

  public static final Setting<Level> CONSISTENCY_WRITE =
      changeable(
          "consistency-write",
          level(),
          Level.Named.QUORUM,
          "How many replicas acknowledge a write, where the request does not say.");

  public static final Setting<List<ConsistencyRule>> CONSISTENCY_PATTERN =
      changeable(
          "consistency-pattern",
          new ConsistencyRules("pattern"),
          List.of(),
          "What requests for keys ask for that match a glob pattern; the first match decides.");

  public static final Setting<List<ConsistencyRule>> CONSISTENCY_USER =
      changeable(
          "consistency-user",
          new ConsistencyRules("user"),
          List.of(),
          "What requests of a user ask for, whatever their keys.");

  public static final Setting<Long> HASH_MAX_LISTPACK_ENTRIES =
      encoding("hash-max-listpack-entries", 512).alias("hash-max-ziplist-entries");

  public static final Setting<Long> HASH_MAX_LISTPACK_VALUE =
      encoding("hash-max-listpack-value", 64).alias("hash-max-ziplist-value");

  public static final Setting<Integer> LIST_MAX_LISTPACK_SIZE =
      changeable(
              "list-max-listpack-size",
              integer(Integer.MIN_VALUE, Integer.MAX_VALUE),
              -2,
              "Up to which size OBJECT ENCODING calls a list a listpack: elements, or -1 to -5 for 4kb to 64kb.")
          .alias("list-max-ziplist-size");

  public static final Setting<Long> SET_MAX_INTSET_ENTRIES =
      encoding("set-max-intset-entries", 512);

  public static final Setting<Long> SET_MAX_LISTPACK_ENTRIES =
      encoding("set-max-listpack-entries", 128);

  public static final Setting<Long> SET_MAX_LISTPACK_VALUE = encoding("set-max-listpack-value", 64);

  public static final Setting<Long> ZSET_MAX_LISTPACK_ENTRIES =
      encoding("zset-max-listpack-entries", 128).alias("zset-max-ziplist-entries");

  public static final Setting<Long> ZSET_MAX_LISTPACK_VALUE =
      encoding("zset-max-listpack-value", 64).alias("zset-max-ziplist-value");

  public static final Setting<Long> HLL_SPARSE_MAX_BYTES =
      changeable(
          "hll-sparse-max-bytes",
          memory(0, Long.MAX_VALUE),
          3000L,
          "Up to how many bytes a HyperLogLog is kept in its sparse form.");

  static final List<Setting<?>> ALL =
      List.of(
          DIR,
          DATABASES,
          APPENDFSYNC,
          APPENDONLY,
          SAVE,
          MIN_FREE_DISK,
          READ_THREADS,
          NODE_MEMORY,
          MAXMEMORY,
          MAXMEMORY_POLICY,
          MAXMEMORY_SAMPLES,
          CONSISTENCY_READ,
          CONSISTENCY_WRITE,
          CONSISTENCY_PATTERN,
          CONSISTENCY_USER,
          HASH_MAX_LISTPACK_ENTRIES,
          HASH_MAX_LISTPACK_VALUE,
          LIST_MAX_LISTPACK_SIZE,
          SET_MAX_INTSET_ENTRIES,
          SET_MAX_LISTPACK_ENTRIES,
          SET_MAX_LISTPACK_VALUE,
          ZSET_MAX_LISTPACK_ENTRIES,
          ZSET_MAX_LISTPACK_VALUE,
          HLL_SPARSE_MAX_BYTES);

  private StorageSettings() {}

  private static Setting<Long> encoding(String name, long defaultValue) {
    return changeable(
        name,
        number(0, Long.MAX_VALUE),
        defaultValue,
        "Up to which size OBJECT ENCODING names the small encoding.");
  }
}
