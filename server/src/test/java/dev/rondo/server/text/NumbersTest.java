package dev.rondo.server.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  /**
   * What redis-server 7.0 replies to ZADD with the text as a score: 1 field and the double's bits,
   * or the error.
   */
  private static final String DOUBLES =
      """
      '' | ERR value is not a valid float
      0 | 0x0.0p0
      -0 | -0x0.0p0
      +1 | 0x1.0p0
      +-1 | ERR value is not a valid float
      %201 | ERR value is not a valid float
      1%20 | ERR value is not a valid float
      1. | 0x1.0p0
      . | ERR value is not a valid float
      .5 | 0x1.0p-1
      -.5 | -0x1.0p-1
      +.5 | 0x1.0p-1
      1e | ERR value is not a valid float
      1e+ | ERR value is not a valid float
      1e5 | 0x1.86ap16
      1E5 | 0x1.86ap16
      1e-5 | 0x1.4f8b588e368f1p-17
      e5 | ERR value is not a valid float
      0x | ERR value is not a valid float
      0x1 | 0x1.0p0
      0X1.8 | 0x1.8p0
      0x1.8p1 | 0x1.8p1
      0x.8 | 0x1.0p-1
      0x. | ERR value is not a valid float
      0x.p1 | ERR value is not a valid float
      0x1p | ERR value is not a valid float
      0x1p+ | ERR value is not a valid float
      0x1P-3 | 0x1.0p-3
      0xg | ERR value is not a valid float
      inf | Infinity
      INF | Infinity
      -inf | -Infinity
      +inf | Infinity
      infinity | Infinity
      Infinity | Infinity
      infinit | ERR value is not a valid float
      infi | ERR value is not a valid float
      nan | ERR value is not a valid float
      NaN | ERR value is not a valid float
      -nan | ERR value is not a valid float
      nan(1) | ERR value is not a valid float
      nan( | ERR value is not a valid float
      nan() | ERR value is not a valid float
      1e308 | 0x1.1ccf385ebc8ap1023
      1e309 | ERR value is not a valid float
      1e4932 | ERR value is not a valid float
      1.18e4932 | ERR value is not a valid float
      1.2e4932 | ERR value is not a valid float
      1e5000 | ERR value is not a valid float
      1e-308 | 0x0.730d67819e8d2p-1022
      1e-324 | ERR value is not a valid float
      5e-324 | 0x0.0000000000001p-1022
      2e-324 | ERR value is not a valid float
      3e-324 | 0x0.0000000000001p-1022
      1e-4950 | ERR value is not a valid float
      1e-4951 | ERR value is not a valid float
      1e-4952 | ERR value is not a valid float
      2e-4951 | ERR value is not a valid float
      1.8e-4951 | ERR value is not a valid float
      1.9e-4951 | ERR value is not a valid float
      1e-5000 | ERR value is not a valid float
      0e99999999999999999999 | 0x0.0p0
      1e99999999999999999999 | ERR value is not a valid float
      1e-99999999999999999999 | ERR value is not a valid float
      0x1p16383 | ERR value is not a valid float
      0x1p16384 | ERR value is not a valid float
      0x1.fffffffffffffffep16383 | ERR value is not a valid float
      0x1.ffffffffffffffffp16383 | ERR value is not a valid float
      0x1p-16445 | ERR value is not a valid float
      0x1p-16446 | ERR value is not a valid float
      0x1.1p-16446 | ERR value is not a valid float
      0x1p-16447 | ERR value is not a valid float
      0x0p99999999999 | 0x0.0p0
      0x1p1023 | 0x1.0p1023
      0x1p1024 | ERR value is not a valid float
      0x1.fffffffffffffp1023 | 0x1.fffffffffffffp1023
      0x1.fffffffffffff8p1023 | ERR value is not a valid float
      0x1.fffffffffffff7p1023 | 0x1.fffffffffffffp1023
      0x1p-1074 | 0x0.0000000000001p-1022
      0x1p-1075 | ERR value is not a valid float
      0x1.1p-1075 | 0x0.0000000000001p-1022
      1_000 | ERR value is not a valid float
      1,5 | ERR value is not a valid float
      1d | ERR value is not a valid float
      1f | ERR value is not a valid float
      1L | ERR value is not a valid float
      0b1 | ERR value is not a valid float
      %091 | ERR value is not a valid float
      1%00 | ERR value is not a valid float
      %001 | ERR value is not a valid float
      1%0a | ERR value is not a valid float
      3.0e3 | 0x1.77p11
      9007199254740993 | 0x1.0p53
      9007199254740992.5 | 0x1.0p53
      18446744073709551616 | 0x1.0p64
      18446744073709551617 | 0x1.0p64
      36893488147419103233 | 0x1.0p65
      123456789012345678901234567890 | 0x1.8ee90ff6c373ep96
      0.1 | 0x1.999999999999ap-4
      0.2 | 0x1.999999999999ap-3
      0.3 | 0x1.3333333333333p-2
      1.1 | 0x1.199999999999ap0
      5.0e-1 | 0x1.0p-1
      00001.5 | 0x1.8p0
      0.000 | 0x0.0p0
      -0.0 | -0x0.0p0
      1e0001 | 0x1.4p3
      1..2 | ERR value is not a valid float
      1.2.3 | ERR value is not a valid float
      0x1.2.3 | ERR value is not a valid float
      --1 | ERR value is not a valid float
      i | ERR value is not a valid float
      in | ERR value is not a valid float
      n | ERR value is not a valid float
      na | ERR value is not a valid float
      """;

  static Stream<String> parsesDoubles() {
    return DOUBLES.lines();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "1",
        "-1",
        "10",
        "9223372036854775807",
        "-9223372036854775808",
        "1000000000000000000",
        "999999999999999999"
      })
  void acceptsIntegers(String text) {
    assertThat(Numbers.isLong(Tokens.ascii(text))).isTrue();
    assertThat(Numbers.parseLong(Tokens.ascii(text))).isEqualTo(Long.parseLong(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "''",
        "-",
        "+1",
        "%201",
        "1%20",
        "01",
        "-0",
        "-01",
        "00",
        "--1",
        "1.0",
        "1e3",
        "0x10",
        "1%00",
        "%00",
        "a",
        "9223372036854775808",
        "-9223372036854775809",
        "9999999999999999999",
        "10000000000000000000",
        "18446744073709551616",
        "99999999999999999999999999",
        "1-",
        "%b11"
      })
  void refusesOtherSpellings(String token) {
    byte[] text = Tokens.bytes(token);
    assertThat(Numbers.isLong(text)).isFalse();
    assertThatThrownBy(() -> Numbers.parseLong(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("ERR value is not an integer or out of range");
  }

  @Test
  void writesIntegersAtEveryLength() {
    long[] powers = LongStream.iterate(1, power -> power * 10).limit(19).toArray();
    for (long power : powers) {
      for (long value : new long[] {power - 1, power, power + 1, -power, 1 - power, -1 - power}) {
        assertThat(Numbers.toBytes(value)).isEqualTo(Tokens.ascii(Long.toString(value)));
      }
    }
    assertThat(Numbers.toBytes(Long.MIN_VALUE)).isEqualTo(Tokens.ascii("-9223372036854775808"));
    assertThat(Numbers.toBytes(Long.MAX_VALUE)).isEqualTo(Tokens.ascii("9223372036854775807"));
  }

  @ParameterizedTest
  @MethodSource
  void parsesDoubles(String row) {
    String[] fields = Tokens.fields(row);
    assertThat(doubleOrError(Tokens.bytes(fields[0]))).isEqualTo(fields[1]);
  }

  @Test
  void doublesHaveNoLengthLimit() {
    assertThat(Numbers.parseDouble(Tokens.ascii("1" + "0".repeat(20_000) + "e-20000")))
        .isEqualTo(1.0);
    // Halfway between two doubles, and a last digit above that.
    String halfway = "9007199254740993." + "0".repeat(20_000);
    assertThat(Numbers.parseDouble(Tokens.ascii(halfway))).isEqualTo(9007199254740992.0);
    assertThat(Numbers.parseDouble(Tokens.ascii(halfway + "1"))).isEqualTo(9007199254740994.0);
  }

  private static String doubleOrError(byte[] text) {
    try {
      return Double.toHexString(Numbers.parseDouble(text));
    } catch (InvalidValueException e) {
      return e.getMessage();
    }
  }
}
