package dev.rondo.compat.support;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The one cluster that all test classes use which need no options of their own: three nodes are
 * started when the first asks for it, and stopped at the end of the whole run. Whoever uses it
 * leaves settings as they were; the data is everybody's.
 */
public final class SharedCluster implements AutoCloseable {
  private @Nullable RedisUnderTest cluster;

  private SharedCluster() {}

  /** The cluster. Its owner is this object: nobody else closes it. */
  public synchronized RedisUnderTest get() {
    if (cluster == null) {
      cluster = ServerKind.CLUSTER.start();
    }
    return cluster;
  }

  /** Whether this server is the shared one. */
  synchronized boolean is(RedisUnderTest server) {
    return server == cluster;
  }

  @Override
  public synchronized void close() {
    if (cluster != null) {
      cluster.close();
      cluster = null;
    }
  }

  /** Gives it to test methods and life-cycle methods that have a parameter of its type. */
  public static final class Resolver implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == SharedCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(SharedCluster.class))
          .getOrComputeIfAbsent(
              SharedCluster.class, key -> new SharedCluster(), SharedCluster.class);
    }
  }
}
