package dev.rondo.server.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Crc64Test {
  @Test
  void givesTheCheckValue() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(Crc64.of(digits, 0, digits.length)).isEqualTo(0xe9c6d914c4b8d9caL);
    assertThat(Crc64.of(digits, 3, 0)).isZero();
  }

  /** Against the definition: shift the bits in one by one. */
  @Test
  void agreesWithTheDefinitionAtEveryLengthAndStart() {
    byte[] bytes = new byte[70];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 37 + 11);
    }
    for (int from = 0; from < 9; from++) {
      for (int length = 0; from + length <= bytes.length; length++) {
        assertThat(Crc64.of(bytes, from, length)).isEqualTo(bitByBit(bytes, from, length));
      }
    }
  }

  private static long bitByBit(byte[] bytes, int from, int length) {
    long crc = 0;
    for (int i = from; i < from + length; i++) {
      crc ^= bytes[i] & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        boolean carry = (crc & 1) != 0;
        crc >>>= 1;
        if (carry) {
          crc ^= 0x95ac9329ac4bc9b5L;
        }
      }
    }
    return crc;
  }
}
