package dev.rondo.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Murmur3Test {
  @ParameterizedTest
  @CsvSource({
    "'', 00000000",
    "00, 514e28b7",
    "0000, 30f4c306",
    "000000, 85f0b427",
    "00000000, 2362f9de",
    "21, 72661cf4",
    "2143, a0f7b07a",
    "214365, 7e4a8634",
    "21436587, f55b516b",
    "ffffffff, 76293b50",
  })
  void hashesBytes(String hex, String hash) {
    assertThat(Murmur3.hash32(HexFormat.of().parseHex(hex)))
        .isEqualTo(HexFormat.fromHexDigits(hash));
  }

  @ParameterizedTest
  @CsvSource({
    "foo, f6a5c420",
    "hello, 248bfa47",
    "'hello, world', 149bbb7f",
    "The quick brown fox jumps over the lazy dog, 2e4ff723",
  })
  void hashesText(String text, String hash) {
    assertThat(Murmur3.hash32(text.getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(HexFormat.fromHexDigits(hash));
  }
}
