package dev.rondo.compat.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One thing a sequence does, on one of its connections. */
sealed interface Step {

  /** The number of the connection, from 0. */
  int connection();

  /** The commands it sends, in order. */
  List<Command> commands();

  /** The same step with other commands. */
  Step withCommands(List<Command> others);

  /** Sends one command, and expects one reply. */
  record Call(int connection, Command command) implements Step {
    @Override
    public List<Command> commands() {
      return List.of(command);
    }

    @Override
    public Step withCommands(List<Command> others) {
      return new Call(connection, others.get(0));
    }

    @Override
    public String toString() {
      return connection + "> " + command;
    }
  }

  /**
   * Sends several commands at once, of which only the last is answered, because of {@code CLIENT
   * REPLY}. Left out while the connection is inside MULTI, where the setting would swallow parts of
   * EXEC's reply.
   */
  record Muted(int connection, List<Command> commands) implements Step {
    public Muted {
      commands = List.copyOf(commands);
    }

    @Override
    public Step withCommands(List<Command> others) {
      return new Muted(connection, others);
    }

    @Override
    public String toString() {
      return commands.stream()
          .map(Command::toString)
          .collect(Collectors.joining("; ", connection + "> ", "   (one reply)"));
    }
  }

  /**
   * Follows SCAN's cursor from 0 to 0 and expects the set of all keys met. Left out inside MULTI.
   *
   * @param options SCAN's words after the cursor
   */
  record FullScan(int connection, List<String> options) implements Step {
    public FullScan {
      options = List.copyOf(options);
    }

    @Override
    public List<Command> commands() {
      return List.of(from("0"));
    }

    @Override
    public Step withCommands(List<Command> others) {
      List<String> words = others.get(0).words();
      return new FullScan(connection, words.subList(Math.min(2, words.size()), words.size()));
    }

    /** The SCAN that goes on at {@code cursor}. */
    Command from(String cursor) {
      List<String> words = new ArrayList<>(List.of("SCAN", cursor));
      words.addAll(options);
      return new Command(words);
    }

    @Override
    public String toString() {
      return connection + "> " + from("0") + "   (and on until the cursor is 0)";
    }
  }
}
