package dev.rondo.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoresTest {
  private static final double[] ASCENDING = {
    Double.NEGATIVE_INFINITY,
    -Double.MAX_VALUE,
    -1e20,
    -1,
    -0.5,
    -Double.MIN_VALUE,
    0,
    Double.MIN_VALUE,
    0.1,
    1,
    1.5,
    2,
    1e17,
    Double.MAX_VALUE,
    Double.POSITIVE_INFINITY
  };

  @ParameterizedTest
  @CsvSource({
    "0, 8000000000000000",
    "-0.0, 8000000000000000",
    "1, bff0000000000000",
    "-1, 400fffffffffffff",
    "0.1, bfb999999999999a",
    "Infinity, fff0000000000000",
    "-Infinity, 000fffffffffffff",
  })
  void bytes(double score, String hex) {
    assertThat(HexFormat.of().formatHex(Scores.encode(score))).isEqualTo(hex);
  }

  @Test
  void bytesAscendAsScoresDo() {
    for (int i = 0; i < ASCENDING.length; i++) {
      assertThat(Scores.decode(Scores.encode(ASCENDING[i]))).isEqualTo(ASCENDING[i]);
      if (i > 0) {
        assertThat(
                Arrays.compareUnsigned(
                    Scores.encode(ASCENDING[i - 1]), Scores.encode(ASCENDING[i])))
            .as("%s < %s", ASCENDING[i - 1], ASCENDING[i])
            .isNegative();
      }
    }
  }

  @Test
  void refusesWhatIsNoScore() {
    assertThatThrownBy(() -> Scores.encode(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Scores.decode(new byte[7])).isInstanceOf(StoreException.class);
  }
}
