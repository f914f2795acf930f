package dev.rondo.compat.support;

import org.junit.jupiter.api.Assumptions;

/** The servers that a test of Redis's behaviour runs against. */
public enum ServerKind {
  /** The server this project makes. */
  RONDO {
    @Override
    public RedisUnderTest start(String... options) {
      RondoProcess.requirePackaged();
      return RondoProcess.start(options);
    }
  },

  /** Three nodes of it, each client on the next one. */
  CLUSTER {
    @Override
    public RedisUnderTest start(String... options) {
      RondoProcess.requirePackaged();
      return ClusterUnderTest.start(options);
    }
  },

  /** The server whose behaviour is the specification. */
  REDIS {
    @Override
    public RedisUnderTest start(String... options) {
      demand(
          RedisProcess.find("redis-server").isPresent(),
          "redis.required",
          "redis-server is not installed");
      return RedisProcess.start(options);
    }
  };

  /**
   * Starts a server of this kind on a free port.
   *
   * <p>When there is none on this machine the test is skipped with the reason, unless {@code
   * -Drondo.required=true} or {@code -Dredis.required=true} demands that it is there.
   *
   * @param options options that both servers understand, for instance {@code --requirepass}
   */
  public abstract RedisUnderTest start(String... options);

  /** Skips a test without what it needs, or fails it when the property demands that. */
  static void demand(boolean present, String property, String reason) {
    if (!present && Boolean.getBoolean(property)) {
      throw new IllegalStateException(reason + ", and -D" + property + "=true demands it");
    }
    Assumptions.assumeTrue(present, reason);
  }
}
