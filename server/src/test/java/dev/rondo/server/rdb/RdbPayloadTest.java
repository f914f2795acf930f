package dev.rondo.server.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.server.rdb.RestoredValue.StringValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RdbPayloadTest {
  private static final String WRONG_CHECKSUM = "ERR DUMP payload version or checksum are wrong";
  private static final String BAD_FORMAT = "ERR Bad data format";

  /** DUMP of redis-server 7.0 (RDB version 10): value | payload, both hexadecimal. */
  private static final String PAYLOADS =
      """
       | 00000a005d9b5c400f7fa2da
      61 | 0001610a00bffeef9b8f367db4
      30 | 00c0000a009840a778f8500308
      31 | 00c0010a002678e7b6d10111fc
      2d31 | 00c0ff0a000c937e2485089dc5
      303037 | 00033030370a007258e27b4c69bad9
      2d30 | 00022d300a00d5411fd9d6d050cc
      2b31 | 00022b310a00c286f0d7439aee6f
      2031 | 000220310a003fe5791ae5defb1b
      312e35 | 0003312e350a001df5d4bedb5b860d
      313237 | 00c07f0a000db5eb315254c514
      313238 | 00c180000a00eb7ab3b510cf4b65
      2d313238 | 00c0800a009966326d2f0c5bd9
      2d313239 | 00c17fff0a001760822854808480
      3332373637 | 00c1ff7f0a00495a37da17f4d52b
      3332373638 | 00c2008000000a0045d82eedd5bda910
      2d3332373638 | 00c100800a00b540064753bb1ace
      2d3332373639 | 00c2ff7fffff0a00aee34c4d06c68536
      32313437343833363437 | 00c2ffffff7f0a002c74e59ee02eada1
      32313437343833363438 | 000a323134373438333634380a00e7b129a34c1d76ee
      2d32313437343833363438 | 00c2000000800a00c74f873e33558187
      2d32313437343833363439 | 000b2d323134373438333634390a00c261377908f2028c
      39323233333732303336383534373735383037 | 0013393232333337323033363835343737353830370a003a657e9481e85f22
      2d39323233333732303336383534373735383038 | 00142d393232333337323033363835343737353830380a00ede2b956eb709e81
      3132333435363738393031 | 000b31323334353637383930310a00304e52d727176510
      3030303030303030303030 | 000b30303030303030303030300a0058a19ed1821a9756
      68656c6c6f20776f726c64 | 000b68656c6c6f20776f726c640a000bfc49b9a6c7a034
      3132333435363738393031323334353637383930 | 001431323334353637383930313233343536373839300a00bd37243ee83df2b1
      313233343536373839303132333435363738393031 | 00153132333435363738393031323334353637383930310a006861760ffaec377a
      6161616161616161616161616161616161616161 | 001461616161616161616161616161616161616161610a0083b46b5e1b11acf1
      616161616161616161616161616161616161616161 | 00c30615016161e00a000a00fd0cb36807413f68
      61616161616161616161616161616161616161616161 | 00c30816016161e00a0000610a008eed18203b3bc745
      616263616263616263616263616263616263616263616263 | 00c30a180361626361e00a0200630a007fc3e2201281166e
      54686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f67 | 002b54686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f670a003c683bc62cc4a9fa
      73657373696f6e3a73657373696f6e3a73657373696f6e3a73657373696f6e | 00c3101f0873657373696f6e3a73e00b07016f6e0a008567c7077d5161ea
      7b2275736572223a22616e6e61222c227573657232223a22616e6e61222c227573657233223a22616e6e61227d | 00c31e2d0e7b2275736572223a22616e6e61222c600d0032e0050e0033a00e01227d0a009936b06cdd3c68c0
      616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161 | 00c3093f016161e032000161610a00c7b454c16b8866cb
      61626162616261626162616261626162616261626162616261626162616261626162616261626162616261626162616261626162616261626162616261626162 | 00c30a404002616261e032010161620a004cc1547abe320d13
      787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878 | 00c30c412c017878e0ff00e017000178780a00f033195a8b660d84
      6162636465666768696a6b6c6d6e6f707172737475767778797a6162636465666768696a6b6c6d6e6f707172737475767778797a6162636465666768696a6b6c6d6e6f707172737475767778797a6162636465666768696a6b6c6d6e6f707172737475767778797a6162636465666768696a6b6c6d6e6f707172737475767778797a | 00c32240821a6162636465666768696a6b6c6d6e6f707172737475767778797a61e05c1901797a0a00563f3eabea567a56
      bf5903bb58cb352d441a9816e01ca09c15d9287dcadbe9f19cf63a76470989d33458d772528c746d8f469db22fd7a8c017c21b4741e48258c9ca8cc2142dced6 | 004040bf5903bb58cb352d441a9816e01ca09c15d9287dcadbe9f19cf63a76470989d33458d772528c746d8f469db22fd7a8c017c21b4741e48258c9ca8cc2142dced60a00e5059a7f0e113e0b
      bf5903bb58cb352d441a9816e01ca09c15d9287dcadbe9f19cf63a76470989d33458d772528c746d8f469db22fd7a8c017c21b4741e48258c9ca8cc2142dce | 003fbf5903bb58cb352d441a9816e01ca09c15d9287dcadbe9f19cf63a76470989d33458d772528c746d8f469db22fd7a8c017c21b4741e48258c9ca8cc2142dce0a00c82219434b5b8094
      ff0080 | 0003ff00800a001a7fb58278a86f8a
      """;

  /**
   * DUMP of redis-server 7.0 of a long value: kind | length | length of the payload | its checksum.
   */
  private static final String LONG_PAYLOADS =
      """
      noise | 16383 | 16396 | aa119e49a68e6e7f
      noise | 16384 | 16400 | 8594681542fc1aea
      noise | 65537 | 65553 | bff61a0d065ca32e
      noise | 1048576 | 1048592 | 0734c55b3a773d1f
      zeros | 16383 | 211 | 2ad1468b554453a4
      zeros | 16384 | 214 | eb099194995075ce
      zeros | 65537 | 772 | 81cbdcce3f8caa9b
      zeros | 1048576 | 11941 | 18c48347a42c9543
      words | 16383 | 3408 | 4f0dac650484b976
      words | 16384 | 3411 | eb12776d4154a124
      words | 65537 | 13375 | 055c17b36b264b17
      words | 1048576 | 217789 | f0af58ded0fed23d
      """;

  /** RESTORE of redis-server 7.0 of what stands before the footer: bytes | value, or error. */
  private static final String BODIES =
      """
      0000 |
      000161 | 61
      00016162 | 61
      00400161 | 61
      00800000000161 | 61
      0081000000000000000161 | 61
      008261616161 | ERR Bad data format
      00bf61 | ERR Bad data format
      00c0ff | 2d31
      00c080 | 2d313238
      00c18000 | 313238
      00c1ffff | 2d31
      00c2ffffffff | 2d31
      00c200000080 | 2d32313437343833363438
      00c4 | ERR Bad data format
      00ff | ERR Bad data format
      00c3030302616263 | ERR Bad data format
      00c3040302616263 | 616263
      00c3050b0061e00100 | 6161616161616161616161
      00c304090061c000 | 616161616161616161
      00c305050061200000 | ERR Bad data format
      00c3050a0061c00000 | ERR Bad data format
      00c340040302616263 | 616263
      00c3c4c302616263 | 616263
      00c380000000040302616263 | 616263
      00c3040402616263 | ERR Bad data format
      00c3040202616263 | ERR Bad data format
      00c3040305616263 | ERR Bad data format
      00c3040400612005 | ERR Bad data format
      """;

  private final RdbPayload version10 = new RdbPayload(10);

  static Stream<String> dumpsAndRestores() {
    return PAYLOADS.lines();
  }

  static Stream<String> dumpsAndRestoresLongValues() {
    return LONG_PAYLOADS.lines();
  }

  static Stream<String> restoresAsRedis() {
    return BODIES.lines();
  }

  @ParameterizedTest
  @MethodSource
  void dumpsAndRestores(String row) {
    String[] fields = row.split("\\|", -1);
    byte[] value = HexFormat.of().parseHex(fields[0].strip());
    byte[] payload = HexFormat.of().parseHex(fields[1].strip());
    assertThat(version10.dumpString(value)).isEqualTo(payload);
    assertThat(restored(payload)).isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource
  void dumpsAndRestoresLongValues(String row) {
    String[] fields = row.split("\\|", -1);
    byte[] value = longValue(fields[0].strip(), Integer.parseInt(fields[1].strip()));
    byte[] payload = version10.dumpString(value);
    byte[] checksum = Arrays.copyOfRange(payload, payload.length - 8, payload.length);
    assertThat(payload).hasSize(Integer.parseInt(fields[2].strip()));
    assertThat(HexFormat.of().formatHex(checksum)).isEqualTo(fields[3].strip());
    assertThat(restored(payload)).isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource
  void restoresAsRedis(String row) {
    String[] fields = row.split("\\|", -1);
    byte[] payload = framed(HexFormat.of().parseHex(fields[0].strip()), 10);
    String outcome;
    try {
      outcome = HexFormat.of().formatHex(restored(payload));
    } catch (BadPayloadException e) {
      outcome = e.getMessage();
    }
    assertThat(outcome).isEqualTo(fields[1].strip());
  }

  @Test
  void writesTheVersionItWasMadeFor() {
    byte[] payload = new RdbPayload().dumpString(ascii("a"));
    assertThat(payload).startsWith(0, 1, 'a', 11, 0).hasSize(13);
    assertThat(restored(payload)).isEqualTo(ascii("a"));
    assertThatThrownBy(() -> new RdbPayload(12)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatWasDumpedIsRestored() {
    Random random = new Random(42);
    for (int i = 0; i < 5_000; i++) {
      byte[] value = LzfTest.sample(random);
      assertThat(restored(version10.dumpString(value))).isEqualTo(value);
    }
  }

  @Test
  void anyFlippedBitIsNoticed() {
    byte[] payload = version10.dumpString(ascii("session"));
    for (int bit = 0; bit < payload.length * 8; bit++) {
      byte[] damaged = payload.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused(damaged, WRONG_CHECKSUM);
    }
  }

  @Test
  void aZeroChecksumIsNoExcuse() {
    byte[] payload = version10.dumpString(ascii("a"));
    Arrays.fill(payload, payload.length - 8, payload.length, (byte) 0);
    assertRefused(payload, WRONG_CHECKSUM);
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "9, true",
    "11, true",
    "12, false",
    "255, false",
    "256, false",
    "65535, false"
  })
  void versionsUpToTheNewestAreTaken(int version, boolean taken) {
    byte[] payload = framed(new byte[] {0, 1, 'a'}, version);
    if (taken) {
      assertThat(restored(payload)).isEqualTo(ascii("a"));
    } else {
      assertRefused(payload, WRONG_CHECKSUM);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9})
  void aPayloadHasAFooter(int length) {
    assertRefused(new byte[length], WRONG_CHECKSUM);
  }

  @Test
  void aPayloadHasAValueBeforeItsFooter() {
    assertRefused(framed(new byte[0], 10), BAD_FORMAT);
    assertRefused(framed(new byte[] {0}, 10), BAD_FORMAT);
    assertRefused(framed(new byte[] {0, 3, 'a', 'b'}, 10), BAD_FORMAT);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7, 9, 15, 19, 21})
  void otherTypesAreNamed(int type) {
    byte[] payload = framed(new byte[] {(byte) type, 0}, 10);
    assertThatThrownBy(() -> version10.restore(payload))
        .isInstanceOfSatisfying(
            UnsupportedRdbTypeException.class, e -> assertThat(e.typeId()).isEqualTo(type));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 22, 100, 247, 250, 255})
  void opcodesAndUnknownTypesAreBadData(int type) {
    assertRefused(framed(new byte[] {(byte) type, 0}, 10), BAD_FORMAT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00807fffffff61", // 2 GiB follow, it says
        "0080ffffffff61",
        "00817fffffffffffffff61",
        "0081ffffffffffffffff61", // -1, for a signed reader
        "00c303807fffffff026161", // 3 bytes can not be the compression of 2 GiB
        "00c303817fffffffffffffff026161",
        "00c3807fffffff03026161",
      })
  void lengthsBeyondThePayloadAllocateNothing(String body) {
    assertRefused(framed(HexFormat.of().parseHex(body), 10), BAD_FORMAT);
  }

  @Test
  void damagedBodiesAreRefusedOrRestoredWithinBounds() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] dump = version10.dumpString(LzfTest.sample(random));
      byte[] body = Arrays.copyOf(dump, dump.length - 10);
      for (int flips = random.nextInt(4); flips >= 0 && body.length > 1; flips--) {
        body[1 + random.nextInt(Math.min(8, body.length - 1))] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        assertThat(restored(framed(body, 10)).length)
            .isLessThanOrEqualTo(Math.max(11, body.length * 88));
      } catch (BadPayloadException e) {
        assertThat(e).hasMessage(BAD_FORMAT);
      }
    }
  }

  private byte[] restored(byte[] payload) {
    return ((StringValue) version10.restore(payload)).bytes();
  }

  private void assertRefused(byte[] payload, String error) {
    assertThatThrownBy(() -> version10.restore(payload))
        .isInstanceOf(BadPayloadException.class)
        .hasMessage(error);
  }

  static byte[] framed(byte[] body, int version) {
    byte[] payload = Arrays.copyOf(body, body.length + 10);
    payload[body.length] = (byte) version;
    payload[body.length + 1] = (byte) (version >> 8);
    long crc = Crc64.of(payload, 0, body.length + 2);
    for (int i = 0; i < 8; i++) {
      payload[body.length + 2 + i] = (byte) (crc >>> (i * 8));
    }
    return payload;
  }

  /** Long values that compress: not at all, to almost nothing, and as session data does. */
  private static byte[] longValue(String kind, int length) {
    byte[] value = new byte[length];
    long state = 1;
    byte[] words = ascii("{\"user\":\"anna\",\"roles\":[\"reader\",\"writer\"],\"seen\":");
    for (int i = 0; i < length; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      byte noise = (byte) (state >>> 56);
      value[i] =
          switch (kind) {
            case "noise" -> noise;
            case "zeros" -> 0;
            case "words" -> (state >>> 40 & 31) == 0 ? noise : words[i % words.length];
            default -> throw new IllegalArgumentException(kind);
          };
    }
    return value;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
