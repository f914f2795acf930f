package dev.rondo.compat.differential;

import static org.assertj.core.api.Assertions.fail;

import dev.rondo.compat.support.RedisUnderTest;
import dev.rondo.compat.support.ServerKind;
import dev.rondo.compat.support.SharedCluster;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Asks Rondo, one node and then a cluster of them, and a real Redis the same random questions and
 * expects the same answers.
 *
 * <p>System properties: {@code rondo.differential.seed} (default: always the same in the ordinary
 * build, a new one with sequences), {@code rondo.differential.sequences} (default: 500, on a
 * cluster 300), {@code rondo.differential.kinds}, after how many kinds of difference to stop
 * (default 10).
 */
@ExtendWith(SharedCluster.Resolver.class)
class DifferentialTest {

  /** The ordinary build repeats these sequences; a longer hunt draws its own. */
  private static final long ORDINARY_SEED = 20_261_121L;

  private static final int ORDINARY_SEQUENCES = 500;
  private static final int ORDINARY_SEQUENCES_ON_CLUSTER = 300;
  private static final Duration ORDINARY_LIMIT = Duration.ofSeconds(90);
  private static final Duration LONG_LIMIT = Duration.ofHours(6);

  @Test
  void rondoAnswersLikeRedis(TestReporter reporter) {
    try (RedisUnderTest redis = ServerKind.REDIS.start();
        RedisUnderTest rondo = ServerKind.RONDO.start()) {
      Terms terms = Terms.ofOneNode(ReferenceVersion.of(redis));
      run(new Campaign(terms, redis, rondo, InstantSource.system()), ORDINARY_SEQUENCES, reporter);
    }
  }

  /** Each connection of a sequence is to another node. */
  @Test
  void aClusterAnswersLikeRedis(SharedCluster cluster, TestReporter reporter) {
    try (RedisUnderTest redis = ServerKind.REDIS.start()) {
      Terms terms = Terms.ofCluster(ReferenceVersion.of(redis));
      run(
          new Campaign(terms, redis, cluster.get(), InstantSource.system()),
          ORDINARY_SEQUENCES_ON_CLUSTER,
          reporter);
    }
  }

  private static void run(Campaign campaign, int ordinarySequences, TestReporter reporter) {
    @Nullable Integer wanted = Integer.getInteger("rondo.differential.sequences");
    long seed =
        Long.getLong(
            "rondo.differential.seed",
            wanted == null ? ORDINARY_SEED : InstantSource.system().millis() * 1_000_000L);
    reporter.publishEntry("rondo.differential.seed", Long.toString(seed));
    Campaign.Report report =
        campaign.run(
            seed,
            wanted == null ? ordinarySequences : wanted,
            wanted == null ? ORDINARY_LIMIT : LONG_LIMIT,
            Integer.getInteger("rondo.differential.kinds", 10));
    reporter.publishEntry("sequences", Integer.toString(report.sequences()));
    if (!report.differences().isEmpty()) {
      fail("seed %d, %s", seed, report);
    }
  }
}
