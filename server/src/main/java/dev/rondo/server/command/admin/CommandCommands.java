package dev.rondo.server.command.admin;

import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.SERVER;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.CommandTable;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.HelpReply;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.text.GlobPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The row of COMMAND with its subcommands: what the table says of the commands. */
public final class CommandCommands {
  private static final int FIRST_NAME = 2;
  private static final int FILTERED_LIST_ARGUMENTS = 5;
  private static final String ANY_ORDER = "nondeterministic_output_order";
  private static final String EACH_COMMAND = "O(N) with N commands";
  private static final String EACH_NAMED = "O(N) with N commands asked for";
  private static final String EACH_ARGUMENT = "O(N) with N arguments of the command";

  private static final Handler HELP =
      HelpReply.of(
          "COMMAND",
          "(no subcommand)",
          "    Describe all commands.",
          "COUNT",
          "    Count the commands.",
          "DOCS [<command-name> ...]",
          "    Explain these commands, or all.",
          "GETKEYS <full-command>",
          "    Find the keys in a command.",
          "GETKEYSANDFLAGS <full-command>",
          "    Find the keys in a command and tell what it does to them.",
          "INFO [<command-name> ...]",
          "    Describe these commands, or all.",
          "LIST [FILTERBY (MODULE <name> | ACLCAT <category> | PATTERN <pattern>)]",
          "    Name all commands, or those that a filter lets through.");

  /** The rows of this family. */
  public List<CommandSpec> rows() {
    return List.of(
        of("command", -1, CommandCommands::all)
            .tips(ANY_ORDER)
            .since("2.8.13")
            .complexity(EACH_COMMAND)
            .summary("Describes all commands.")
            .with(
                of("command|count", 2, CommandCommands::count)
                    .since("2.8.13")
                    .summary("Counts the commands."),
                of("command|docs", -2, CommandCommands::docs)
                    .tips(ANY_ORDER)
                    .since("7.0.0")
                    .complexity(EACH_NAMED)
                    .summary("Explains commands."),
                of("command|getkeys", -3, CommandKeys::keys)
                    .since("2.8.13")
                    .complexity(EACH_ARGUMENT)
                    .summary("Finds the keys in a command."),
                of("command|getkeysandflags", -3, CommandKeys::keysAndFlags)
                    .since("7.0.0")
                    .complexity(EACH_ARGUMENT)
                    .summary("Finds the keys in a command and tells what it does to them."),
                of("command|help", 2, HELP).since("5.0.0").summary("Explains the subcommands."),
                of("command|info", -2, CommandCommands::info)
                    .tips(ANY_ORDER)
                    .since("2.8.13")
                    .complexity(EACH_NAMED)
                    .summary("Describes commands."),
                of("command|list", -2, CommandCommands::list)
                    .tips(ANY_ORDER)
                    .since("7.0.0")
                    .complexity(EACH_COMMAND)
                    .summary("Names the commands.")));
  }

  private static CommandSpec of(String name, int arity, Handler handler) {
    return CommandSpec.named(name, arity, SERVER, handler)
        .flags(LOADING, STALE)
        .categories("connection");
  }

  private static void count(Invocation call) {
    int count = call.dispatcher().table().commands().size();
    call.reply(out -> out.integer(count));
  }

  private static void all(Invocation call) {
    describe(List.copyOf(call.dispatcher().table().commands()), call);
  }

  private static void info(Invocation call) {
    if (call.argumentCount() == FIRST_NAME) {
      all(call);
    } else {
      describe(named(call), call);
    }
  }

  private static void describe(List<@Nullable CommandSpec> specs, Invocation call) {
    call.reply(
        out -> {
          out.array(specs.size());
          for (CommandSpec spec : specs) {
            if (spec == null) {
              out.nil();
            } else {
              CommandInfo.write(spec, out);
            }
          }
        });
  }

  private static void docs(Invocation call) {
    Collection<CommandSpec> specs;
    if (call.argumentCount() == FIRST_NAME) {
      specs = call.dispatcher().table().commands();
    } else {
      specs = new ArrayList<>();
      for (CommandSpec spec : named(call)) {
        if (spec != null) {
          specs.add(spec);
        }
      }
    }
    call.reply(out -> CommandDocs.write(specs, out));
  }

  /** The rows of the names given, null for a name that is none. */
  private static List<@Nullable CommandSpec> named(Invocation call) {
    CommandTable table = call.dispatcher().table();
    List<@Nullable CommandSpec> found = new ArrayList<>();
    for (int i = FIRST_NAME; i < call.argumentCount(); i++) {
      found.add(table.findFullName(call.text(i)));
    }
    return found;
  }

  private static void list(Invocation call) {
    Predicate<CommandSpec> filter = spec -> true;
    if (call.argumentCount() == FILTERED_LIST_ARGUMENTS && call.argumentIs(2, "FILTERBY")) {
      filter = filter(call);
    } else if (call.argumentCount() != FIRST_NAME) {
      throw CommandException.syntaxError();
    }
    answerNames(call, filter);
  }

  private static Predicate<CommandSpec> filter(Invocation call) {
    if (call.argumentIs(3, "MODULE")) {
      return spec -> false;
    }
    if (call.argumentIs(3, "ACLCAT")) {
      String category = call.text(4);
      return spec -> AclCategories.has(spec, category);
    }
    if (call.argumentIs(3, "PATTERN")) {
      GlobPattern pattern = GlobPattern.compile(call.argument(4), true);
      return spec -> pattern.matches(spec.name().getBytes(US_ASCII));
    }
    throw CommandException.syntaxError();
  }

  /** Answers with the names of some commands, subcommands too. */
  static void answerNames(Invocation call, Predicate<CommandSpec> filter) {
    List<String> names =
        call.dispatcher().table().commands().stream()
            .flatMap(spec -> Stream.concat(Stream.of(spec), spec.subcommands().values().stream()))
            .filter(filter)
            .map(CommandSpec::name)
            .toList();
    call.reply(
        out -> {
          out.array(names.size());
          names.forEach(out::bulk);
        });
  }
}
