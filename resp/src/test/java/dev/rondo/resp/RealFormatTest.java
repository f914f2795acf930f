package dev.rondo.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealFormatTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "3, 3",
    "-3, -3",
    "0.1, 0.10000000000000001",
    "-0.5, -0.5",
    "3.141592653589793, 3.1415926535897931",
    "1234567890123.456, 1234567890123.4561",
    "9007199254740993, 9007199254740992",
    "1e16, 10000000000000000",
    "1e17, 1e+17",
    "123456789012345680, 1.2345678901234568e+17",
    "-1.25e20, -1.25e+20",
    "1e23, 9.9999999999999992e+22",
    "1e100, 1e+100",
    "0.0001, 0.0001",
    "0.00001, 1.0000000000000001e-05",
    "1.5e-5, 1.5e-05",
    "-1.5e-7, -1.4999999999999999e-07",
    "5e-324, 4.9406564584124654e-324",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "Infinity, inf",
    "-Infinity, -inf",
    "NaN, nan"
  })
  void printsAsRedisDoes(double value, String expected) {
    assertThat(RealFormat.format(value)).isEqualTo(expected);
  }

  @Test
  void printsWhatReadsBackAsTheSameDouble() {
    long seed = Long.getLong("rondo.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      double value = anyDouble(random);
      assertThat(Double.parseDouble(RealFormat.format(value))).as("seed %d", seed).isEqualTo(value);
    }
  }

  /** A finite double other than zero: any bits, or what people use. */
  static double anyDouble(Random random) {
    double value =
        switch (random.nextInt(4)) {
          case 0 -> Double.longBitsToDouble(random.nextLong());
          case 1 -> random.nextInt(1_000_000) / 100.0;
          case 2 -> random.nextLong() >> random.nextInt(64);
          default -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
        };
    return Double.isFinite(value) && value != 0 ? value : 0.1;
  }
}
