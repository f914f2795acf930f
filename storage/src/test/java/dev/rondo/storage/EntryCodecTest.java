package dev.rondo.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntryCodecTest {
  private static final long TIME = 0x018c_2345_6789_0000L;
  private static final long EXPIRY = 1_700_000_000_000L; // 0x018bcfe56800

  private static final VectorClock ONE = VectorClock.of(new long[] {0x0a}, new long[] {3});
  private static final VectorClock TWO =
      VectorClock.of(new long[] {0x0a, 0x0b}, new long[] {3, 300});

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static SingleElement value(String text) {
    return SingleElement.of(new Dot(0x0a, 3, TIME), ascii(text));
  }

  private static Elements map(Dot dot, String... keysAndValues) {
    ElementEdits edits = new ElementEdits();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      edits.put(ascii(keysAndValues[i]), ascii(keysAndValues[i + 1]));
    }
    return MapElements.of(edits, dot);
  }

  private record Golden(String name, StoredRow row, String hex) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Golden golden(String name, Entry entry, long indexedAt, String... hex) {
    return new Golden(name, new StoredRow(entry, indexedAt), String.join("", hex));
  }

  static List<Golden> goldens() {
    String clock = "01" + "000000000000000a" + "03";
    String time = "018c234567890000";
    String elements = "01" + "00" + "01" + "00" + "03" + "00" + "02" + "6869";
    return List.of(
        golden(
            "string without expiry",
            new Entry(DataType.STRING, ONE, Entry.NO_EXPIRY, TIME, value("hi")),
            StoredRow.NOT_INDEXED,
            "010104",
            clock,
            time,
            elements),
        golden(
            "string with expiry, indexed there",
            new Entry(DataType.STRING, ONE, EXPIRY, TIME, value("hi")),
            EXPIRY,
            "010116",
            clock,
            time,
            "0000018bcfe56800",
            elements),
        golden(
            "expiry set by an earlier write, indexed earlier",
            new Entry(DataType.STRING, ONE, EXPIRY, TIME - 1, value("hi")),
            EXPIRY - 1,
            "01012a",
            clock,
            time,
            "0000018bcfe56800",
            "018c23456788ffff",
            "0000018bcfe567ff",
            elements),
        golden(
            "expiry never touched",
            new Entry(DataType.STRING, ONE, Entry.NO_EXPIRY, 0, value("hi")),
            StoredRow.NOT_INDEXED,
            "010100",
            clock,
            time,
            elements),
        golden(
            "tombstone",
            new Entry(DataType.STRING, TWO, EXPIRY, TIME, Elements.NONE),
            StoredRow.NOT_INDEXED,
            "01010b",
            "02" + "000000000000000a" + "03" + "000000000000000b" + "ac02",
            "0000018bcfe56800",
            time),
        golden(
            "siblings, one of an actor that is not in the clock any more",
            new Entry(
                DataType.STRING,
                ONE,
                Entry.NO_EXPIRY,
                TIME,
                SingleElement.ofSiblings(
                    List.of(new Dot(0x0c, 7, TIME - 0x1234), new Dot(0x0a, 3, TIME)),
                    List.of(ascii("old"), new byte[0]))),
            StoredRow.NOT_INDEXED,
            "010104",
            clock,
            time,
            "01" + "00" + "02",
            "00" + "03" + "00" + "00",
            "01" + "000000000000000c" + "07" + "b424" + "03" + "6f6c64"),
        golden(
            "hash of two writes, with siblings of one field",
            new Entry(
                DataType.HASH,
                ONE,
                Entry.NO_EXPIRY,
                TIME,
                map(new Dot(0x0a, 2, TIME - 1), "f", "v", "g", "")
                    .merge(
                        VectorClock.of(new long[] {0x0a}, new long[] {2}),
                        map(new Dot(0x0b, 1, TIME), "f", "w"),
                        VectorClock.of(new long[] {0x0b}, new long[] {1}))),
            StoredRow.NOT_INDEXED,
            "010504",
            clock,
            time,
            "02",
            "01" + "66" + "02",
            "01" + "000000000000000b" + "01" + "00" + "01" + "77",
            "00" + "02" + "01" + "01" + "76",
            "01" + "67" + "01" + "00" + "02" + "01" + "00"),
        golden(
            "two types",
            new Entry(
                DataType.HASH,
                ONE,
                Entry.NO_EXPIRY,
                TIME,
                ConflictingElements.ofAll(
                    Map.of(
                        DataType.STRING,
                        SingleElement.of(new Dot(0x0a, 2, TIME - 1), ascii("s")),
                        DataType.HASH,
                        map(new Dot(0x0a, 3, TIME), "", "hi")))),
            StoredRow.NOT_INDEXED,
            "010544",
            clock,
            time,
            "02",
            "01" + "01" + "00" + "01" + "00" + "02" + "01" + "01" + "73",
            "05" + elements));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void hasTheBytesOfTheFormat(Golden golden) {
    byte[] bytes = EntryCodec.encode(golden.row());
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(golden.hex());
    assertThat(EntryCodec.sizeOf(golden.row())).isEqualTo(bytes.length);
    StoredRow read = EntryCodec.decode(ByteBuffer.wrap(bytes));
    assertThat(read.indexedExpiryMillis()).isEqualTo(golden.row().indexedExpiryMillis());
    assertThat(read.entry())
        .usingRecursiveComparison()
        .withStrictTypeChecking()
        .isEqualTo(golden.row().entry());
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void encodesIntoADirectBuffer(Golden golden) {
    ByteBuffer direct = ByteBuffer.allocateDirect(1024).position(3);
    EntryCodec.encode(golden.row(), direct);
    byte[] written = new byte[direct.position() - 3];
    direct.get(3, written);
    assertThat(written).isEqualTo(EntryCodec.encode(golden.row()));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void readsTheVersionAlone(Golden golden) {
    StoredRow version = EntryCodec.decodeVersion(ByteBuffer.wrap(EntryCodec.encode(golden.row())));
    assertThat(version).isEqualTo(golden.row().unloaded());
    assertThat(version.entry().isLoaded()).isEqualTo(golden.row().entry().isTombstone());
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void theVersionIsTheBeginningOfTheRow(Golden golden) {
    Entry entry = golden.row().entry();
    byte[] version = EntryCodec.encodeVersion(entry);
    byte[] row = EntryCodec.encode(StoredRow.of(entry));
    assertThat(row).startsWith(version);
    assertThat(version.length == row.length).isEqualTo(entry.isTombstone());
    ByteBuffer read = ByteBuffer.wrap(version);
    assertThat(EntryCodec.decodeVersion(read)).isEqualTo(StoredRow.of(entry).unloaded());
    assertThat(read.hasRemaining()).isFalse();
  }

  @Test
  void theVersionHasTheBytesOfTheFormat() {
    Entry entry = new Entry(DataType.STRING, TWO, EXPIRY, TIME - 1, value("hi"));
    String bytes =
        "01010a"
            + ("02" + "000000000000000a" + "03" + "000000000000000b" + "ac02")
            + "018c234567890000"
            + "0000018bcfe56800"
            + "018c23456788ffff";
    assertThat(HexFormat.of().formatHex(EntryCodec.encodeVersion(entry))).isEqualTo(bytes);
    assertThat(HexFormat.of().formatHex(EntryCodec.encodeVersion(entry.unloaded())))
        .isEqualTo(bytes);
  }

  @Test
  void refusesToEncodeWhatIsNotLoaded() {
    StoredRow unloaded =
        StoredRow.of(new Entry(DataType.STRING, ONE, 1, 1, value("hi")).unloaded());
    assertThatThrownBy(() -> EntryCodec.encode(unloaded)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesAnUnknownVersionAndUnknownFlags() {
    assertThatThrownBy(() -> EntryCodec.decode(ByteBuffer.wrap(new byte[] {2, 1, 1, 0})))
        .hasMessageContaining("version 2");
    assertThatThrownBy(() -> EntryCodec.decode(ByteBuffer.wrap(new byte[] {1, 1, -128, 0})))
        .hasMessageContaining("flags");
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void everyBeginningOfARowIsCorrupt(Golden golden) {
    byte[] bytes = EntryCodec.encode(golden.row());
    for (int length = 0; length < bytes.length; length++) {
      ByteBuffer beginning = ByteBuffer.wrap(bytes, 0, length);
      assertCorrupt(() -> EntryCodec.decode(beginning));
    }
    byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 1);
    assertCorrupt(() -> EntryCodec.decode(ByteBuffer.wrap(longer)));
  }

  @Test
  void damagedRowsAreCorruptOrOtherRowsButNeverAnythingElse() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Golden> goldens = goldens();
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = EntryCodec.encode(goldens.get(random.nextInt(goldens.size())).row());
      for (int damage = random.nextInt(4); damage >= 0; damage--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        StoredRow row = EntryCodec.decode(ByteBuffer.wrap(bytes));
        EntryCodec.encode(row);
        EntryCodec.decodeVersion(ByteBuffer.wrap(bytes));
      } catch (StoreException expected) {
        assertThat(expected.kind()).isEqualTo(StoreException.Kind.CORRUPT);
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + ", row " + HexFormat.of().formatHex(bytes) + ": " + e, e);
      }
    }
  }

  private static void assertCorrupt(Runnable decoding) {
    assertThatThrownBy(decoding::run)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT));
  }
}
