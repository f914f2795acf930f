package dev.rondo.server.metrics;

import dev.rondo.server.metrics.NodeFigures.Node;
import java.util.stream.Collectors;

/**
 * The sections of INFO that say what a node is and what it takes: server, clients, memory,
 * replication, cpu.
 */
final class InfoSections {
  private static final long MICROS_A_SECOND = 1_000_000L;
  private static final long SECONDS_A_DAY = 86_400;

  private InfoSections() {}

  static InfoSection server(NodeFigures figures) {
    Node node = figures.node();
    long upSeconds = figures.nowMicros() / MICROS_A_SECOND - node.startedMillis() / 1000;
    int hz = figures.limits().hz();
    return new InfoSection("Server")
        .addText("redis_version", RedisCompatibility.VERSION)
        .addText("redis_git_sha1", "00000000")
        .add("redis_git_dirty", 0)
        .add("redis_build_id", 0)
        .addText("redis_mode", node.clusterEnabled() ? "cluster" : "standalone")
        .addText("rondo_version", node.version())
        .addText("os", node.os())
        .add("arch_bits", 64)
        .addText("monotonic_clock", "POSIX clock_gettime")
        .addText("multiplexing_api", node.transport())
        .addText("atomicvar_api", "java")
        .addText("gcc_version", "0.0.0")
        .add("process_id", node.pid())
        .addText("process_supervised", "no")
        .addText("run_id", node.runId())
        .add("tcp_port", node.port())
        .add("server_time_usec", figures.nowMicros())
        .add("uptime_in_seconds", upSeconds)
        .add("uptime_in_days", upSeconds / SECONDS_A_DAY)
        .add("hz", hz)
        .add("configured_hz", hz)
        .add("lru_clock", figures.nowMicros() / MICROS_A_SECOND & 0xffffff)
        .addText("executable", node.executable())
        .addText("config_file", node.configFile())
        .add("io_threads_active", node.eventLoops() > 1 ? 1 : 0)
        .addText("listener0", listener(node));
  }

  private static String listener(Node node) {
    String addresses =
        node.bindAddresses().stream()
            .map(address -> "bind=" + address + ",")
            .collect(Collectors.joining());
    return "name=tcp," + addresses + "port=" + node.port();
  }

  static InfoSection cluster(NodeFigures figures) {
    return new InfoSection("Cluster")
        .add("cluster_enabled", figures.node().clusterEnabled() ? 1 : 0);
  }

  static InfoSection clients(NodeFigures figures) {
    return new InfoSection("Clients")
        .add("connected_clients", figures.clients().connected())
        .add("cluster_connections", 0)
        .add("maxclients", figures.limits().maxclients())
        .add("client_recent_max_input_buffer", 0)
        .add("client_recent_max_output_buffer", 0)
        .add("blocked_clients", figures.clients().blocked())
        .add("tracking_clients", figures.clients().tracking())
        .add("clients_in_timeout_table", 0)
        .add("total_blocking_keys", figures.clients().blockingKeys())
        .add("total_blocking_keys_on_nokey", 0);
  }

  static InfoSection memory(NodeFigures figures) {
    InfoSection section = new InfoSection("Memory");
    addUse(section, figures);
    addScripts(section);
    addRatios(section, figures);
    return section
        .add("mem_not_counted_for_evict", 0)
        .add("mem_replication_backlog", 0)
        .add("mem_total_replication_buffers", 0)
        .add("mem_clients_slaves", 0)
        .add("mem_clients_normal", 0)
        .add("mem_cluster_links", 0)
        .add("mem_aof_buffer", 0)
        .addText("mem_allocator", "java")
        .add("active_defrag_running", 0)
        .add("lazyfree_pending_objects", 0)
        .add("lazyfreed_objects", 0);
  }

  private static void addUse(InfoSection section, NodeFigures figures) {
    long used = figures.usedMemoryBytes();
    long peak = Math.max(used, figures.server().peakMemoryBytes());
    long data =
        figures.store().cacheBytes()
            + figures.store().memtableBytes()
            + figures.store().blockCacheBytes();
    section
        .addMemory("used_memory", used)
        .addMemory("used_memory_rss", figures.process().residentBytes())
        .addMemory("used_memory_peak", peak)
        .add("used_memory_peak_perc", "%.2f%%", 100.0 * ratio(used, peak))
        .add("used_memory_overhead", Math.max(0, used - data))
        .add("used_memory_startup", 0)
        .add("used_memory_dataset", Math.min(used, data))
        .add("used_memory_dataset_perc", "%.2f%%", 100.0 * ratio(Math.min(used, data), used))
        .add("allocator_allocated", used)
        .add("allocator_active", activeBytes(figures))
        .add("allocator_resident", figures.process().residentBytes())
        .addMemory("total_system_memory", figures.process().machineBytes());
  }

  private static void addScripts(InfoSection section) {
    section
        .add("used_memory_lua", 0)
        .add("used_memory_vm_eval", 0)
        .addText("used_memory_lua_human", "0B")
        .add("used_memory_scripts_eval", 0)
        .add("number_of_cached_scripts", 0)
        .add("number_of_functions", 0)
        .add("number_of_libraries", 0)
        .add("used_memory_vm_functions", 0)
        .addMemory("used_memory_vm_total", 0)
        .add("used_memory_functions", 0)
        .addMemory("used_memory_scripts", 0);
  }

  private static void addRatios(InfoSection section, NodeFigures figures) {
    long used = figures.usedMemoryBytes();
    long active = activeBytes(figures);
    long resident = figures.process().residentBytes();
    section
        .addMemory("maxmemory", figures.limits().maxmemory())
        .addText("maxmemory_policy", figures.limits().maxmemoryPolicy())
        .add("allocator_frag_ratio", "%.2f", ratio(active, used))
        .add("allocator_frag_bytes", active - used)
        .add("allocator_rss_ratio", "%.2f", ratio(resident, active))
        .add("allocator_rss_bytes", resident - active)
        .add("rss_overhead_ratio", "%.2f", 1.0)
        .add("rss_overhead_bytes", 0)
        .add("mem_fragmentation_ratio", "%.2f", ratio(resident, used))
        .add("mem_fragmentation_bytes", resident - used);
  }

  /** Memory held from the machine for what is in use: the heap in full. */
  private static long activeBytes(NodeFigures figures) {
    return figures.process().heapCommittedBytes()
        + figures.process().directBytes()
        + NodeFigures.rocksBytes(figures.store());
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  static InfoSection replication(NodeFigures figures) {
    return new InfoSection("Replication")
        .addText("role", "master")
        .add("connected_slaves", 0)
        .addText("master_failover_state", "no-failover")
        .addText("master_replid", figures.node().runId())
        .addText("master_replid2", "0".repeat(40))
        .add("master_repl_offset", 0)
        .add("second_repl_offset", -1)
        .add("repl_backlog_active", 0)
        .add("repl_backlog_size", 0)
        .add("repl_backlog_first_byte_offset", 0)
        .add("repl_backlog_histlen", 0);
  }

  static InfoSection cpu(NodeFigures figures) {
    return new InfoSection("CPU")
        .add("used_cpu_sys", "%.6f", figures.process().systemCpuSeconds())
        .add("used_cpu_user", "%.6f", figures.process().userCpuSeconds())
        .add("used_cpu_sys_children", "%.6f", 0.0)
        .add("used_cpu_user_children", "%.6f", 0.0)
        .add("used_cpu_sys_main_thread", "%.6f", 0.0)
        .add("used_cpu_user_main_thread", "%.6f", 0.0);
  }
}
