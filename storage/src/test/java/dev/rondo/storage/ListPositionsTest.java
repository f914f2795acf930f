package dev.rondo.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListPositionsTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void endsAreExtendedByCounting() {
    byte[] first = ListPositions.first();
    assertThat(HEX.formatHex(first)).isEqualTo("8000000000000000");
    assertThat(HEX.formatHex(ListPositions.after(first))).isEqualTo("8000000000000001");
    assertThat(HEX.formatHex(ListPositions.before(first))).isEqualTo("7fffffffffffffff");
    assertThat(HEX.formatHex(ListPositions.after(HEX.parseHex("800000000000000080"))))
        .isEqualTo("8000000000000001");
    assertThat(HEX.formatHex(ListPositions.before(HEX.parseHex("800000000000000080"))))
        .isEqualTo("7fffffffffffffff");
  }

  @ParameterizedTest
  @CsvSource({
    "8000000000000000, 8000000000000001, 800000000000000080",
    "8000000000000000, 800000000000000080, 800000000000000040",
    "800000000000000080, 8000000000000001, 8000000000000000c0",
    "8000000000000000, 800000000000000001, 80000000000000000080",
    "8000000000000000, 80000000000000000001, 8000000000000000000080",
    "8000000000000000ff, 8000000000000001, 8000000000000000ff80",
    "800000000000000001ff, 800000000000000002, 800000000000000001ff80",
    "800000000000000001, 80000000000000000180, 80000000000000000140",
    "8000000000000000, 8000000000000010, 8000000000000008",
    "8000000000000000aa, 8000000000000002, 8000000000000001",
    "0000000000000000, ffffffffffffffff, 7fffffffffffffff",
    "00000000000000ff, 0000000000000100, 00000000000000ff80",
  })
  void between(String low, String high, String expected) {
    assertThat(HEX.formatHex(ListPositions.between(HEX.parseHex(low), HEX.parseHex(high))))
        .isEqualTo(expected);
  }

  @Test
  void thereIsAlwaysRoom() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int list = 0; list < 50; list++) {
      List<byte[]> positions = new ArrayList<>(List.of(ListPositions.first()));
      for (int i = 0; i < 200; i++) {
        int at =
            random.nextInt(3) == 0 ? random.nextInt(positions.size() + 1) : positions.size() / 2;
        positions.add(at, at(positions, at));
      }
      for (int i = 1; i < positions.size(); i++) {
        assertThat(Arrays.compareUnsigned(positions.get(i - 1), positions.get(i)))
            .as("seed %s", seed)
            .isNegative();
      }
    }
  }

  private static byte[] at(List<byte[]> positions, int at) {
    if (at == 0) {
      return ListPositions.before(positions.get(0));
    }
    if (at == positions.size()) {
      return ListPositions.after(positions.get(at - 1));
    }
    return ListPositions.between(positions.get(at - 1), positions.get(at));
  }

  @Test
  void refusesWrongOrder() {
    byte[] position = ListPositions.first();
    assertThatThrownBy(() -> ListPositions.between(position, position))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
