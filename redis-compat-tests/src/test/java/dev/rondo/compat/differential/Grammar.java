package dev.rondo.compat.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What can be sent: weighted rows, each the {@link Template} of a command (or of some that belong
 * together).
 */
record Grammar(List<Row> rows) {

  private static final String RESOURCE = "grammar.txt";
  private static final Pattern ROW =
      Pattern.compile(
          "(?<weight>\\d+)(?<strict>!?)\\s+(?:@(?<since>\\d+\\.\\d+)\\s+)?"
              + "(?<oneNode>@one-node\\s+)?(?<commands>.+)");

  Grammar {
    rows = List.copyOf(rows);
  }

  /**
   * One line of the grammar.
   *
   * @param weight how often it is drawn, relative to the other rows
   * @param strict whether its words are sent exactly as drawn, never spoiled
   * @param since the first version of Redis to know it, for instance {@code 7.2}; 0 for "always"
   * @param oneNodeOnly whether a cluster does not know it, or does it on one node only
   * @param commands the commands to send one after the other
   */
  record Row(
      int weight, boolean strict, double since, boolean oneNodeOnly, List<Template> commands) {
    Row {
      commands = List.copyOf(commands);
    }
  }

  /** Reads the rows that a reference of version {@code redisVersion}, such as 7.0, understands. */
  static Grammar load(double redisVersion) {
    try (InputStream in = Grammar.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing");
      }
      return parse(new String(in.readAllBytes(), UTF_8), redisVersion);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those rows that mean the same for a cluster as for one node. */
  Grammar forCluster() {
    return new Grammar(rows.stream().filter(row -> !row.oneNodeOnly()).toList());
  }

  /** Reads rows from text: one a line; empty lines and those that start with # are left out. */
  static Grammar parse(String text, double redisVersion) {
    List<Row> rows = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        rows.add(parseRow(line));
      }
    }
    return new Grammar(rows.stream().filter(row -> row.since() <= redisVersion).toList());
  }

  private static Row parseRow(String line) {
    Matcher matcher = ROW.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no row of the grammar: " + line);
    }
    String since = matcher.group("since");
    return new Row(
        Integer.parseInt(matcher.group("weight")),
        !matcher.group("strict").isEmpty(),
        since == null ? 0 : Double.parseDouble(since),
        matcher.group("oneNode") != null,
        Stream.of(matcher.group("commands").split(" ; ")).map(Template::parse).toList());
  }
}
