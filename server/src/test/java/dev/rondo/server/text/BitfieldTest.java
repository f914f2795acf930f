package dev.rondo.server.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BitfieldTest {
  private static final long MAX_VALUE_BYTES = 512L << 20;

  /**
   * What redis-server 7.0 does: value | arguments after the key | replies or error | value
   * afterwards.
   */
  private static final String PROGRAMS =
      """
       | INCRBY i5 100 1 GET u4 0 | [1, 0] | 0000000000000000000000000080
       | SET u8 0 255 INCRBY u8 0 10 | [0, 9] | 09
      ff | OVERFLOW SAT INCRBY u8 0 10 | [255] | ff
      ff | OVERFLOW FAIL INCRBY u8 0 1 | [null] | ff
       | OVERFLOW FAIL SET u8 0 256 | [null] | 00
       | OVERFLOW FAIL SET i8 100 200 | [null] | 0000000000000000000000000000
      7f | INCRBY i8 0 1 | [-128] | 80
      7f | OVERFLOW SAT INCRBY i8 0 1 | [127] | 7f
      80 | OVERFLOW SAT INCRBY i8 0 -1 | [-128] | 80
      80 | INCRBY i8 0 -1 | [127] | 7f
      80 | OVERFLOW FAIL INCRBY i8 0 -1 | [null] | 80
       | OVERFLOW SAT SET i8 0 -9223372036854775808 | [0] | 7f
       | OVERFLOW SAT SET i8 0 -9223372036854775681 | [0] | 7f
       | OVERFLOW SAT SET i8 0 -9223372036854775680 | [0] | 80
       | OVERFLOW SAT SET i8 0 -129 | [0] | 80
       | OVERFLOW SAT SET i8 0 128 | [0] | 7f
       | SET i8 0 128 GET i8 0 | [0, -128] | 80
       | OVERFLOW SAT SET u8 0 -1 GET u8 0 | [0, 255] | ff
       | SET u8 0 -1 GET u8 0 | [0, 255] | ff
       | SET i64 0 -9223372036854775808 INCRBY i64 0 -1 | [0, 9223372036854775807] | 7fffffffffffffff
       | SET i64 0 9223372036854775807 OVERFLOW SAT INCRBY i64 0 1 | [0, 9223372036854775807] | 7fffffffffffffff
       | SET u63 0 9223372036854775807 INCRBY u63 0 1 | [0, 0] | 0000000000000000
       | OVERFLOW SAT INCRBY u63 1 -1 | [0] | 0000000000000000
       | SET i64 #1 -2 GET i64 64 GET u8 #15 | [0, -2, 254] | 0000000000000000fffffffffffffffe
      0102030405 | GET u3 3 GET i3 7 GET u32 4 GET u63 20 GET i64 33 | [0, -4, 270544960, 1738433436630122496, 720575940379279360] | 0102030405
      ff | GET u8 4 GET i8 4 GET i8 100 | [240, -16, 0] | ff
      ff | GET u8 0 OVERFLOW WRAP | [255] | ff
       | OVERFLOW SAT | [] |
      ff |  | [] | ff
       | GET u8 | ERR syntax error |
       | GET | ERR syntax error |
       | SET u8 0 | ERR syntax error |
       | INCRBY u8 0 | ERR syntax error |
       | OVERFLOW | ERR syntax error |
       | OVERFLOW bad | ERR Invalid OVERFLOW type specified |
       | BOGUS | ERR syntax error |
       | GET u64 0 | ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is. |
       | GET i65 0 | ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is. |
       | GET u0 0 | ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is. |
       | GET i0 0 | ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is. |
       | GET x8 0 | ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is. |
       | GET U8 0 | ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is. |
       | GET u 0 | ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is. |
       | GET u08 0 | ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is. |
       | GET '' 0 | ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is. |
       | GET u8 -1 | ERR bit offset is not an integer or out of range |
       | GET u8 a | ERR bit offset is not an integer or out of range |
       | GET u8 # | ERR bit offset is not an integer or out of range |
       | GET u8 #-1 | ERR bit offset is not an integer or out of range |
       | GET u8 #01 | ERR bit offset is not an integer or out of range |
       | GET u8 4294967295 | [0] |
       | GET u8 4294967296 | ERR bit offset is not an integer or out of range |
       | GET u8 #536870912 | ERR bit offset is not an integer or out of range |
       | GET u8 #2305843009213693952 | [0] |
       | GET u8 '' | ERR bit offset is not an integer or out of range |
       | SET u8 0 a | ERR value is not an integer or out of range |
       | SET u8 0 1.5 | ERR value is not an integer or out of range |
       | SET u8 0 9223372036854775808 | ERR value is not an integer or out of range |
       | GET u8 0 get U8 0 | ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is. |
       | set u8 0 1 incrby u8 0 2 overflow fail incrby u8 0 254 get u8 0 | [0, 3, null, 3] | 03
      01 | OVERFLOW FAIL INCRBY u1 7 1 OVERFLOW WRAP INCRBY u1 7 1 OVERFLOW SAT INCRBY i1 7 -5 INCRBY i1 7 5 | [null, 0, -1, 0] | 00
      9d2514ce245a7388 | GET u47 15 | [76087645609186] | 9d2514ce245a7388
      f941e0 | SET u37 23 175 OVERFLOW SAT INCRBY u40 36 73 GET u32 5 | [0, 11468873, 675020800] | f941e00000000af00490
      8103 | OVERFLOW FAIL GET u26 29 OVERFLOW FAIL INCRBY i25 34 -2837276600025766375 INCRBY i29 22 7319387712392542763 | [0, null, null] | 8103000000000000
      bd | OVERFLOW SAT INCRBY u62 37 8561458416629509624 | [4611686018427387903] | bd00000007ffffffffffffffe0
      eaf79ea34bbe59be | OVERFLOW WRAP SET u38 59 11 OVERFLOW WRAP SET i35 52 165 | [257698037760, -13690208256] | eaf79ea34bbe500000014a0580
      7a70e06c22edb6 | INCRBY u4 7 -5344396851611640066 SET i63 8 -6056445653877915685 | [1, 1760966902938271744] | 7a57e65d884e4bffb6
      21 | INCRBY i4 5 165 GET i28 34 OVERFLOW WRAP GET u21 46 | [7, 0, 0] | 2380
      59 | OVERFLOW SAT INCRBY u15 24 -1611617820245378473 | [0] | 5900000000
      dfb273db | OVERFLOW SAT GET u21 30 | [1572864] | dfb273db
      6deb5e8c26e3 | INCRBY u13 53 9018497177082348051 INCRBY i6 24 -6952809324004468504 | [531, 11] | 6deb5e2c26e30084c0
      e3290d00 | OVERFLOW SAT SET u3 25 196 OVERFLOW SAT INCRBY i64 7 -183357056060054271 OVERFLOW FAIL SET i51 35 -115 | [0, -7927657255137532671, -757300134379520] | e323f69b7ffffffffffe34
      cdf5d26af5 | OVERFLOW WRAP INCRBY u39 59 -53 | [549755813835] | cdf5d26af500001ffffffff2c0
      1911bc9e6aa8f5 | GET i26 8 SET u52 20 -145 | [4649593, 3551880658878464] | 1911bfffffffffff6f
      ade27434926d5164 | INCRBY i14 31 -2980203171789616645 OVERFLOW SAT SET u55 37 4223126935431947845 | [7240, 10226653212966912] | ade27434e7fffffffffffff0
      4c4c4ec7 | INCRBY i20 5 8536478169714083126 | [515539] | 4beee9c7
      1386 | OVERFLOW WRAP INCRBY u26 33 64 GET u52 58 | [64, 0] | 1386000000000800
      69fac1 | OVERFLOW FAIL INCRBY i50 15 -83 OVERFLOW SAT SET u19 32 56 OVERFLOW WRAP SET u32 9 180 | [424411488321453, 524287, 4118937088] | 698000005a071fd680
      4616e50c09 | GET i7 27 OVERFLOW FAIL SET i52 44 8599347256101980138 | [48, null] | 4616e50c0900000000000000
       | GET i6 41 OVERFLOW FAIL SET i47 21 38 INCRBY u17 29 -512030750570037052 | [0, 0, null] | 000000000000000260
      8c | OVERFLOW WRAP SET i63 38 133 | [0] | 8c000000000000000000000428
      b95b78575f8213 | SET u18 21 5145196367613655898 OVERFLOW FAIL GET u33 42 SET u16 18 -316561131826165084 | [11183, 278396928, null] | b95b7bf6b58213
      2e | GET u57 29 OVERFLOW WRAP SET u59 48 6513919524600895024 OVERFLOW FAIL SET i53 18 173 | [0, 0, 2515316] | 2e000000000000015b73ea2ac600
      2b770f | OVERFLOW WRAP INCRBY i47 22 -95 | [-35184372088927] | 2b770efffffffffd08
      3e001deac47fad33 | SET i21 22 -25 OVERFLOW WRAP INCRBY i20 51 -7792637077436321765 | [1005091, 346523] | 3e001ffffcffaa9336
       | OVERFLOW WRAP SET u43 33 2085142027922873376 SET i38 38 111 OVERFLOW FAIL INCRBY i22 43 -64 | [0, -135415948256, -64] | 00000000181fffe006f0
       | SET i64 32 67 | [0] | 000000000000000000000043
       | OVERFLOW FAIL GET u28 25 OVERFLOW SAT SET u49 6 -9210047984489294211 | [0, 0] | 03fffffffffffe
      df | OVERFLOW WRAP SET i45 26 5635165595426499592 | [0] | df000002815bcc5810
      82a385 | OVERFLOW FAIL INCRBY u3 6 -100 | [null] | 82a385
      bf5aaa922789fc9f | OVERFLOW FAIL INCRBY u47 17 2973369172605015019 | [null] | bf5aaa922789fc9f
      """;

  static Stream<String> runs() {
    return PROGRAMS.lines();
  }

  @ParameterizedTest
  @MethodSource
  void runs(String row) {
    String[] fields = Tokens.fields(row);
    byte[] value = HexFormat.of().parseHex(fields[0]);
    String replies;
    byte[] after = value;
    try {
      Bitfield.Result result = Bitfield.parse(Tokens.list(fields[1]), MAX_VALUE_BYTES).apply(value);
      replies = result.replies().toString();
      byte[] changed = result.newValue();
      after = changed == null ? value : changed;
    } catch (InvalidValueException e) {
      replies = e.getMessage();
    }
    assertThat(replies).isEqualTo(fields[2]);
    assertThat(HexFormat.of().formatHex(after)).isEqualTo(fields[3]);
  }

  @Test
  void everyWidthAndAlignmentReadsBackWhatWasWritten() {
    for (int bits = 1; bits <= 64; bits++) {
      for (int offset = 0; offset < 17; offset++) {
        BitfieldType signed = new BitfieldType(true, bits);
        byte[] value = new byte[11];
        signed.write(value, offset, -1);
        assertThat(signed.read(value, offset)).isEqualTo(-1);
        assertThat(BitOps.bitCount(value)).isEqualTo(bits);
        assertThat(BitOps.bitPosition(value, 1, 0)).isEqualTo(offset);
      }
    }
  }

  @Test
  void knowsWhetherItOnlyReads() {
    assertThat(Bitfield.parse(Tokens.list("GET u8 0 OVERFLOW SAT"), MAX_VALUE_BYTES).isReadOnly())
        .isTrue();
    assertThat(Bitfield.parse(Tokens.list("GET u8 0 SET u8 0 1"), MAX_VALUE_BYTES).isReadOnly())
        .isFalse();
    assertThat(
            Bitfield.parse(Tokens.list("GET u8 0"), MAX_VALUE_BYTES).apply(new byte[1]).newValue())
        .isNull();
  }

  @Test
  void offsetsStayInsideTheLongestValue() {
    assertThat(Bitfield.parse(Tokens.list("GET u8 79"), 10).operations()).hasSize(1);
    assertThatThrownBy(() -> Bitfield.parse(Tokens.list("GET u8 80"), 10))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("ERR bit offset is not an integer or out of range");
  }
}
