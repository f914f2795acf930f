package dev.rondo.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowKeyTest {
  private static Key key(int database, String name) {
    return new Key(database, name.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void hasTheBytesOfTheFormat() {
    // slot 12182 (redis-cli cluster keyslot foo), Murmur3 of "foo" 0xf6a5c420, database 5
    assertThat(HexFormat.of().formatHex(RowKey.encode(key(5, "foo"))))
        .isEqualTo("2f96" + "f6a5c420" + "05" + "666f6f");
  }

  @Test
  void readsBackWhatItWrote() {
    Key key = key(255, "{user}:42");
    byte[] row = RowKey.encode(key);
    assertThat(RowKey.decode(ByteBuffer.wrap(row))).isEqualTo(key);
    assertThat(RowKey.database(row)).isEqualTo(255);
    assertThat(RowKey.position(row)).isEqualTo(ScanPage.cursorAt(key.slot(), key.hash()));
    assertThat(RowKey.sizeOf(key)).isEqualTo(row.length);
  }

  @Test
  void refusesAKeyThatStandsWhereItDoesNotBelong() {
    byte[] row = RowKey.encode(key(0, "foo"));
    row[3]++;
    assertThatThrownBy(() -> RowKey.decode(ByteBuffer.wrap(row)))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> RowKey.decode(ByteBuffer.wrap(new byte[6])))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void rowsStandInTheOrderOfCursors() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      byte[] one = RowKey.encode(key(random.nextInt(3), "k" + random.nextInt(5000)));
      byte[] other = RowKey.encode(key(random.nextInt(3), "k" + random.nextInt(5000)));
      int positions = Long.compare(RowKey.position(one), RowKey.position(other));
      if (positions != 0) {
        assertThat(Integer.signum(Arrays.compareUnsigned(one, other))).isEqualTo(positions);
      }
      assertThat(Arrays.compareUnsigned(RowKey.firstAt(RowKey.position(one)), one)).isNegative();
      assertThat(Arrays.compareUnsigned(RowKey.firstAt(RowKey.position(one) + 1), one))
          .isPositive();
    }
  }
}
