package dev.rondo.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the bytes of FORMAT.md, "Hints". */
class HintCodecTest {
  private static final byte[] ROW_KEY = HintCodec.encodeKey(0xfe00_0000_0000_000aL, 0x0102);

  @SuppressWarnings("ArrayRecordComponent") // compared by its elements
  private record Golden(String name, Key key, byte @Nullable [] row, String hex) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Key key(int database, String name) {
    return new Key(database, name.getBytes(StandardCharsets.US_ASCII));
  }

  static List<Golden> goldens() {
    return List.of(
        new Golden("without row", key(5, "foo"), null, "01" + "05" + "03" + "666f6f"),
        new Golden(
            "with row",
            key(255, "foo"),
            new byte[] {1, 2, 3},
            "01" + "ff" + "03" + "666f6f" + "010203"),
        new Golden("empty key", key(0, ""), new byte[] {9}, "01" + "00" + "00" + "09"),
        new Golden(
            "long key", key(0, "k".repeat(300)), null, "01" + "00" + "ac02" + "6b".repeat(300)));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void hasTheBytesOfTheFormat(Golden golden) {
    byte[] value = HintCodec.encode(golden.key(), golden.row());
    assertThat(HexFormat.of().formatHex(value)).isEqualTo(golden.hex());
    assertThat(HintCodec.sizeOf(golden.key(), golden.row()))
        .isEqualTo(ROW_KEY.length + value.length);
    Hint read = HintCodec.decode(ROW_KEY, value);
    assertThat(read.sequence()).isEqualTo(0x0102);
    assertThat(read.key()).isEqualTo(golden.key());
    assertThat(read.row()).isEqualTo(golden.row());
  }

  @Test
  void theKeyIsTargetAndSequence() {
    assertThat(HexFormat.of().formatHex(ROW_KEY))
        .isEqualTo("fe0000000000000a" + "0000000000000102");
    assertThat(HintCodec.target(ROW_KEY)).isEqualTo(0xfe00_0000_0000_000aL);
    assertThat(HintCodec.sequence(ROW_KEY)).isEqualTo(0x0102);
  }

  @Test
  void refusesWhatIsNoHint() {
    byte[] value = HintCodec.encode(key(5, "foo"), null);
    for (int length = 0; length < value.length; length++) {
      byte[] beginning = Arrays.copyOf(value, length);
      assertCorrupt(() -> HintCodec.decode(ROW_KEY, beginning));
    }
    assertCorrupt(() -> HintCodec.decode(new byte[15], value));
    assertCorrupt(() -> HintCodec.decode(ROW_KEY, new byte[] {2, 0, 0}));
  }

  @Test
  void damagedHintsAreCorruptOrOtherHintsButNeverAnythingElse() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(20)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[0] = 1;
      }
      try {
        Hint hint = HintCodec.decode(ROW_KEY, bytes);
        assertThat(HintCodec.encode(hint.key(), hint.row())).isEqualTo(bytes);
      } catch (StoreException expected) {
        assertThat(expected.kind()).isEqualTo(StoreException.Kind.CORRUPT);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", " + HexFormat.of().formatHex(bytes), e);
      }
    }
  }

  private static void assertCorrupt(Runnable decoding) {
    assertThatThrownBy(decoding::run)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT));
  }
}
