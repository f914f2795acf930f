package dev.rondo.server.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LzfTest {
  /** Outputs of LibLZF 3.6, given room for four bytes less than the input. */
  @ParameterizedTest
  @CsvSource({
    "aaaaaaaaaaaaaaaaaaaaaaaaa, 016161e00c00016161",
    "aaaaaaaa, none",
    "abcdefghijklmnop, none",
    "aaaaaaaaaaaaaaaaaaaaab, 016161e00a000062",
    "abababababababababababab, 02616261e00a01016162",
    "sessionsessionsessionsession, 0773657373696f6e73e00a06006e",
    "xaaaaaaaaaaaaaaaaaaaaaa, 017861e00a00016161",
    "xaaaaaaaaaaaaaaaaaaaaaaa, 017861e00b00016161",
    "xyaaaaaaaaaaaaaaaaaaaaaaaa, 02787961e00c00016161",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrs, 1a6162636465666768696a6b6c6d6e6f707172737475767778797a61e00719017273",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvw, 1a6162636465666768696a6b6c6d6e6f707172737475767778797a61e00b19017677",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, 016161e0fd00016161",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, 016161e0fe00016161",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, 016161e0ff00016161",
    "0123456789abcdefghijklmnopqrstuv0123456789, none",
    "the cat the hat the bat the cat sat, 0874686520636174207420070068a0070062a007401702736174",
  })
  void compressesAsLibLzf(String input, String compressed) {
    byte[] bytes = input.getBytes(StandardCharsets.US_ASCII);
    assertThat(hexOrNone(Lzf.compress(bytes, bytes.length - 4))).isEqualTo(compressed);
  }

  @Test
  void restoresWhatItCompressed() {
    Random random = new Random(1);
    int compressedCount = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] input = sample(random);
      byte[] compressed = Lzf.compress(input, input.length - 4);
      if (compressed != null) {
        compressedCount++;
        assertThat(compressed.length).isLessThanOrEqualTo(input.length - 4);
        assertThat(Lzf.decompress(compressed, 0, compressed.length, input.length)).isEqualTo(input);
      }
    }
    assertThat(compressedCount).isBetween(1_000, 4_500);
  }

  @Test
  void refusesAWrongLengthAndCutInput() {
    byte[] input = "session:session:session:session".getBytes(StandardCharsets.US_ASCII);
    byte[] compressed = Objects.requireNonNull(Lzf.compress(input, input.length));
    assertThat(Lzf.decompress(compressed, 0, compressed.length, input.length - 1)).isNull();
    assertThat(Lzf.decompress(compressed, 0, compressed.length, input.length + 1)).isNull();
    for (int cut = 0; cut < compressed.length; cut++) {
      assertThat(Lzf.decompress(compressed, 0, cut, input.length)).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"2000, 3", "e0ff00, 264", "0061e0ff01, 265", "05, 6", "e0, 9", "e005, 14", "20, 3"})
  void refusesCopiesFromBeforeTheStartAndMissingBytes(String input, int length) {
    byte[] bytes = HexFormat.of().parseHex(input);
    assertThat(Lzf.decompress(bytes, 0, bytes.length, length)).isNull();
  }

  @Test
  void oneControlCanStandFor264Bytes() {
    byte[] longest = HexFormat.of().parseHex("0061e0ff00");
    byte[] expected = new byte[265];
    Arrays.fill(expected, (byte) 'a');
    assertThat(Lzf.decompress(longest, 0, longest.length, 265)).isEqualTo(expected);
    assertThat(Lzf.decompress(longest, 0, longest.length, Integer.MAX_VALUE)).isNull();
  }

  /**
   * Byte strings of many shapes: noise, few letters, repetitions with and without noise, copies
   * from further back.
   */
  static byte[] sample(Random random) {
    byte[] bytes = new byte[random.nextInt(random.nextInt(4) == 0 ? 2_000 : 80)];
    int shape = random.nextInt(4);
    int period = 1 + random.nextInt(30);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          switch (shape) {
            case 0 -> (byte) random.nextInt();
            case 1 -> (byte) ('a' + random.nextInt(3));
            case 2 ->
                i < period || random.nextInt(40) == 0 ? (byte) random.nextInt() : bytes[i - period];
            default ->
                i > 0 && random.nextInt(4) > 0
                    ? bytes[random.nextInt(i)]
                    : (byte) random.nextInt(256);
          };
    }
    return bytes;
  }

  private static String hexOrNone(byte @Nullable [] bytes) {
    return bytes == null ? "none" : HexFormat.of().formatHex(bytes);
  }
}
