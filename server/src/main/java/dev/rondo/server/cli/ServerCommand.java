package dev.rondo.server.cli;

import dev.rondo.server.config.Config;
import dev.rondo.server.config.ConfigSources;
import dev.rondo.server.config.StorageSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code rondo server}: runs a node until it is told to stop. When it serves clients it prints one
 * line, {@code rondo ready on 127.0.0.1:6379 (data in /var/lib/rondo, pid 123)}. SIGTERM and SIGINT
 * stop it in order.
 */
@Command(
    name = "server",
    description = "Runs a node in the foreground.",
    customSynopsis = "rondo server [CONFIG-FILE] [--SETTING VALUE...]...")
final class ServerCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCommand.class);

  private static final String LOOPBACK = "127.0.0.1";

  private final NodeStarter starter;
  private final Map<String, String> environment;

  @Parameters(arity = "0..*", hidden = true)
  private List<String> arguments = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  ServerCommand(NodeStarter starter, Map<String, String> environment) {
    this.starter = starter;
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Config config = new ConfigSources(environment, arguments).resolve();
    LogLevels.follow(config);
    for (String note : config.notes()) {
      LOG.warn("event=setting-ignored {}", note);
    }
    NodeStarter.Node node = starter.start(config);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "rondo-stop"));
    PrintWriter out = spec.commandLine().getOut();
    out.println(readyLine(node.address(), config));
    out.flush();
    node.awaitShutdown();
    return 0;
  }

  /** The process ends when this returns, so it waits also for a shutdown that began elsewhere. */
  private static void stop(NodeStarter.Node node) {
    node.shutdown();
    try {
      node.awaitShutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String readyLine(InetSocketAddress address, Config config) {
    return "rondo ready on %s (data in %s, pid %d)"
        .formatted(
            text(address),
            config.get(StorageSettings.DIR).toAbsolutePath().normalize(),
            ProcessHandle.current().pid());
  }

  /** An address that clients on this machine can use. */
  private static String text(InetSocketAddress address) {
    InetAddress bound = address.getAddress();
    String host = bound.isAnyLocalAddress() ? LOOPBACK : bound.getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
