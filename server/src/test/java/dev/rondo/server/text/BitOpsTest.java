package dev.rondo.server.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.server.text.BitOps.Operator;
import dev.rondo.server.text.BitOps.Unit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BitOpsTest {
  /**
   * Replies of redis-server 7.0: value | bit start end | BITCOUNT, with start end, the same as BIT,
   * BITPOS bit start, with end, the same as BIT.
   */
  private static final String COUNTS_AND_POSITIONS =
      """
       | 0 0 -1 | 0 0 0 -1 -1 -1
      00 | 1 0 -1 | 0 0 0 -1 -1 -1
      ff | 1 0 -1 | 8 8 8 0 0 0
      00ff | 1 0 -1 | 8 8 8 8 8 8
      ffff | 0 0 -1 | 16 16 16 16 -1 -1
      fff000 | 0 0 -1 | 12 12 12 12 12 12
      00000000 | 1 0 -1 | 0 0 0 -1 -1 -1
      ffffffffffffffffffff | 0 0 -1 | 80 80 80 80 -1 -1
      000000000000000000000000000001 | 1 0 -1 | 1 1 1 119 119 119
      a5 | 1 0 -1 | 4 4 4 0 0 0
      0f | 1 0 -1 | 4 4 4 4 4 4
      80 | 1 0 -1 | 1 1 1 0 0 0
      01 | 0 0 -1 | 1 1 1 0 0 0
      7f00fe | 1 0 -1 | 14 14 14 1 1 1
      fff000 | 1 2 -5 | 12 0 10 -1 -1 2
      80 | 0 -10 9 | 1 1 1 1 1 1
      0f | 1 0 -3 | 4 4 2 4 4 4
      80 | 1 -2 1 | 1 1 0 0 0 -1
      000000000000000000000000000001 | 1 21 -104 | 1 0 0 -1 -1 -1
      01 | 0 -9 -9 | 1 1 0 0 0 0
      80 | 0 2 1 | 1 0 0 -1 -1 -1
      ffffffffffffffffffff | 1 -38 27 | 80 80 0 0 0 -1
      00 | 1 -1 -3 | 0 0 0 -1 -1 -1
      01 | 0 1 -1 | 1 0 1 -1 -1 1
      fff000 | 0 20 -1 | 12 0 0 -1 -1 20
      ffffffffffffffffffff | 0 -4 -9 | 80 0 0 80 -1 -1
      ffffffffffffffffffff | 1 8 1 | 80 0 0 64 -1 -1
      ffff | 0 3 -3 | 16 0 11 -1 -1 -1
      80 | 0 1 0 | 1 0 0 -1 -1 -1
      fff000 | 1 2 2 | 12 0 1 -1 -1 2
      000000000000000000000000000001 | 0 11 -7 | 1 0 0 88 -1 11
      01 | 1 2 -1 | 1 0 1 -1 -1 7
      00ff | 0 2 -3 | 8 0 6 -1 -1 2
      00000000 | 0 -4 3 | 0 0 0 0 0 -1
      ff | 1 -1 2 | 8 8 0 0 0 -1
      ff | 0 -1 2 | 8 8 0 8 -1 -1
      0f | 1 -3 -2 | 4 4 2 4 4 5
      01 | 1 2 -2 | 1 0 0 -1 -1 -1
      0f | 1 1 -2 | 4 0 3 -1 -1 4
      0f | 0 1 -3 | 4 0 2 -1 -1 1
      000000000000000000000000000001 | 1 15 9 | 1 0 0 -1 -1 -1
      a5 | 1 -2 -1 | 4 4 1 0 0 7
      80 | 1 -2 -1 | 1 1 0 0 0 -1
      a5 | 1 -5 6 | 4 4 1 0 0 5
      ffffffffffffffffffff | 1 8 5 | 80 0 0 64 -1 -1
      0f | 0 1 1 | 4 0 0 -1 -1 1
      fff000 | 0 -2 -4 | 12 0 0 12 -1 -1
      0f | 1 -2 -2 | 4 4 1 4 4 6
      ff | 0 -1 4 | 8 8 0 8 -1 -1
      ffff | 0 1 3 | 16 8 3 16 -1 -1
      ffffffffffffffffffff | 0 -41 -46 | 80 0 0 80 -1 -1
      01 | 1 -3 -6 | 1 0 0 7 7 -1
      00ff | 1 3 -3 | 8 0 6 -1 -1 8
      00 | 1 2 0 | 0 0 0 -1 -1 -1
      ff | 0 3 -4 | 8 0 2 -1 -1 -1
      00000000 | 1 2 -5 | 0 0 0 -1 -1 -1
      80 | 0 -1 -1 | 1 1 0 1 1 7
       | 1 1 0 | 0 0 0 -1 -1 -1
      ff | 1 -2 -4 | 8 0 0 0 0 -1
      000000000000000000000000000001 | 0 8 -10 | 1 0 0 64 -1 8
      000000000000000000000000000001 | 1 -5 8 | 1 0 0 119 -1 -1
      00000000 | 0 -5 1 | 0 0 0 0 0 -1
      80 | 1 -5 6 | 1 1 0 0 0 -1
      fff000 | 0 -2 1 | 12 4 0 12 12 -1
      ff | 0 0 -7 | 8 8 2 8 -1 -1
      00 | 1 2 1 | 0 0 0 -1 -1 -1
      ffff | 1 -4 3 | 16 16 0 0 0 -1
      01 | 0 -2 2 | 1 1 0 0 0 -1
      ffffffffffffffffffff | 0 11 4 | 80 0 0 -1 -1 -1
      ffff | 1 1 -3 | 16 0 13 8 -1 1
       | 1 -1 0 | 0 0 0 -1 -1 -1
      ffff | 0 0 -2 | 16 8 15 16 -1 -1
       | 1 0 -2 | 0 0 0 -1 -1 -1
      80 | 1 1 -2 | 1 0 0 -1 -1 -1
      00ff | 1 -18 0 | 8 0 0 8 -1 -1
      00000000 | 0 -6 -6 | 0 0 0 0 0 26
      00000000 | 1 1 -6 | 0 0 0 -1 -1 -1
      000000000000000000000000000001 | 1 2 3 | 1 0 0 119 -1 -1
      ffff | 1 -1 -1 | 16 8 1 8 8 15
      00 | 1 -1 -1 | 0 0 0 -1 -1 -1
       | 0 1 0 | 0 0 0 -1 -1 -1
      0f | 0 -10 5 | 4 4 2 0 0 0
      0f | 1 2 -7 | 4 0 0 -1 -1 -1
      0f | 0 2 2 | 4 0 0 -1 -1 2
      00ff | 1 1 3 | 8 8 0 8 8 -1
      00000000 | 0 19 -4 | 0 0 0 -1 -1 19
      a5 | 1 -1 1 | 4 4 0 0 0 -1
      fff000 | 1 -2 -2 | 12 4 0 8 8 -1
      00ff | 0 1 3 | 8 8 0 16 -1 1
      80 | 0 -2 -3 | 1 0 0 1 1 -1
      fff000 | 1 0 1 | 12 12 2 0 0 0
       | 1 -2 1 | 0 0 0 -1 -1 -1
      a5 | 1 1 -2 | 4 0 2 -1 -1 2
      a5 | 1 2 -1 | 4 0 3 -1 -1 2
      01 | 1 6 9 | 1 0 1 -1 -1 7
      ffff | 1 3 3 | 16 0 1 -1 -1 3
      ffff | 0 -4 -3 | 16 8 2 16 -1 -1
      7f00fe | 0 2 4 | 14 7 3 23 23 -1
      7f00fe | 0 -1 -4 | 14 0 0 23 -1 -1
      00 | 1 0 -9223372036854775808 | 0 0 0 -1 -1 -1
      7f00fe | 1 -1 -9223372036854775808 | 14 0 0 16 -1 -1
      ff | 1 -1 -9223372036854775808 | 8 0 0 0 0 -1
      000000000000000000000000000001 | 0 0 -9223372036854775808 | 1 0 0 0 0 0
      01 | 0 -1 0 | 1 1 0 0 0 -1
       | 0 -9223372036854775808 -9223372036854775808 | 0 0 0 -1 -1 -1
      ff | 1 -1 0 | 8 8 0 0 0 -1
      ff | 1 9223372036854775807 9223372036854775807 | 8 0 0 -1 -1 -1
      """;

  /** Replies of redis-server 7.0: operator | sources | result. */
  private static final String COMBINATIONS =
      """
      AND | 8a a8 7693a328be | 0000000000
      OR | '' |
      XOR | 75444857e307e8e813111e8e40ffe622e476cc | 75444857e307e8e813111e8e40ffe622e476cc
      NOT | 7435314e6954301c67184405e8a43346cf680d | 8bcaceb196abcfe398e7bbfa175bccb93097f2
      AND | 1fcfd7106bf40a7037701c0d00c9309294682a | 1fcfd7106bf40a7037701c0d00c9309294682a
      OR | '' '' '' |
      XOR | 9220b6 ac9426 '' c8ddacea93 | f6693cea93
      NOT | '' |
      AND | 79df | 79df
      OR | 49 | 49
      XOR | c9fac7a967 ea9901 | 2363c6a967
      AND | e6300e0a35 '' | 0000000000
      OR | 816d40e22732fc47c7caab1786269b3f5d8014 | 816d40e22732fc47c7caab1786269b3f5d8014
      XOR | 8c10132a8b361d429b1dbec87027a870a6035b | 8c10132a8b361d429b1dbec87027a870a6035b
      AND | e3 '' | 00
      OR | e3a28f66720f5d5b513080ec7f297ce94fc4a8 | e3a28f66720f5d5b513080ec7f297ce94fc4a8
      XOR | 09263938c54e9c6ace60b6874bc4b5d6394cd3 | 09263938c54e9c6ace60b6874bc4b5d6394cd3
      AND | eec8dd0dfb e15f72cfc1 | e048500dc1
      OR | 1ea3 '' '' | 1ea3
      XOR | 4c090c5c361e8a8d8b7ea256be924ed8608851 49b6 5703a96ec0376aa81b3c9166d5cf0e69f0c11b | 52bca532f629e025904233306b5d40b190494a
      NOT | 813b49ec5b | 7ec4b613a4
      AND | c1d57eba7ab93d4eca8216eb9b170e8a3d8013 703c5faf58 df6f92b699 ae464d9435cec5ac9cd52707304e7b8836a7f9 | 00040080100000000000000000000000000000
      OR | 822e d27b | d27f
      XOR | '' |
      """;

  static Stream<String> countsAndFinds() {
    return COUNTS_AND_POSITIONS.lines();
  }

  static Stream<String> combines() {
    return COMBINATIONS.lines();
  }

  @ParameterizedTest
  @MethodSource
  void countsAndFinds(String row) {
    String[] fields = Tokens.fields(row);
    byte[] value = HexFormat.of().parseHex(fields[0]);
    String[] range = fields[1].split(" ", -1);
    int bit = Integer.parseInt(range[0]);
    long start = Long.parseLong(range[1]);
    long end = Long.parseLong(range[2]);
    List<Long> replies =
        List.of(
            BitOps.bitCount(value),
            BitOps.bitCount(value, start, end, Unit.BYTE),
            BitOps.bitCount(value, start, end, Unit.BIT),
            BitOps.bitPosition(value, bit, start),
            BitOps.bitPosition(value, bit, start, end, Unit.BYTE),
            BitOps.bitPosition(value, bit, start, end, Unit.BIT));
    assertThat(replies).isEqualTo(Stream.of(fields[2].split(" ", -1)).map(Long::valueOf).toList());
  }

  @ParameterizedTest
  @MethodSource
  void combines(String row) {
    String[] fields = Tokens.fields(row);
    List<byte[]> sources =
        Stream.of(fields[1].split(" ", -1))
            .map(hex -> hex.equals("''") ? "" : hex)
            .map(HexFormat.of()::parseHex)
            .toList();
    byte[] result = BitOps.combine(Operator.valueOf(fields[0]), sources);
    assertThat(HexFormat.of().formatHex(result)).isEqualTo(fields[2]);
  }

  @Test
  void combiningLeavesTheSourcesAlone() {
    byte[] one = {1, 2};
    byte[] other = {4, 8};
    assertThat(BitOps.combine(Operator.OR, List.of(one, other))).containsExactly(5, 10);
    assertThat(BitOps.combine(Operator.NOT, List.of(one))).containsExactly(-2, -3);
    assertThat(one).containsExactly(1, 2);
    assertThatThrownBy(() -> BitOps.combine(Operator.NOT, List.of(one, other)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void setsAndGetsEveryBit() {
    byte[] value = {(byte) 0b1010_0101, 0x0f};
    for (int offset = 0; offset < 40; offset++) {
      byte[] set = BitOps.setBit(value, offset, 1);
      byte[] cleared = BitOps.setBit(value, offset, 0);
      assertThat(BitOps.getBit(set, offset)).isEqualTo(1);
      assertThat(BitOps.getBit(cleared, offset)).isZero();
      assertThat(set).hasSize(Math.max(2, offset / 8 + 1));
      long others = BitOps.bitCount(value) - BitOps.getBit(value, offset);
      assertThat(BitOps.bitCount(set)).isEqualTo(others + 1);
      assertThat(BitOps.bitCount(cleared)).isEqualTo(others);
    }
    assertThat(value).containsExactly(0b1010_0101, 0x0f);
  }

  @Test
  void findsBitsInLongValues() {
    byte[] value = new byte[1_000];
    assertThat(BitOps.bitPosition(value, 1, 0)).isEqualTo(-1);
    for (int offset = 0; offset < 8_000; offset += 7) {
      byte[] one = BitOps.setBit(value, offset, 1);
      byte[] zero = new byte[1_000];
      Arrays.fill(zero, (byte) 0xff);
      zero = BitOps.setBit(zero, offset, 0);
      assertThat(BitOps.bitPosition(one, 1, 0)).isEqualTo(offset);
      assertThat(BitOps.bitPosition(zero, 0, 0)).isEqualTo(offset);
      assertThat(BitOps.bitPosition(one, 1, offset, 7_999, Unit.BIT)).isEqualTo(offset);
      assertThat(BitOps.bitPosition(one, 1, offset + 1, 7_999, Unit.BIT)).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "7, 7", "4294967295, 4294967295"})
  void readsOffsets(String text, long offset) {
    assertThat(BitOps.parseOffset(Tokens.ascii(text), 512L << 20)).isEqualTo(offset);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "4294967296", "''", "a", "1.0", "#1", "9223372036854775808"})
  void refusesOffsets(String token) {
    assertThatThrownBy(() -> BitOps.parseOffset(Tokens.bytes(token), 512L << 20))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("ERR bit offset is not an integer or out of range");
  }

  @Test
  void readsBits() {
    assertThat(BitOps.parseBit(Tokens.ascii("1"))).isEqualTo(1);
    assertThat(BitOps.parseSoughtBit(Tokens.ascii("0"))).isZero();
    for (String text : List.of("2", "-1", "", "01", "a")) {
      assertThatThrownBy(() -> BitOps.parseBit(Tokens.ascii(text)))
          .hasMessage("ERR bit is not an integer or out of range");
    }
    assertThatThrownBy(() -> BitOps.parseSoughtBit(Tokens.ascii("2")))
        .hasMessage("ERR The bit argument must be 1 or 0.");
    assertThatThrownBy(() -> BitOps.parseSoughtBit(Tokens.ascii("a")))
        .hasMessage("ERR value is not an integer or out of range");
  }
}
