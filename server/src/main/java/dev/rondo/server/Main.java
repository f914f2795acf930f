package dev.rondo.server;

import dev.rondo.server.cli.NodeStarter;
import dev.rondo.server.cli.RondoCli;
import java.net.InetSocketAddress;

/** Where the process starts. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    NodeStarter starter = config -> new Running(RondoServer.start(config));
    System.exit(RondoCli.create(starter, System.getenv()).execute(arguments));
  }

  private record Running(RondoServer server) implements NodeStarter.Node {
    @Override
    public InetSocketAddress address() {
      return server.address();
    }

    @Override
    public void awaitShutdown() throws InterruptedException {
      server.awaitShutdown();
    }

    @Override
    public void shutdown() {
      server.shutdown();
    }
  }
}
