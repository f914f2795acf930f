package dev.rondo.compat.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * Turns a seed into a sequence of 5 to 40 commands on two connections.
 *
 * <p>A sequence favours a few rows of the grammar and a few keys, so that its commands meet on the
 * same data; and it comes back to EXEC soon after MULTI, so that transactions do something.
 */
final class SequenceGenerator {

  private static final int MIN_COMMANDS = 5;
  private static final int MAX_COMMANDS = 40;
  private static final int FAVOURITE_ROWS = 8;

  /** Commands that change what the replies after them are, and so can't be sent unanswered. */
  private static final Set<String> NEVER_MUTED =
      Set.of(
          "",
          "AUTH",
          "CLIENT",
          "DISCARD",
          "EXEC",
          "HELLO",
          "MULTI",
          "QUIT",
          "RESET",
          "SCAN-ALL",
          "WATCH");

  private final Grammar grammar;
  private final LongFunction<String> keyPrefix;
  private final int totalWeight;

  /**
   * @param keyPrefix what all keys of a seed's sequence begin with
   */
  SequenceGenerator(Grammar grammar, LongFunction<String> keyPrefix) {
    this.grammar = grammar;
    this.keyPrefix = keyPrefix;
    this.totalWeight = grammar.rows().stream().mapToInt(Grammar.Row::weight).sum();
  }

  /** The sequence of a seed: the same each time. */
  List<Step> generate(long seed) {
    return new Run(new SplittableRandom(seed), keyPrefix.apply(seed)).steps();
  }

  /** The state of one sequence while it grows. */
  private final class Run {
    private final RandomGenerator random;
    private final Arguments arguments;
    private final List<Grammar.Row> favourites = new ArrayList<>();
    private final boolean[] inMulti = new boolean[2];
    private final List<Step> steps = new ArrayList<>();

    Run(RandomGenerator random, String prefix) {
      this.random = random;
      this.arguments = new Arguments(random, prefix);
      for (int i = 0; i < FAVOURITE_ROWS; i++) {
        favourites.add(anyRow());
      }
    }

    List<Step> steps() {
      int wanted = random.nextInt(MIN_COMMANDS, MAX_COMMANDS + 1);
      while (steps.size() < wanted) {
        int connection = random.nextInt(5) == 0 ? 1 : 0;
        if (inMulti[connection] && random.nextInt(6) == 0) {
          call(connection, Command.of(random.nextInt(6) == 0 ? "DISCARD" : "EXEC"));
        } else if (random.nextInt(60) == 0) {
          steps.add(muted(connection));
        } else {
          Grammar.Row row = random.nextInt(2) == 0 ? anyRow() : Spoiler.pick(random, favourites);
          draw(row).forEach(command -> call(connection, command));
        }
      }
      return withoutMutedUnderPassword();
    }

    private void call(int connection, Command command) {
      switch (command.name()) {
        case "SCAN-ALL" -> {
          List<String> words = command.words();
          steps.add(new Step.FullScan(connection, words.subList(1, words.size())));
          return;
        }
        // Rondo documents that it takes an absent key that was made and removed for unchanged, so
        // watched keys exist. A client's watch on an absent key is tested elsewhere.
        case "WATCH" ->
            command.words().stream()
                .skip(1)
                .forEach(key -> call(connection, Command.of("SETNX", key, "5")));
        case "MULTI" -> inMulti[connection] = true;
        case "EXEC", "DISCARD", "RESET", "QUIT" -> inMulti[connection] = false;
        default -> {}
      }
      steps.add(new Step.Call(connection, command));
    }

    private Grammar.Row anyRow() {
      int left = random.nextInt(totalWeight);
      for (Grammar.Row row : grammar.rows()) {
        left -= row.weight();
        if (left < 0) {
          return row;
        }
      }
      throw new IllegalStateException("weights changed");
    }

    private List<Command> draw(Grammar.Row row) {
      List<Command> commands = new ArrayList<>();
      for (Template template : row.commands()) {
        List<String> words = new ArrayList<>();
        template.draw(random, arguments, words);
        if (!row.strict()) {
          Spoiler.maybeSpoil(random, words);
        }
        commands.add(new Command(words));
      }
      return commands;
    }

    private Step muted(int connection) {
      if (random.nextInt(2) == 0) {
        return new Step.Muted(
            connection,
            List.of(Command.of("CLIENT", "REPLY", "SKIP"), mutedCommand(), mutedCommand()));
      }
      return new Step.Muted(
          connection,
          List.of(
              Command.of("CLIENT", "REPLY", "OFF"),
              mutedCommand(),
              mutedCommand(),
              Command.of("client", "reply", "on")));
    }

    private Command mutedCommand() {
      while (true) {
        Command command = draw(anyRow()).get(0);
        if (!NEVER_MUTED.contains(command.name())) {
          return command;
        }
      }
    }

    /** Where a password may come to be required, CLIENT REPLY may fail, and more be answered. */
    private List<Step> withoutMutedUnderPassword() {
      boolean mayNeedPassword =
          steps.stream()
              .flatMap(step -> step.commands().stream())
              .flatMap(command -> command.words().stream())
              .anyMatch(word -> word.toLowerCase(Locale.ROOT).equals("requirepass"));
      return mayNeedPassword
          ? steps.stream().filter(step -> !(step instanceof Step.Muted)).toList()
          : List.copyOf(steps);
    }
  }
}
