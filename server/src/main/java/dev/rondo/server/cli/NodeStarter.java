package dev.rondo.server.cli;

import dev.rondo.server.config.Config;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Starts a node in this process. */
@FunctionalInterface
public interface NodeStarter {
  /** A node that serves clients. Its methods may be called from any thread. */
  interface Node {
    /** Where clients reach it. */
    InetSocketAddress address();

    /** Waits until it has stopped. */
    void awaitShutdown() throws InterruptedException;

    /** Stops it and returns when everything is on disk. May be called again. */
    void shutdown();
  }

  /**
   * Starts a node and returns once it serves clients.
   *
   * @throws IOException when it cannot listen
   * @throws dev.rondo.storage.StoreException when its directory cannot be used
   * @throws dev.rondo.server.config.ConfigException when its settings do not fit together
   */
  Node start(Config config) throws IOException;
}
