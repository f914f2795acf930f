package dev.rondo.server.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo forget}: an operator's word that a node which is down will not come back. */
@Command(
    name = "forget",
    description = {
      "Declares that a node which is down is gone for good.",
      "The others share its slots and do not wait for it any more. What it alone had is lost."
    },
    sortOptions = false)
final class ForgetCommand implements Callable<Integer> {
  @Mixin private NodeOptions node = new NodeOptions();

  @Parameters(paramLabel = "NODE-ID", description = "The id, as 'rondo nodes' shows it.")
  private String id = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    RedisValue answer = node.ask(List.of(List.of("CLUSTER", "FORGET", id))).get(0);
    if (!(answer instanceof RedisValue.Text text)) {
      throw node.unexpected(answer.toString());
    }
    spec.commandLine().getOut().println(text.value());
    return 0;
  }
}
