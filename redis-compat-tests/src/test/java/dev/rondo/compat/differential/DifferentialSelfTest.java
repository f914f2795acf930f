package dev.rondo.compat.differential;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.RedisUnderTest;
import dev.rondo.compat.support.ServerKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The differential test itself: silent about equal servers, and not about others. */
class DifferentialSelfTest {

  private static final Pattern CALLS =
      Pattern.compile("cmdstat_([a-z_]+)[|a-z-]*:calls=(\\d+).*,failed_calls=(\\d+)");
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void twoEqualServersDoNotDiffer() {
    try (RedisUnderTest reference = ServerKind.REDIS.start();
        RedisUnderTest subject = ServerKind.REDIS.start()) {
      Campaign.Report report =
          campaign(reference, subject)
              .run(1, Integer.getInteger("rondo.differential.self", 400), Duration.ofHours(1), 5);

      assertThat(report.differences()).as("%s", report).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rename-command, GETRANGE ohno, GETRANGE",
    "databases, 3, (CONFIG GET databases|SELECT|MOVE|COPY|SWAPDB)",
    "maxclients, 77, CONFIG GET maxclients",
  })
  void aServerThatDiffersIsFoundOutInFewSteps(String option, String value, String command) {
    try (RedisUnderTest reference = ServerKind.REDIS.start();
        RedisUnderTest subject = ServerKind.REDIS.start(("--" + option + " " + value).split(" "))) {
      Campaign.Report report = campaign(reference, subject).run(1, 2_000, LIMIT, 1);

      assertThat(report.differences()).hasSize(1);
      assertThat(report.toString()).contains("shortened from");
      assertThat(report.toString().lines().filter(line -> line.contains("> ")))
          .hasSizeLessThanOrEqualTo(2)
          .last(as(STRING))
          .containsPattern("(?i)> " + command);
    }
  }

  /** Otherwise the rows would only ever compare error messages. */
  @Test
  void everyCommandSometimesSucceeds() {
    Grammar grammar = Grammar.load(7.0);
    Grammar keepingStatistics =
        new Grammar(
            grammar.rows().stream().filter(row -> !row.toString().contains("RESETSTAT")).toList());
    Set<String> names =
        grammar.rows().stream()
            .flatMap(row -> row.commands().stream())
            .map(DifferentialSelfTest::firstWord)
            .filter(word -> word.matches("[A-Z_]+"))
            .map(word -> word.toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new));
    // QUIT is no command in 7.0, and does not count.
    names.remove("quit");
    try (RedisUnderTest reference = ServerKind.REDIS.start();
        RedisUnderTest subject = ServerKind.REDIS.start();
        RawClient client = reference.connect()) {
      Campaign.Report report =
          new Campaign(
                  new Terms(keepingStatistics, Normalization.OF_ONE_NODE, false),
                  reference,
                  subject,
                  InstantSource.system())
              .run(1, 500, Duration.ofHours(1), 1);
      assertThat(report.sequences()).as("%s", report).isEqualTo(500);
      Set<String> succeeded =
          CALLS
              .matcher(client.call("INFO", "commandstats").string())
              .results()
              .filter(stat -> Long.parseLong(stat.group(2)) > Long.parseLong(stat.group(3)))
              .map(stat -> stat.group(1))
              .collect(Collectors.toSet());

      assertThat(succeeded).containsAll(names);
    }
  }

  private static String firstWord(Template template) {
    return template instanceof Template.Sequence sequence
            && sequence.parts().get(0) instanceof Template.Literal literal
        ? literal.text()
        : "";
  }

  @Test
  void aSeedAlwaysGivesTheSameSequence() {
    SequenceGenerator generator = Terms.ofOneNode(7.2).generator();

    assertThat(generator.generate(42)).isEqualTo(generator.generate(42));
    assertThat(generator.generate(42)).isNotEqualTo(generator.generate(43));
  }

  private static Campaign campaign(RedisUnderTest reference, RedisUnderTest subject) {
    return new Campaign(
        Terms.ofOneNode(ReferenceVersion.of(reference)),
        reference,
        subject,
        InstantSource.system());
  }
}
