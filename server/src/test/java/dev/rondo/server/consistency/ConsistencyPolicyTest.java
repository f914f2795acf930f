package dev.rondo.server.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Level;
import dev.rondo.cluster.Level.Named;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsistencyPolicyTest {
  private static final ConsistencyPolicy POLICY =
      new ConsistencyPolicy(
          Consistency.QUORUM,
          List.of(new ConsistencyRule("ann", new ConsistencyChoice(Named.TWO, null))),
          List.of(
              new ConsistencyRule("sess:vip:*", new ConsistencyChoice(Named.ALL, null)),
              new ConsistencyRule("sess:*", new ConsistencyChoice(Named.ONE, Named.ONE)),
              new ConsistencyRule("log:*", new ConsistencyChoice(null, Named.LOCAL_ONE))),
          3);

  private static List<byte[]> keys(String keys) {
    return Stream.of(keys.split(" "))
        .filter(key -> !key.isEmpty())
        .map(key -> key.getBytes(StandardCharsets.US_ASCII))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "'', QUORUM, QUORUM",
    "other, QUORUM, QUORUM",
    "sess:1, ONE, ONE",
    "sess:vip:1, ALL, QUORUM",
    "log:1, QUORUM, LOCAL_ONE",
    "sess:1 sess:2, ONE, ONE",
    "sess:1 other, QUORUM, QUORUM",
    "sess:1 sess:vip:1, ALL, QUORUM",
    "log:1 sess:1, QUORUM, LOCAL_ONE"
  })
  void theFirstPatternOfAKeyAndTheStrictestOfSeveralKeys(String keys, String read, String write) {
    assertThat(POLICY.decide(ConsistencyChoice.NONE, keys(keys)))
        .isEqualTo(new Consistency(Level.parse(read), Level.parse(write)));
  }

  @Test
  void whoIsNearerDecidesAndLeavesTheRestToOthers() {
    ConsistencyChoice asked = new ConsistencyChoice(null, Named.THREE);
    ConsistencyChoice said = asked.orElse(POLICY.ofUser("ann"));
    assertThat(POLICY.decide(said, keys("sess:1")))
        .isEqualTo(new Consistency(Named.TWO, Named.THREE));
    assertThat(POLICY.decide(asked.orElse(POLICY.ofUser("bob")), keys("sess:1")))
        .isEqualTo(new Consistency(Named.ONE, Named.THREE));
    assertThat(POLICY.dependsOnKeys(said)).isFalse();
  }

  @Test
  void saysWhoDecided() {
    assertThat(POLICY.read(keys("sess:1")).by()).isEqualTo("pattern sess:*");
    assertThat(POLICY.read(keys("sess:1 sess:vip:2")).by()).isEqualTo("pattern sess:vip:*");
    assertThat(POLICY.write(keys("sess:vip:2")).by()).isEqualTo("server");
    assertThat(POLICY.write(List.of()).by()).isEqualTo("server");
  }

  @Test
  void levelsByStrictness() {
    List<Level> levels =
        Stream.of("ONE LOCAL_ONE 2 LOCAL_QUORUM QUORUM EACH_QUORUM 3 ALL".split(" "))
            .map(Level::parse)
            .toList();
    Level[] shuffled = levels.toArray(Level[]::new);
    Arrays.sort(shuffled, Level.byStrictness(3).reversed());
    Arrays.sort(shuffled, Level.byStrictness(3));
    assertThat(shuffled).containsExactlyElementsOf(levels);
  }
}
