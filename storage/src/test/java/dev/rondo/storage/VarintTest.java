package dev.rondo.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {
  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "127, 7f",
    "128, 8001",
    "300, ac02",
    "9223372036854775807, ffffffffffffffff7f",
    "-1, ffffffffffffffffff01",
  })
  void hasTheBytesOfTheFormat(long value, String hex) {
    byte[] expected = HexFormat.of().parseHex(hex);
    ByteBuffer buffer = ByteBuffer.allocate(10);
    Varint.write(value, buffer);
    assertThat(buffer.flip()).isEqualTo(ByteBuffer.wrap(expected));
    assertThat(Varint.sizeOf(value)).isEqualTo(expected.length);
    assertThat(Varint.read(buffer)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8000", "ff8000", "ffffffffffffffffff02", "ffffffffffffffffffff01"})
  void refusesNeedlessAndExcessiveBytes(String hex) {
    ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    assertThatThrownBy(() -> Varint.read(bytes)).isInstanceOf(StoreException.class);
  }

  @Test
  void refusesACountOfMoreThanCanFollow() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {3, 0, 0, 0, 0, 0});
    assertThat(Varint.readCount(bytes.duplicate(), 1)).isEqualTo(3);
    assertThatThrownBy(() -> Varint.readCount(bytes, 2)).isInstanceOf(StoreException.class);
  }
}
