package dev.rondo.compat.differential;

import dev.rondo.compat.support.Reply;
import java.util.List;

/**
 * Two servers answered the last of these steps differently, after they had answered all others
 * alike.
 */
record Difference(
    List<Step> steps, String reference, Reply expected, String subject, Reply actual) {

  private static final int MAX_SHOWN = 1_500;

  Difference {
    steps = List.copyOf(steps);
  }

  /** The last command that was sent. */
  Command command() {
    List<Command> commands = steps.get(steps.size() - 1).commands();
    return commands.get(commands.size() - 1);
  }

  /** What differences of the same cause probably have in common. */
  String signature() {
    String kinds = kind(expected) + " / " + kind(actual);
    return kinds.contains("unknown command") ? kinds : command().name() + " " + kinds;
  }

  private static String kind(Reply reply) {
    return reply.isError() || reply.type() == '?'
        ? reply.toString().replaceAll("'.*", "").replaceAll("[^A-Za-z ]", "")
        : reply.type() + (reply.isNull() ? "nil" : "");
  }

  private static String shown(Reply reply) {
    String text = reply.toString();
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + " ...";
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    steps.forEach(step -> out.append("  ").append(step).append('\n'));
    return out.append("  ")
        .append(reference)
        .append(": ")
        .append(shown(expected))
        .append('\n')
        .append("  ")
        .append(subject)
        .append(": ")
        .append(shown(actual))
        .append('\n')
        .toString();
  }
}
