package dev.rondo.server.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options by which a command reaches a node, and the way there. */
final class NodeOptions {
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

  @Option(names = "--user", defaultValue = "", description = "Who to log in as. Default: default")
  private String user = "";

  @Option(
      names = "--password",
      defaultValue = "${env:RONDO_REQUIREPASS:-}",
      description = "The user's password. Default: RONDO_REQUIREPASS, or none")
  private String password = "";

  @Option(
      names = "--timeout",
      defaultValue = "2000",
      description = "How many milliseconds it may take. Default: ${DEFAULT-VALUE}")
  private long timeoutMillis;

  /** Sends requests to the node, each as its words, and gives the answers. */
  List<RedisValue> ask(List<List<String>> requests) throws IOException, InterruptedException {
    return ask(host, port, requests);
  }

  /** As {@link #ask(List)}, but to another node of the same cluster. */
  List<RedisValue> ask(String otherHost, int otherPort, List<List<String>> requests)
      throws IOException, InterruptedException {
    List<List<String>> all = new ArrayList<>();
    if (!password.isEmpty()) {
      all.add(user.isEmpty() ? List.of("AUTH", password) : List.of("AUTH", user, password));
    }
    int preliminary = all.size();
    all.addAll(requests);
    List<RedisValue> answers =
        RedisExchange.run(otherHost, otherPort, all, Duration.ofMillis(timeoutMillis));
    return answers.subList(preliminary, answers.size());
  }

  /** What is wrong with an answer of the node. */
  IOException unexpected(String answer) {
    return new IOException(host + ":" + port + ": unexpected answer: " + answer);
  }
}
