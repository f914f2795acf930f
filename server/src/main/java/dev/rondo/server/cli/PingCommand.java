package dev.rondo.server.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code rondo ping}: asks a node whether it serves clients. Prints {@code PONG}, or fails and says
 * why.
 */
@Command(name = "ping", description = "Asks a node for a PONG.", sortOptions = false)
final class PingCommand implements Callable<Integer> {
  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "The node's address. Default: ${DEFAULT-VALUE}")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      defaultValue = "${env:RONDO_PORT:-6379}",
      description = "Its port. Default: RONDO_PORT, or 6379")
  private int port;

  @Option(
      names = "--password",
      defaultValue = "${env:RONDO_REQUIREPASS:-}",
      description = "The default user's password. Default: RONDO_REQUIREPASS, or none")
  private String password = "";

  @Option(
      names = "--timeout",
      defaultValue = "2000",
      description = "How many milliseconds it may take. Default: ${DEFAULT-VALUE}")
  private long timeoutMillis;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    List<List<String>> requests = new ArrayList<>();
    if (!password.isEmpty()) {
      requests.add(List.of("AUTH", password));
    }
    requests.add(List.of("PING"));
    String answer = RedisExchange.run(host, port, requests, Duration.ofMillis(timeoutMillis));
    spec.commandLine().getOut().println(answer);
    return 0;
  }
}
