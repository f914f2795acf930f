package dev.rondo.server.consistency;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Level;
import dev.rondo.server.text.GlobPattern;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What users, patterns of keys and the server say about consistency, nearest first. Immutable.
 *
 * <p>A key has the choice of the first pattern it matches; a command with several keys takes the
 * strictest of what its keys have, for reads and for writes apart.
 */
public final class ConsistencyPolicy {
  /** Who decided when nobody else did. */
  public static final String SERVER = "server";

  /**
   * A level and who decided on it.
   *
   * @param by {@code user <name>}, {@code pattern <glob>} or {@link #SERVER}
   */
  public record Decision(Level level, String by) {}

  private record Pattern(GlobPattern glob, ConsistencyRule rule) {}

  private final Consistency server;
  private final List<ConsistencyRule> users;
  private final List<Pattern> patterns;
  private final Comparator<Level> strictness;

  /**
   * @param server what holds when nobody says anything
   * @param users choices of users by their names
   * @param patterns choices of keys, the first match first
   * @param replicas N
   */
  public ConsistencyPolicy(
      Consistency server,
      List<ConsistencyRule> users,
      List<ConsistencyRule> patterns,
      int replicas) {
    this.server = server;
    this.users = List.copyOf(users);
    this.patterns =
        patterns.stream()
            .map(
                rule ->
                    new Pattern(
                        GlobPattern.compile(rule.subject().getBytes(StandardCharsets.UTF_8)), rule))
            .toList();
    this.strictness = Level.byStrictness(replicas);
  }

  /** One in which the server alone has a say. */
  public static ConsistencyPolicy of(Consistency server) {
    return new ConsistencyPolicy(server, List.of(), List.of(), 1);
  }

  /** What a user says. */
  public ConsistencyChoice ofUser(String name) {
    for (ConsistencyRule rule : users) {
      if (rule.subject().equals(name)) {
        return rule.choice();
      }
    }
    return ConsistencyChoice.NONE;
  }

  /** Whether the keys matter for a request about which this is said. */
  public boolean dependsOnKeys(ConsistencyChoice said) {
    return !patterns.isEmpty() && !said.isComplete();
  }

  /**
   * What a request gets.
   *
   * @param said what request, connection and user say
   * @param keys the keys it names
   */
  public Consistency decide(ConsistencyChoice said, List<byte[]> keys) {
    if (!dependsOnKeys(said) || keys.isEmpty()) {
      return said.orElse(server);
    }
    return said.orElse(new Consistency(read(keys).level(), write(keys).level()));
  }

  /** How keys are read about which nobody nearer says anything, and who decided that. */
  public Decision read(List<byte[]> keys) {
    return strictest(keys, ConsistencyChoice::read, server.read());
  }

  /** As {@link #read}, for writes. */
  public Decision write(List<byte[]> keys) {
    return strictest(keys, ConsistencyChoice::write, server.write());
  }

  private Decision strictest(
      List<byte[]> keys, Function<ConsistencyChoice, @Nullable Level> part, Level fallback) {
    Decision strictest = null;
    for (byte[] key : keys) {
      Decision next = ofKey(key, part, fallback);
      if (strictest == null || strictness.compare(next.level(), strictest.level()) > 0) {
        strictest = next;
      }
    }
    return strictest == null ? new Decision(fallback, SERVER) : strictest;
  }

  private Decision ofKey(
      byte[] key, Function<ConsistencyChoice, @Nullable Level> part, Level fallback) {
    for (Pattern pattern : patterns) {
      if (pattern.glob().matches(key)) {
        Level level = part.apply(pattern.rule().choice());
        return level == null
            ? new Decision(fallback, SERVER)
            : new Decision(level, "pattern " + pattern.rule().subject());
      }
    }
    return new Decision(fallback, SERVER);
  }
}
