package dev.rondo.server.rdb;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.rdb.RestoredValue.HashValue;
import dev.rondo.server.rdb.RestoredValue.ListValue;
import dev.rondo.server.rdb.RestoredValue.SetValue;
import dev.rondo.server.rdb.RestoredValue.SortedSetValue;
import dev.rondo.server.rdb.RestoredValue.StringValue;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The file has payloads, in hexadecimal digits, of each encoding: made by DUMP of redis-server 7.0,
 * or, where it only reads an encoding, by hand and taken by its RESTORE; and what it then says they
 * hold, or that they are refused.
 */
class RdbCollectionsTest {
  private static final HexFormat HEX = HexFormat.of();

  static Stream<String> payloads() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            RdbCollectionsTest.class.getResourceAsStream("collections.payloads"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void restoresAsRedis(String row) {
    String[] parts = row.split(" \\| ", -1);
    byte[] payload = HEX.parseHex(parts[1]);
    String outcome;
    try {
      outcome = shown(new RdbPayload().restore(payload));
    } catch (BadPayloadException e) {
      outcome = e.getMessage();
    }
    assertThat(outcome).isEqualTo(parts[2]);
  }

  /** The plain encodings are those written, so these payloads come back as they were. */
  @ParameterizedTest
  @MethodSource("payloads")
  void writesThePlainEncodings(String row) {
    String[] parts = row.split(" \\| ", -1);
    if (parts[0].endsWith(", plain")) {
      byte[] payload = HEX.parseHex(parts[1]);
      RdbPayload payloads = new RdbPayload(RdbPayload.REDIS_7_0_VERSION);
      assertThat(HEX.formatHex(payloads.dump(payloads.restore(payload)))).isEqualTo(parts[1]);
    }
  }

  /** Whatever a client sends under a right checksum is a value or refused, and never a fault. */
  @Test
  void damagedValuesAreRefusedOrRead() throws IOException {
    List<byte[]> payloads = payloads().map(row -> HEX.parseHex(row.split(" \\| ", -1)[1])).toList();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] body = payloads.get(random.nextInt(payloads.size()));
      byte[] damaged = Arrays.copyOf(body, body.length - 10);
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        shown(new RdbPayload().restore(RdbPayloadTest.framed(damaged, 10)));
        read++;
      } catch (BadPayloadException | UnsupportedRdbTypeException e) {
        refused++;
      }
    }
    assertThat(read).as("seed %d", seed).isPositive();
    assertThat(refused).as("seed %d", seed).isPositive();
  }

  private static String shown(RestoredValue value) {
    if (value instanceof ListValue list) {
      return "list " + list.elements().stream().map(RdbCollectionsTest::hex).collect(joining(" "));
    }
    if (value instanceof SetValue set) {
      return "set " + sorted(set.members().stream().map(RdbCollectionsTest::hex));
    }
    if (value instanceof HashValue hash) {
      return "hash "
          + sorted(hash.fields().stream().map(f -> hex(f.getKey()) + "=" + hex(f.getValue())));
    }
    if (value instanceof StringValue string) {
      return "string " + hex(string.bytes());
    }
    return "zset "
        + sorted(
            ((SortedSetValue) value)
                .members().stream().map(m -> hex(m.getKey()) + "=" + score(m.getValue())));
  }

  private static String sorted(Stream<String> parts) {
    return parts.sorted().collect(joining(" "));
  }

  private static String hex(byte[] bytes) {
    return bytes.length == 0 ? "\"\"" : HEX.formatHex(bytes);
  }

  /** As Redis 7.0 shows a score: 17 digits. */
  private static String score(double score) {
    if (Double.isInfinite(score)) {
      return score > 0 ? "inf" : "-inf";
    }
    return new BigDecimal(score).round(new MathContext(17)).toString();
  }
}
