package dev.rondo.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.storage.StoreException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Holds the bytes of FORMAT.md, "Expiry index" and "Meta". */
class MetaRowsTest {
  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void indexRowIsTimeAndRowKey() {
    byte[] row = ExpiryIndex.encode(1_700_000_000_000L, TestStore.key(5, "foo"));
    assertThat(hex(row)).isEqualTo("0000018bcfe56800" + "2f96f6a5c42005666f6f");
    assertThat(ExpiryIndex.millis(row)).isEqualTo(1_700_000_000_000L);
    assertThat(ExpiryIndex.key(row)).isEqualTo(TestStore.key(5, "foo"));
    assertThat(ExpiryIndex.sizeOf(TestStore.key(5, "foo"))).isEqualTo(row.length);
  }

  @Test
  void countsAreThreeNumbers() {
    RowCounts counts = new RowCounts();
    counts.set(200, 3, 2, 1);
    assertThat(hex(MetaRows.countKey(200))).isEqualTo("636f756e74" + "c8");
    assertThat(hex(counts.encode(200)))
        .isEqualTo("0000000000000003" + "0000000000000002" + "0000000000000001");
    RowCounts read = new RowCounts();
    read.decode(7, counts.encode(200));
    assertThat(new long[] {read.rows(7), read.live(7), read.expiring(7)}).containsExactly(3, 2, 1);
    assertThatThrownBy(() -> read.decode(7, new byte[23])).isInstanceOf(StoreException.class);
  }

  @Test
  void markOfOverflow() {
    assertThat(hex(MetaRows.overflownKey(0xfe00_0000_0000_000aL)))
        .isEqualTo("6f766572666c6f776e" + "fe0000000000000a");
  }

  @Test
  void mapOfDatabases() {
    DatabaseMap map = DatabaseMap.initial(3).withFlushedUpTo(0, 9).flush(1, 200).swap(0, 2);
    assertThat(hex(map.encode()))
        .isEqualTo("02" + "03" + "02c800" + "02" + "00".repeat(31) + "00".repeat(23) + "09");
    DatabaseMap read = DatabaseMap.decode(map.encode());
    assertThat(read.physical(0)).isEqualTo(2);
    assertThat(read.physical(1)).isEqualTo(200);
    assertThat(read.physical(2)).isZero();
    assertThat(read.isDropped(1)).isTrue();
    assertThat(read.dropped().cardinality()).isEqualTo(1);
    assertThat(read.logical(200)).isEqualTo(1);
    assertThat(read.logical(1)).isEqualTo(-1);
    assertThat(read.flushedUpTo(0)).isZero();
    assertThat(read.flushedUpTo(2)).isEqualTo(9);
  }

  @Test
  void mapOfDatabasesBeforeEventsWereRemembered() {
    byte[] old = HexFormat.of().parseHex("01" + "03" + "02c800" + "02" + "00".repeat(31));
    DatabaseMap read = DatabaseMap.decode(old);
    assertThat(read.physical(0)).isEqualTo(2);
    assertThat(read.isDropped(1)).isTrue();
    assertThat(read.flushedUpTo(2)).isZero();
  }

  @Test
  void refusesAMalformedMap() {
    byte[] bytes = DatabaseMap.initial(16).encode();
    assertThatThrownBy(() -> DatabaseMap.decode(new byte[0])).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> DatabaseMap.decode(Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(StoreException.class);
    bytes[0] = 3;
    assertThatThrownBy(() -> DatabaseMap.decode(bytes)).isInstanceOf(StoreException.class);
  }

  @Test
  void moreDatabasesGetUnusedIds() {
    DatabaseMap map = DatabaseMap.initial(2).flush(0, 2).resized(4);
    assertThat(map.physical(0)).isEqualTo(2);
    assertThat(map.physical(2)).isEqualTo(3);
    assertThat(map.physical(3)).isEqualTo(4);
    assertThat(map.resized(1)).isSameAs(map);
  }
}
