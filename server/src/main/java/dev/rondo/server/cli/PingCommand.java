package dev.rondo.server.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code rondo ping}: asks a node whether it serves clients. Prints {@code PONG}, or fails and says
 * why.
 */
@Command(name = "ping", description = "Asks a node for a PONG.", sortOptions = false)
final class PingCommand implements Callable<Integer> {
  @Mixin private NodeOptions node = new NodeOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    RedisValue answer = node.ask(List.of(List.of("PING"))).get(0);
    if (!(answer instanceof RedisValue.Text text)) {
      throw node.unexpected(answer.toString());
    }
    spec.commandLine().getOut().println(text.value());
    return 0;
  }
}
