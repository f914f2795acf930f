package dev.rondo.server.command.admin;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandFlag;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.KeyUse;
import java.util.Arrays;
import java.util.List;

/** COMMAND GETKEYS and COMMAND GETKEYSANDFLAGS: the keys in a command that is given whole. */
final class CommandKeys {
  private static final int COMMAND_AT = 2;

  private CommandKeys() {}

  static void keys(Invocation call) {
    List<KeyUse> uses = uses(call);
    call.reply(
        out -> {
          out.array(uses.size());
          uses.forEach(use -> out.bulk(call.argument(COMMAND_AT + use.position())));
        });
  }

  static void keysAndFlags(Invocation call) {
    List<KeyUse> uses = uses(call);
    call.reply(
        out -> {
          out.array(uses.size());
          for (KeyUse use : uses) {
            out.array(2);
            out.bulk(call.argument(COMMAND_AT + use.position()));
            CommandInfo.statuses(use.flags(), out);
          }
        });
  }

  private static List<KeyUse> uses(Invocation call) {
    byte[][] command = Arrays.copyOfRange(call.arguments(), COMMAND_AT, call.argumentCount());
    CommandSpec spec = call.dispatcher().table().resolve(command);
    if (spec == null) {
      throw new CommandException("ERR Invalid command specified");
    }
    if (!spec.hasKeys()) {
      throw new CommandException("ERR The command has no key arguments");
    }
    if (!spec.accepts(command.length)) {
      throw new CommandException("ERR Invalid number of arguments specified for command");
    }
    List<KeyUse> uses = spec.keyUses(command);
    if (uses.isEmpty() && !spec.is(CommandFlag.NO_MANDATORY_KEYS)) {
      throw new CommandException("ERR Invalid arguments specified for command");
    }
    return uses;
  }
}
