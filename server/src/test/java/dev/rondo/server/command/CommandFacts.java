package dev.rondo.server.command;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;

/**
 * A row's facts in one line, to be compared with those a real Redis tells in COMMAND INFO and
 * COMMAND DOCS: {@code name arity since group | flags | categories | tips | begin:last:step flags,
 * ...}. What has no order of its own is sorted.
 */
public final class CommandFacts {
  private CommandFacts() {}

  /** A line for each row, sorted. */
  public static List<String> of(List<CommandSpec> rows) {
    return rows.stream().map(CommandFacts::of).sorted().toList();
  }

  private static String of(CommandSpec row) {
    return "%s %d %s %s | %s | %s | %s | %s"
        .formatted(
            row.name(),
            row.arity(),
            row.since(),
            row.group().redisName(),
            sorted(row.flags().stream().filter(CommandFlag::isShown).map(CommandFlag::redisName)),
            sorted(row.categories().stream()),
            String.join(" ", row.tips()),
            row.keys().stream().map(CommandFacts::of).collect(joining(", ")));
  }

  private static String of(KeySpec key) {
    String flags = String.join(" ", key.orderedFlags());
    return key.begin() instanceof KeySpec.Index index && key.find() instanceof KeySpec.Range range
        ? "%d:%d:%d %s".formatted(index.position(), range.last(), range.step(), flags)
        : "%s %s %s".formatted(key.begin(), key.find(), flags);
  }

  private static String sorted(Stream<String> words) {
    return words.sorted().collect(joining(" "));
  }
}
