package dev.rondo.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes are a format on disk: they must not change. */
class HashFieldsTest {
  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @CsvSource({
    "'', 9223372036854775807, 00",
    "6162, 9223372036854775807, 006162",
    "6162, 1700000000000, 010000018bcfe568006162",
    "'', 1, 010000000000000001",
  })
  void goldenBytes(String value, long expireAtMillis, String stored) {
    byte[] encoded = HashFields.encode(HEX.parseHex(value), expireAtMillis);
    assertThat(HEX.formatHex(encoded)).isEqualTo(stored);
    assertThat(HashFields.value(encoded)).isEqualTo(HEX.parseHex(value));
    assertThat(HashFields.length(encoded)).isEqualTo(value.length() / 2);
    assertThat(HashFields.expireAtMillis(encoded)).isEqualTo(expireAtMillis);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "02", "01", "0100000000000000"})
  void bytesThatAreNoField(String stored) {
    assertThatThrownBy(() -> HashFields.expireAtMillis(HEX.parseHex(stored)))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void theExpiriesOfAHash() {
    Dot dot = new Dot(1, 1, 10);
    ElementEdits edits =
        new ElementEdits()
            .put(new byte[] {1}, HashFields.encode(new byte[0], 500))
            .put(new byte[] {2}, HashFields.encode(new byte[0], 300));
    MapElements both = (MapElements) MapElements.of(edits, dot);
    assertThat(both.fieldExpiries()).isEqualTo(new HashFields.Expiries(300, 500));
    ElementEdits more = new ElementEdits().put(new byte[] {3}, HashFields.encode(new byte[0]));
    assertThat(((MapElements) both.edit(more, dot)).fieldExpiries())
        .isEqualTo(new HashFields.Expiries(300, Entry.NO_EXPIRY));
  }

  /** The order of scans: by unsigned hash, so a place may not depend on the sign of it. */
  @Test
  void elementsByHash() {
    ElementEdits edits = new ElementEdits();
    for (int i = 0; i < 100; i++) {
      edits.add(("element" + i).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    MapElements map = (MapElements) MapElements.of(edits, new Dot(1, 1, 10));
    long[] hashes =
        java.util.Arrays.stream(map.byHash())
            .mapToLong(place -> MapElements.hashOf(map.key(place)))
            .toArray();
    assertThat(hashes).isSorted().hasSize(100);
    assertThat(hashes[0]).isGreaterThanOrEqualTo(0);
    assertThat(map.byHash()).doesNotHaveDuplicates();
  }
}
