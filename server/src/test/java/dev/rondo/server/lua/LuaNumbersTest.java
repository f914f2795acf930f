package dev.rondo.server.lua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts as glibc's printf makes them. */
class LuaNumbersTest {
  @ParameterizedTest
  @CsvSource({
    "3, 14, 3",
    "-7, 17, -7",
    "0.1, 14, 0.1",
    "0.1, 17, 0.10000000000000001",
    "1e15, 14, 1e+15",
    "1e15, 17, 1000000000000000",
    "1e14, 17, 100000000000000",
    "123456789012345678, 17, 1.2345678901234568e+17",
    "0.0001, 14, 0.0001",
    "0.00001, 14, 1e-05",
    "1e300, 14, 1e+300",
    "1e-300, 14, 1e-300",
    "0.33333333333333331, 3, 0.333",
    "9007199254740992, 14, 9.007199254741e+15",
    "-0.0, 14, -0",
    "1234, 3, 1.23e+03",
    "Infinity, 14, inf",
    "-Infinity, 14, -inf"
  })
  void formats(double value, int precision, String text) {
    assertThat(LuaNumbers.format(value, precision)).isEqualTo(text);
  }

  @Test
  void truncates() {
    assertThat(LuaNumbers.toLong(3.99)).isEqualTo(3);
    assertThat(LuaNumbers.toLong(-3.99)).isEqualTo(-3);
    assertThat(LuaNumbers.toLong(0x1p63)).isEqualTo(Long.MIN_VALUE);
    assertThat(LuaNumbers.toLong(Double.NaN)).isEqualTo(Long.MIN_VALUE);
  }
}
