package dev.rondo.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WaitTimeoutTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "-0.0001, 0",
    "0.0001, 1",
    "0.001, 1",
    "0.0010001, 2",
    "1.5, 1500",
    "0x10, 16000",
    "1e-4000, 1",
    "9223372036854775, 9223372036854775000",
  })
  void isRoundedUpToMilliseconds(String seconds, long millis) {
    assertThat(WaitTimeout.millis(Bytes.of(seconds))).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({
    "x, ERR timeout is not a float or out of range",
    "nan, ERR timeout is not a float or out of range",
    "-1, ERR timeout is negative",
    "-1e300, ERR timeout is negative",
    "-inf, ERR timeout is negative",
    "9223372036854776, ERR timeout is out of range",
    "1e400, ERR timeout is out of range",
    "inf, ERR timeout is out of range",
  })
  void isRefused(String seconds, String error) {
    assertThatThrownBy(() -> WaitTimeout.millis(Bytes.of(seconds)))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.reply()).isEqualTo(error));
  }
}
