package dev.rondo.server;

import dev.rondo.cluster.Consistency;
import dev.rondo.server.config.Config;
import dev.rondo.server.config.Setting;
import dev.rondo.server.config.StorageSettings;
import dev.rondo.server.consistency.ConsistencyPolicy;
import java.util.List;

/** The consistency policy that the settings of now make. Safe on any thread. */
final class ConsistencyConfig {
  private static final List<Setting<?>> PARTS =
      List.of(
          StorageSettings.CONSISTENCY_READ,
          StorageSettings.CONSISTENCY_WRITE,
          StorageSettings.CONSISTENCY_PATTERN,
          StorageSettings.CONSISTENCY_USER);

  private final Config config;
  private final int replicas;
  private volatile ConsistencyPolicy now;

  /**
   * @param replicas N
   */
  ConsistencyConfig(Config config, int replicas) {
    this.config = config;
    this.replicas = replicas;
    this.now = make();
    PARTS.forEach(part -> config.onChange(part, value -> now = make()));
  }

  private ConsistencyPolicy make() {
    return new ConsistencyPolicy(
        new Consistency(
            config.get(StorageSettings.CONSISTENCY_READ),
            config.get(StorageSettings.CONSISTENCY_WRITE)),
        config.get(StorageSettings.CONSISTENCY_USER),
        config.get(StorageSettings.CONSISTENCY_PATTERN),
        replicas);
  }

  ConsistencyPolicy now() {
    return now;
  }
}
