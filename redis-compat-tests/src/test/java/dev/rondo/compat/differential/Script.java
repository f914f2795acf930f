package dev.rondo.compat.differential;

import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Commands to be typed into a program such as {@code redis-cli}, drawn from each row of the grammar
 * in turn, so that all types and families are there.
 *
 * <p>Left out are commands whose reply may differ, but for those that only list things in another
 * order; those that are about the connection or the whole server; and those with keys of several
 * slots. The keys of {@value #ROWS_PER_TAG} neighbouring rows share a hash tag: in the grammar rows
 * about one type stand together, and so meet on the same keys.
 *
 * @param parts what to type, in order
 * @param keys the keys that are named in it
 */
record Script(List<Part> parts, Set<String> keys) {
  private static final int ROWS_PER_TAG = 16;
  private static final int MAX_DRAWS_PER_ROW = 3;
  private static final int COMMANDS_PER_TRANSACTION = 3;

  /** One part in so many is a transaction. */
  private static final int TRANSACTION_ONE_IN = 25;

  /** Their replies come in the order that the server likes. */
  private static final Set<String> UNORDERED =
      Set.of("SMEMBERS", "SINTER", "SUNION", "SDIFF", "HKEYS", "HVALS", "HGETALL");

  /** What is about the connection, other clients, or all keys at once. */
  private static final Set<String> BEYOND_KEYS =
      Set.of(
          "AUTH",
          "CLIENT",
          "CONFIG",
          "DBSIZE",
          "DISCARD",
          "EXEC",
          "FLUSHALL",
          "FLUSHDB",
          "HELLO",
          "MULTI",
          "QUIT",
          "RESET",
          "SCAN",
          "SCAN-ALL",
          "SELECT",
          "UNWATCH",
          "WAIT",
          "WATCH");

  Script {
    parts = List.copyOf(parts);
    keys = Set.copyOf(keys);
  }

  /** A command, or a transaction of some. */
  record Part(List<Command> commands) {
    Part {
      commands = List.copyOf(commands);
    }

    /** Whether a reply in it may list the same in another order. */
    boolean isUnordered() {
      return commands.stream().anyMatch(command -> UNORDERED.contains(command.name()));
    }

    /** One command a line, each word in quotes that hold any byte. */
    String typed() {
      StringBuilder out = new StringBuilder();
      for (Command command : commands) {
        command.words().forEach(word -> out.append('"').append(Reply.escape(word)).append("\" "));
        out.append('\n');
      }
      return out.toString();
    }

    @Override
    public String toString() {
      return commands.toString();
    }
  }

  /** Draws {@code rounds} times from each row; {@code reference} tells the keys of a command. */
  static Script draw(Terms terms, long seed, int rounds, RawClient reference) {
    return new Drawing(terms, new SplittableRandom(seed), reference).script(rounds);
  }

  /** Reads back, in any order, what each key holds. */
  List<Part> readingBack() {
    return keys.stream()
        .sorted()
        .flatMap(
            key ->
                Stream.of(
                    Command.of("TYPE", key),
                    Command.of("GET", key),
                    Command.of("HGETALL", key),
                    Command.of("SMEMBERS", key),
                    Command.of("ZRANGE", key, "0", "-1", "WITHSCORES"),
                    Command.of("LRANGE", key, "0", "-1")))
        .map(command -> new Part(List.of(command)))
        .toList();
  }

  /** A script while it grows. */
  private static final class Drawing {
    final Terms terms;
    final RandomGenerator random;
    final RawClient reference;
    final List<Part> parts = new ArrayList<>();
    final Set<String> keys = new TreeSet<>();

    Drawing(Terms terms, RandomGenerator random, RawClient reference) {
      this.terms = terms;
      this.random = random;
      this.reference = reference;
    }

    Script script(int rounds) {
      List<Grammar.Row> rows = terms.grammar().rows();
      int tag = 0;
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < rows.size(); i += ROWS_PER_TAG) {
          add(rows.subList(i, Math.min(i + ROWS_PER_TAG, rows.size())), "{" + tag++ + "}");
        }
      }
      return new Script(parts, keys);
    }

    private void add(List<Grammar.Row> rows, String tag) {
      Arguments arguments = new Arguments(random, tag);
      List<Command> commands = new ArrayList<>();
      for (Grammar.Row row : rows) {
        for (int i = 0; i < Math.min(row.weight(), MAX_DRAWS_PER_ROW); i++) {
          row.commands().forEach(template -> addIfFit(draw(template, arguments), tag, commands));
        }
      }
      for (int i = 0; i < commands.size(); ) {
        int rest = commands.size() - i;
        if (rest >= COMMANDS_PER_TRANSACTION && random.nextInt(TRANSACTION_ONE_IN) == 0) {
          parts.add(transaction(commands.subList(i, i + COMMANDS_PER_TRANSACTION)));
          i += COMMANDS_PER_TRANSACTION;
        } else {
          parts.add(new Part(List.of(commands.get(i))));
          i++;
        }
      }
    }

    private Command draw(Template template, Arguments arguments) {
      List<String> words = new ArrayList<>();
      template.draw(random, arguments, words);
      return new Command(words);
    }

    private void addIfFit(Command command, String tag, List<Command> commands) {
      boolean comparable =
          terms.normalization().isExact(command) || UNORDERED.contains(command.name());
      // redis-cli takes a number before a command for how often to send it.
      boolean isWord = command.name().matches("[A-Z_]+");
      if (isWord && comparable && !BEYOND_KEYS.contains(command.name())) {
        List<String> named = keysOf(command);
        if (named.stream().allMatch(key -> key.startsWith(tag))) {
          keys.addAll(named);
          commands.add(command);
        }
      }
    }

    private List<String> keysOf(Command command) {
      List<String> question = new ArrayList<>(List.of("COMMAND", "GETKEYS"));
      question.addAll(command.words());
      Reply reply = reference.call(question.toArray(String[]::new));
      return reply.isError() ? List.of() : reply.children().stream().map(Reply::string).toList();
    }

    private static Part transaction(List<Command> commands) {
      List<Command> all = new ArrayList<>();
      all.add(Command.of("MULTI"));
      all.addAll(commands);
      all.add(Command.of("EXEC"));
      return new Part(all);
    }
  }
}
