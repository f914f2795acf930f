package dev.rondo.server.command.admin;

import dev.rondo.server.metrics.NodeFigures;
import dev.rondo.server.metrics.ProcessFigures;
import dev.rondo.storage.StoreStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The memory in words for people: MEMORY DOCTOR and MEMORY MALLOC-STATS. Pure. */
final class MemoryReport {
  /** Above this share of its bound a part of the memory is called nearly full. */
  private static final double NEARLY_FULL = 0.9;

  /** After fewer reads the cache is still being filled. */
  private static final long ENOUGH_READS = 100_000;

  private static final long MIB = 1L << 20;

  private MemoryReport() {}

  /** What is wrong, one finding a line. */
  static String doctor(NodeFigures figures) {
    ProcessFigures process = figures.process();
    List<String> lines = new ArrayList<>();
    if (process.heapUsedBytes() > NEARLY_FULL * process.heapMaxBytes()) {
      lines.add(
          "The Java heap is nearly full: %d of %d MB. Give it more (-Xmx) or set node-memory lower."
              .formatted(process.heapUsedBytes() / MIB, process.heapMaxBytes() / MIB));
    }
    if (process.residentBytes() > NEARLY_FULL * process.machineBytes()) {
      lines.add(
          "The process takes %d of the machine's %d MB. Set node-memory lower."
              .formatted(process.residentBytes() / MIB, process.machineBytes() / MIB));
    }
    StoreStatistics store = figures.store();
    long reads = store.cacheMisses() + store.cacheHits();
    if (reads >= ENOUGH_READS && store.cacheMisses() > reads / 2) {
      lines.add(
          "Most reads miss the cache (%d of %d). Set node-memory higher if the machine has more."
              .formatted(store.cacheMisses(), reads));
    }
    if (lines.isEmpty()) {
      lines.add("Nothing is wrong with the memory.");
    }
    return String.join("\n", lines) + "\n";
  }

  /** Which part holds how much, one part a line. */
  static String parts(NodeFigures figures) {
    ProcessFigures process = figures.process();
    StoreStatistics store = figures.store();
    return part("Java heap in use", process.heapUsedBytes())
        + part("Java heap held", process.heapCommittedBytes())
        + part("Java heap at most", process.heapMaxBytes())
        + part("of the heap, entry cache", store.cacheBytes())
        + part("direct buffers", process.directBytes())
        + part("classes and compiled code", process.nonHeapBytes())
        + part("RocksDB write buffers", store.memtableBytes())
        + part("RocksDB block cache", store.blockCacheBytes())
        + part("RocksDB table readers", store.tableReaderBytes())
        + part("process, resident", process.residentBytes())
        + part("machine", process.machineBytes());
  }

  private static String part(String name, long bytes) {
    return String.format(Locale.ROOT, "%-28s %16d bytes\n", name + ':', bytes);
  }
}
