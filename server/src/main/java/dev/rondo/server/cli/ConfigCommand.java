package dev.rondo.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code rondo config --defaults}: prints a config file with every setting, its meaning and its
 * default.
 */
@Command(name = "config", description = "Prints a documented config file.")
final class ConfigCommand implements Callable<Integer> {
  @Option(names = "--defaults", description = "With the default of every setting.")
  private boolean defaults;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (!defaults) {
      throw new ParameterException(spec.commandLine(), "--defaults is what there is to print");
    }
    spec.commandLine().getOut().print(SettingsText.configFile());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
