package dev.rondo.cluster.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.TooLongFrameException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrameReaderTest {
  private final List<String> frames = new ArrayList<>();
  private final FrameReader reader =
      new FrameReader(
          100,
          (head, tail) ->
              frames.add(HexFormat.of().formatHex(head) + "/" + HexFormat.of().formatHex(tail)));

  private static ByteBuf bytes(String hex) {
    return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @Test
  void framesAreFoundHoweverTheyAreCut() {
    String three =
        "00000002 00000003 aabb 010203" + "00000001 00000000 cc" + "00000000 00000001 dd";
    ByteBuf all = bytes(three);
    int length = all.readableBytes();
    for (int cut = 0; cut <= length; cut++) {
      for (int other = cut; other <= length; other++) {
        frames.clear();
        reader.read(all.slice(0, cut));
        reader.read(all.slice(cut, other - cut));
        reader.read(all.slice(other, length - other));
        assertThat(frames).containsExactly("aabb/010203", "cc/", "/dd");
      }
    }
  }

  @Test
  void framesThatAreTooLongAreRefusedByTheirLengths() {
    for (String lengths :
        List.of(
            "00000032 00000033", "ffffffff 00000000", "00000000 80000000", "7fffffff 7fffffff")) {
      FrameReader fresh = new FrameReader(100, (head, tail) -> frames.add("?"));
      assertThatThrownBy(() -> fresh.read(bytes(lengths)))
          .isInstanceOf(TooLongFrameException.class);
    }
    assertThat(frames).isEmpty();
  }

  @Test
  void anAnnouncedLengthAloneAllocatesLittle() {
    GrowingBytes bytes = new GrowingBytes(500 << 20);
    assertThat(bytes.allocatedBytes()).isEqualTo(GrowingBytes.FIRST_BYTES);
    assertThat(bytes.fill(Unpooled.wrappedBuffer(new byte[GrowingBytes.FIRST_BYTES + 1])))
        .isFalse();
    assertThat(bytes.allocatedBytes()).isEqualTo(4 * GrowingBytes.FIRST_BYTES);
    assertThatThrownBy(bytes::array).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void grownBytesAreWhatCame() {
    byte[] sent = new byte[5 * GrowingBytes.FIRST_BYTES + 7];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (byte) (i * 31 + (i >> 8));
    }
    GrowingBytes bytes = new GrowingBytes(sent.length);
    ByteBuf source = Unpooled.wrappedBuffer(sent);
    while (!bytes.fill(source.readSlice(Math.min(100_003, source.readableBytes())))) {
      assertThat(source.isReadable()).isTrue();
    }
    assertThat(bytes.array()).isEqualTo(sent);
  }
}
