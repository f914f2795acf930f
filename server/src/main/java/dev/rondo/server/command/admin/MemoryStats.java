package dev.rondo.server.command.admin;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.metrics.NodeFigures;
import dev.rondo.server.metrics.NodeFigures.Database;
import dev.rondo.server.metrics.ProcessFigures;
import dev.rondo.storage.StoreStatistics;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of MEMORY STATS under Redis's names, in its order. What this server does not have is
 * 0. Values are {@link Long}, {@link Double}, or a map of the same.
 */
record MemoryStats(Map<String, Object> figures) {
  private static final double PERCENT = 100;

  static MemoryStats of(NodeFigures node) {
    Map<String, Object> all = new LinkedHashMap<>();
    addUse(all, node);
    addDataset(all, node);
    addRatios(all, node);
    return new MemoryStats(all);
  }

  private static void addUse(Map<String, Object> all, NodeFigures node) {
    long used = node.usedMemoryBytes();
    all.put("peak.allocated", Math.max(used, node.server().peakMemoryBytes()));
    all.put("total.allocated", used);
    for (String absent :
        new String[] {
          "startup.allocated",
          "replication.backlog",
          "clients.slaves",
          "clients.normal",
          "cluster.links",
          "aof.buffer",
          "lua.caches",
          "functions.caches"
        }) {
      all.put(absent, 0L);
    }
    for (Database database : node.databases()) {
      if (database.keys() > 0) {
        Map<String, Object> overhead = new LinkedHashMap<>();
        overhead.put("overhead.hashtable.main", 0L);
        overhead.put("overhead.hashtable.expires", 0L);
        overhead.put("overhead.hashtable.slot-to-keys", 0L);
        all.put("db." + database.index(), overhead);
      }
    }
  }

  private static void addDataset(Map<String, Object> all, NodeFigures node) {
    long used = node.usedMemoryBytes();
    long dataset = Math.min(used, datasetBytes(node.store()));
    long keys = node.databases().stream().mapToLong(Database::keys).sum();
    all.put("overhead.total", used - dataset);
    all.put("keys.count", keys);
    all.put("keys.bytes-per-key", keys == 0 ? 0 : used / keys);
    all.put("dataset.bytes", dataset);
    all.put("dataset.percentage", PERCENT * ratio(dataset, used));
    all.put(
        "peak.percentage", PERCENT * ratio(used, Math.max(used, node.server().peakMemoryBytes())));
  }

  private static void addRatios(Map<String, Object> all, NodeFigures node) {
    ProcessFigures process = node.process();
    long used = node.usedMemoryBytes();
    long active = used - process.heapUsedBytes() + process.heapCommittedBytes();
    long resident = process.residentBytes();
    all.put("allocator.allocated", used);
    all.put("allocator.active", active);
    all.put("allocator.resident", resident);
    all.put("allocator-fragmentation.ratio", ratio(active, used));
    all.put("allocator-fragmentation.bytes", active - used);
    all.put("allocator-rss.ratio", ratio(resident, active));
    all.put("allocator-rss.bytes", resident - active);
    all.put("rss-overhead.ratio", 1.0);
    all.put("rss-overhead.bytes", 0L);
    all.put("fragmentation", ratio(resident, used));
    all.put("fragmentation.bytes", resident - used);
  }

  /** Copies of data in memory: caches and write buffers. */
  private static long datasetBytes(StoreStatistics store) {
    return store.cacheBytes() + store.memtableBytes() + store.blockCacheBytes();
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  void writeTo(ReplyWriter out) {
    write(figures, out);
  }

  private static void write(Map<?, ?> figures, ReplyWriter out) {
    out.map(figures.size());
    figures.forEach(
        (name, value) -> {
          out.bulk(name.toString());
          if (value instanceof Long integer) {
            out.integer(integer);
          } else if (value instanceof Double real) {
            out.real(real);
          } else if (value instanceof Map<?, ?> nested) {
            write(nested, out);
          } else {
            throw new IllegalStateException(name + " is no figure: " + value);
          }
        });
  }
}
