package dev.rondo.server.cli;

import dev.rondo.server.config.ConfigException;
import dev.rondo.storage.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/**
 * The command line's root: puts the commands together and turns failures into one line and an exit
 * code.
 */
@Command(
    name = "rondo",
    description = "A session store that Redis clients cannot tell from Redis.",
    synopsisSubcommandLabel = "COMMAND")
public final class RondoCli implements Runnable {
  private static final int HELP_WIDTH = 100;
  private static final String SETTINGS_SECTION = "settings";

  @Spec private CommandSpec spec = CommandSpec.create();

  private RondoCli() {}

  /**
   * Makes the command line.
   *
   * @param starter starts a node for {@code rondo server}
   * @param environment the environment variables
   */
  public static CommandLine create(NodeStarter starter, Map<String, String> environment) {
    CommandLine line =
        withHelp(new CommandLine(new RondoCli()))
            .addSubcommand(withHelp(settingsCommand(new ServerCommand(starter, environment))))
            .addSubcommand(settingsCommand(new JvmOptionsCommand(environment)))
            .addSubcommand(withHelp(new CommandLine(new PingCommand())))
            .addSubcommand(withHelp(new CommandLine(new StatusCommand())))
            .addSubcommand(withHelp(new CommandLine(new NodesCommand())))
            .addSubcommand(withHelp(new CommandLine(new RingCommand())))
            .addSubcommand(withHelp(new CommandLine(new ForgetCommand())))
            .addSubcommand(withHelp(new CommandLine(new ConfigCommand())))
            .addSubcommand(withHelp(new CommandLine(new VersionCommand())))
            .addSubcommand(new HelpCommand());
    line.setUsageHelpWidth(HELP_WIDTH);
    line.setExpandAtFiles(false);
    line.setExecutionExceptionHandler(RondoCli::failed);
    return line;
  }

  private static CommandLine withHelp(CommandLine line) {
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("--help")
                .usageHelp(true)
                .arity("0")
                .description("Shows this text.")
                .build());
    return line;
  }

  /** A command whose arguments are settings: they are passed on as they are, see ConfigSources. */
  private static CommandLine settingsCommand(Object command) {
    CommandLine line = new CommandLine(command).setUnmatchedOptionsArePositionalParams(true);
    line.getHelpSectionMap().put(SETTINGS_SECTION, help -> SettingsText.help());
    List<String> sections = new ArrayList<>(line.getHelpSectionKeys());
    sections.add(SETTINGS_SECTION);
    line.setHelpSectionKeys(sections);
    return line;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
  }

  private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    if (failure instanceof ConfigException
        || failure instanceof StoreException
        || failure instanceof IOException) {
      line.getErr().println("rondo: " + failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw failure;
  }
}
