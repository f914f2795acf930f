package dev.rondo.compat.differential;

import dev.rondo.compat.support.RedisUnderTest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs many sequences against two servers and collects differences, one of each kind. */
final class Campaign {

  private final Terms terms;
  private final SequenceGenerator generator;
  private final RedisUnderTest reference;
  private final RedisUnderTest subject;
  private final InstantSource clock;

  Campaign(Terms terms, RedisUnderTest reference, RedisUnderTest subject, InstantSource clock) {
    this.terms = terms;
    this.generator = terms.generator();
    this.reference = reference;
    this.subject = subject;
    this.clock = clock;
  }

  /**
   * What a campaign found.
   *
   * @param sequences how many were run
   * @param differences how each kind of difference shows, ready to print
   */
  record Report(int sequences, Map<String, String> differences) {

    /** All differences, with what it takes to see each of them again. */
    @Override
    public String toString() {
      return sequences + " sequences\n" + String.join("\n", differences.values());
    }
  }

  /**
   * Runs the sequences of {@code seed}, {@code seed + 1} and so on.
   *
   * @param limit when to stop even if fewer than {@code sequences} were run
   * @param maxKinds when to stop looking for further kinds of difference
   */
  Report run(long seed, int sequences, Duration limit, int maxKinds) {
    Instant end = clock.instant().plus(limit);
    Map<String, String> differences = new LinkedHashMap<>();
    int done = 0;
    try (Lockstep lockstep = new Lockstep(reference, subject, terms.normalization())) {
      while (done < sequences && differences.size() < maxKinds && clock.instant().isBefore(end)) {
        long sequenceSeed = seed + done++;
        Optional<Difference> found = lockstep.run(generator.generate(sequenceSeed));
        if (found.isPresent() && !differences.containsKey(found.get().signature())) {
          Optional<Difference> small = new Shrinker(lockstep, found.get()).shrink();
          differences.put(
              small.orElse(found.get()).signature(),
              describe(sequenceSeed, found.get(), small.orElse(null)));
        }
      }
    }
    return new Report(done, differences);
  }

  private static String describe(long seed, Difference found, @Nullable Difference small) {
    String replay = "-Drondo.differential.seed=" + seed + " -Drondo.differential.sequences=1";
    return small == null
        ? "seen once only, not again when repeated; " + replay + "\n" + found
        : "shortened from " + found.steps().size() + " steps; " + replay + "\n" + small;
  }
}
