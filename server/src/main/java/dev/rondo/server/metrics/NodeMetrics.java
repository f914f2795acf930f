package dev.rondo.server.metrics;

import dev.rondo.server.metrics.NodeFigures.Clients;
import dev.rondo.storage.StoreStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * A node's figures as Micrometer meters, and as Prometheus's text. Meters read the figures when
 * they are scraped; nothing is counted twice. Other parts of the node may put meters of their own
 * into {@link #registry}.
 */
public final class NodeMetrics implements AutoCloseable {
  /**
   * Where the figures come from.
   *
   * @param server the node's counters
   * @param commands figures by command
   * @param errors figures by error
   * @param store asks the store; called once a scrape
   * @param clients counts who is connected
   */
  public record Sources(
      ServerStatistics server,
      CommandStatistics commands,
      ErrorStatistics errors,
      Supplier<StoreStatistics> store,
      Supplier<Clients> clients) {}

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private final Supplier<StoreStatistics> storeSource;
  private volatile StoreStatistics store;

  /**
   * Registers all meters.
   *
   * @param version this program's version
   */
  public NodeMetrics(Sources sources, String version) {
    this.storeSource = sources.store();
    this.store = storeSource.get();
    Gauge.builder("rondo.build", () -> 1)
        .description("Always 1.")
        .tag("version", version)
        .register(registry);
    bindServer(sources.server());
    bindClients(sources.clients());
    bindStore();
    bindRuntime();
    registry
        .getPrometheusRegistry()
        .register(new CommandCollector(sources.commands(), sources.errors()));
  }

  /** Where other parts register their meters. */
  public MeterRegistry registry() {
    return registry;
  }

  /** All meters in Prometheus's text format, version 0.0.4. Safe to call from several threads. */
  public String scrape() {
    store = storeSource.get();
    return registry.scrape();
  }

  private void bindServer(ServerStatistics statistics) {
    counter(
        "connections.received",
        "Clients accepted.",
        statistics,
        ServerFigures::connectionsReceived);
    counter(
        "connections.rejected",
        "Clients turned away.",
        statistics,
        ServerFigures::connectionsRejected);
    counter(
        "commands.processed", "Commands that ran.", statistics, ServerFigures::commandsProcessed);
    counter("net.input.bytes", "Bytes read from clients.", statistics, ServerFigures::inputBytes);
    counter(
        "net.output.bytes", "Bytes written to clients.", statistics, ServerFigures::outputBytes);
    counter("keyspace.hits", "Keys that reads found.", statistics, ServerFigures::keyspaceHits);
    counter(
        "keyspace.misses",
        "Keys that reads did not find.",
        statistics,
        ServerFigures::keyspaceMisses);
    Gauge.builder("rondo.memory.peak.bytes", statistics, s -> s.figures().peakMemoryBytes())
        .description("The most memory found in use.")
        .register(registry);
  }

  private void counter(
      String name,
      String description,
      ServerStatistics statistics,
      ToDoubleFunction<ServerFigures> value) {
    FunctionCounter.builder("rondo." + name, statistics, s -> value.applyAsDouble(s.figures()))
        .description(description)
        .register(registry);
  }

  private void bindClients(Supplier<Clients> clients) {
    Gauge.builder("rondo.clients.connected", () -> clients.get().connected())
        .description("Clients connected.")
        .register(registry);
    Gauge.builder("rondo.clients.blocked", () -> clients.get().blocked())
        .description("Clients waiting in a blocking command.")
        .register(registry);
  }

  private void bindStore() {
    storeCounter(
        "cache.hits", "Reads answered from the cache of entries.", StoreStatistics::cacheHits);
    storeCounter("cache.misses", "Reads that went to RocksDB.", StoreStatistics::cacheMisses);
    storeCounter(
        "expired", "Rows removed because their time had passed.", StoreStatistics::expiredRows);
    storeCounter("commits", "Batches written.", StoreStatistics::commits);
    storeCounter("commits.rows", "Row changes written.", StoreStatistics::committedRows);
    storeCounter(
        "commits.stalled", "Commits that waited for RocksDB.", StoreStatistics::stalledCommits);
    storeGauge("cache.bytes", "Size of the cache of entries.", StoreStatistics::cacheBytes);
    storeGauge("memtable.bytes", "Size of the write buffers.", StoreStatistics::memtableBytes);
    storeGauge(
        "block.cache.bytes", "Size of the block cache in use.", StoreStatistics::blockCacheBytes);
    storeGauge(
        "table.reader.bytes", "Indexes and filters in memory.", StoreStatistics::tableReaderBytes);
    storeGauge("disk.bytes", "Size of the table files.", StoreStatistics::diskBytes);
    storeGauge("rows", "Estimate of all rows.", StoreStatistics::estimatedRows);
    storeGauge(
        "pending.rows", "Row changes applied and not yet committed.", StoreStatistics::pendingRows);
    storeGauge("writable", "1, or 0 while writes are refused.", s -> s.writable() ? 1 : 0);
  }

  private void storeCounter(
      String name, String description, ToDoubleFunction<StoreStatistics> value) {
    FunctionCounter.builder("rondo.store." + name, this, self -> value.applyAsDouble(self.store))
        .description(description)
        .register(registry);
  }

  private void storeGauge(
      String name, String description, ToDoubleFunction<StoreStatistics> value) {
    Gauge.builder("rondo.store." + name, this, self -> value.applyAsDouble(self.store))
        .description(description)
        .register(registry);
  }

  private void bindRuntime() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    collector.bindTo(registry);
  }

  @Override
  public void close() {
    collector.close();
    registry.close();
  }
}
