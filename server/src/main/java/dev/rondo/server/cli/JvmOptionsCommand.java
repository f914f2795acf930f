package dev.rondo.server.cli;

import dev.rondo.server.config.ConfigSources;
import dev.rondo.server.config.MemoryPlan;
import dev.rondo.server.metrics.ProcessProbe;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code rondo jvm-options}: prints one line with the JVM's options for a node with these settings.
 * It takes what {@code rondo server} takes, so a script passes its arguments to both; {@code
 * --help} among them means the server's and is skipped.
 */
@Command(
    name = "jvm-options",
    description = "Prints the JVM's options for 'rondo server' with the same arguments.",
    customSynopsis = "rondo jvm-options [CONFIG-FILE] [--SETTING VALUE...]...")
final class JvmOptionsCommand implements Callable<Integer> {
  private static final String HELP = "--help";

  private final Map<String, String> environment;

  @Parameters(arity = "0..*", hidden = true)
  private List<String> arguments = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  JvmOptionsCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    List<String> settings = arguments.stream().filter(argument -> !argument.equals(HELP)).toList();
    MemoryPlan plan =
        MemoryPlan.of(
            new ConfigSources(environment, settings).resolve(), ProcessProbe.machineBytes());
    spec.commandLine()
        .getOut()
        .println(String.join(" ", JvmOptions.of(plan, Runtime.version().feature())));
    return 0;
  }
}
