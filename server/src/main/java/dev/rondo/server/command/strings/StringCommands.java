package dev.rondo.server.command.strings;

import static dev.rondo.server.command.CommandFlag.DENYOOM;
import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.WRITE;

import dev.rondo.server.command.CommandGroup;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.KeySpec;
import java.util.List;

/** The rows of the commands on strings. */
public final class StringCommands {
  /** All rows of the family. */
  public List<CommandSpec> rows() {
    return List.of(
        row("get", 2, GetCommand::get)
            .flags(READONLY, FAST)
            .keys(KeySpec.one("RO", "access"))
            .summary("Answers the string a key holds."),
        row("set", -3, SetCommand::set)
            .flags(WRITE, DENYOOM)
            .keys(KeySpec.one("RW", "access", "update", "variable_flags"))
            .summary("Makes a key a string, on conditions and with an expiry if asked."));
  }

  private static CommandSpec row(String name, int arity, Handler handler) {
    return CommandSpec.named(name, arity, CommandGroup.STRING, handler);
  }
}
