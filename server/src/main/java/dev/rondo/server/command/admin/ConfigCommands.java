package dev.rondo.server.command.admin;

import static dev.rondo.server.command.CommandFlag.ADMIN;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.SERVER;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.HelpReply;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.config.Config;
import dev.rondo.server.config.ConfigException;
import dev.rondo.server.config.Setting;
import dev.rondo.server.config.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** The row of CONFIG. Names and values are text in UTF-8, as in the file. */
public final class ConfigCommands {
  private static final Handler HELP =
      HelpReply.of(
          "CONFIG",
          "GET <pattern> [<pattern> ...]",
          "    Show the settings whose names match one of the glob-style patterns.",
          "SET <setting> <value> [<setting> <value> ...]",
          "    Change settings: all of them, or none when one is refused.",
          "RESETSTAT",
          "    Let the statistics that INFO shows begin at zero.",
          "REWRITE",
          "    Write the settings of now into the config file.");

  private final Config config;
  private final Runnable resetStatistics;
  private final Background background;

  /**
   * @param resetStatistics what CONFIG RESETSTAT does; on an event loop
   * @param executor writes the config file
   */
  public ConfigCommands(Config config, Runnable resetStatistics, Executor executor) {
    this.config = config;
    this.resetStatistics = resetStatistics;
    this.background = new Background(executor);
  }

  /** The rows of this concept. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.container(
                "config",
                SERVER,
                of("get", -3, this::get)
                    .complexity("O(N) with N settings times patterns")
                    .summary("Shows settings."),
                CommandSpec.named("config|help", 2, SERVER, HELP)
                    .flags(LOADING, STALE)
                    .since("5.0.0")
                    .summary("Explains the subcommands."),
                of("resetstat", 2, this::resetStatistics)
                    .summary("Lets the statistics begin at zero."),
                of("rewrite", 2, this::rewrite)
                    .since("2.8.0")
                    .summary("Writes the settings of now into the config file."),
                of("set", -4, this::set)
                    .secrets(ConfigCommands::secrets)
                    .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                    .complexity("O(N) with N settings named")
                    .summary("Changes settings while the node runs."))
            .since("2.0.0")
            .complexity("Depends on the subcommand")
            .summary("Shows and changes settings."));
  }

  private static CommandSpec of(String name, int arity, Handler handler) {
    return CommandSpec.named("config|" + name, arity, SERVER, handler)
        .flags(ADMIN, NOSCRIPT, LOADING, STALE)
        .since("2.0.0");
  }

  private void get(Invocation call) {
    List<String> patterns = new ArrayList<>();
    for (int i = 2; i < call.argumentCount(); i++) {
      patterns.add(text(call, i));
    }
    Map<String, String> found = config.find(patterns);
    call.reply(
        out -> {
          out.map(found.size());
          found.forEach(
              (name, value) -> {
                out.bulk(name);
                out.bulk(value);
              });
        });
  }

  /** The values that CONFIG SET gives to passwords. */
  private static List<Integer> secrets(byte[][] arguments) {
    List<Integer> secrets = new ArrayList<>();
    for (int i = 2; i + 1 < arguments.length; i += 2) {
      if (Settings.find(Bytes.text(arguments[i])).filter(Setting::isSecret).isPresent()) {
        secrets.add(i + 1);
      }
    }
    return secrets;
  }

  private void set(Invocation call) {
    if (call.argumentCount() % 2 != 0) {
      throw CommandException.syntaxError();
    }
    List<Config.Change> changes = new ArrayList<>();
    for (int i = 2; i < call.argumentCount(); i += 2) {
      changes.add(new Config.Change(text(call, i), text(call, i + 1)));
    }
    try {
      config.set(changes);
    } catch (ConfigException e) {
      throw refusal(e);
    }
    call.replyOk();
  }

  private void resetStatistics(Invocation call) {
    resetStatistics.run();
    call.replyOk();
  }

  private void rewrite(Invocation call) {
    background.answerOk(
        call,
        () -> {
          try {
            config.rewrite();
          } catch (ConfigException e) {
            throw refusal(e);
          }
        });
  }

  private static String text(Invocation call, int i) {
    return new String(call.argument(i), StandardCharsets.UTF_8);
  }

  private static CommandException refusal(ConfigException e) {
    return new CommandException(Bytes.text(e.redisError().getBytes(StandardCharsets.UTF_8)));
  }
}
