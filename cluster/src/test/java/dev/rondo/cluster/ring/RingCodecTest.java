package dev.rondo.cluster.ring;

import static dev.rondo.cluster.ring.Rings.ALLOCATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cluster.NodeId;
import dev.rondo.storage.Slots;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RingCodecTest {
  private static final Ring SMALL = small();
  private static final String SMALL_BYTES =
      "01" // version
          + "0000000000000007" // epoch
          + "00000000000000aa" // proposer
          + "03" // N
          + "0003" // names
          + ("0172" + "0164" + "0173") // r, d, s
          + "0002" // nodes
          + ("000000000000000a" + "0001" + "0000" + "0001")
          + ("000000000000000b" + "0004" + "0002" + "0001")
          // owner 0, length 5 = 00101; owner 1, length 1 = 1; owner 0, length 16378 = 13 zeros and
          // 11111111111010
          + "170003ffa0";

  private static Ring small() {
    int[] owners = new int[Slots.COUNT];
    owners[5] = 1;
    RingNode first = new RingNode(new NodeId(10), 1, "r", "d");
    RingNode second = new RingNode(new NodeId(11), 4, "s", "d");
    return new Ring(7, new NodeId(0xaa), 3, List.of(first, second), owners);
  }

  @Test
  void bytesStayTheSame() {
    assertThat(HexFormat.of().formatHex(RingCodec.encode(SMALL))).isEqualTo(SMALL_BYTES);
    assertThat(RingCodec.decode(HexFormat.of().parseHex(SMALL_BYTES))).isEqualTo(SMALL);
  }

  @Test
  void everyRingComesBack() {
    for (Ring ring :
        List.of(
            ALLOCATOR.create(List.of(Rings.equal(0)), 3),
            ALLOCATOR.create(Rings.nodes(3, Rings::equal), 3),
            ALLOCATOR.create(Rings.nodes(17, Rings::weighted), 2),
            ALLOCATOR.create(Rings.nodes(12, Rings.inCentres(3, 2)), 3))) {
      byte[] bytes = RingCodec.encode(ring);
      Ring back = RingCodec.decode(bytes);
      assertThat(back).isEqualTo(ring);
      assertThat(back.ranges()).isEqualTo(ring.ranges());
    }
  }

  @Test
  void everyCutIsRefused() {
    byte[] bytes = RingCodec.encode(ALLOCATOR.create(Rings.nodes(5, Rings.inCentres(2, 2)), 3));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> RingCodec.decode(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> RingCodec.decode(longer)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RingCodec.decode(new byte[RingCodec.MAX_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whateverBytesAreChangedItIsARingOrRefused() {
    byte[] bytes = RingCodec.encode(ALLOCATOR.create(Rings.nodes(5, Rings.inCentres(2, 2)), 3));
    Random random = new Random(5);
    int refused = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] changed = bytes.clone();
      for (int j = 0; j <= i % 4; j++) {
        changed[random.nextInt(Math.min(150, changed.length))] = (byte) random.nextInt();
      }
      try {
        Ring ring = RingCodec.decode(changed);
        assertThat(RingCodec.decode(RingCodec.encode(ring))).isEqualTo(ring);
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void tellsWhatIsWrong() {
    refused("02" + SMALL_BYTES.substring(2), "version 2");
    refused(SMALL_BYTES.replace("0000000000000007", "ffffffffffffffff"), "epoch");
    refused(SMALL_BYTES.replace("00000000000000aa", "0000000000000000"), "not 0");
    refused(SMALL_BYTES.replace("aa03", "aa00"), "replicas");
    refused(SMALL_BYTES.replace("aa030003", "aa03ffff"), "names");
    refused(SMALL_BYTES.replace("01730002", "0173ffff"), "nodes");
    refused(SMALL_BYTES.replace("01730002", "01730000"), "nodes");
    refused(SMALL_BYTES.replace("0172", "01ff"), "malformed name");
    refused(SMALL_BYTES.replace("000000000000000b", "000000000000000a"), "order");
    refused(SMALL_BYTES.replace("000400020001", "000000020001"), "weight");
    refused(SMALL_BYTES.replace("000400020001", "000400030001"), "name");
    refused(SMALL_BYTES.replace("170003ffa0", "170003fff0"), "too many slots");
    refused(SMALL_BYTES.replace("170003ffa0", "170003ffa1"), "bytes too many");
    refused(SMALL_BYTES.replace("170003ffa0", "00010000"), "owns no slot");
    refused(SMALL_BYTES.replace("170003ffa0", "0000000000"), "higher than");
  }

  private static void refused(String hex, String why) {
    assertThatThrownBy(() -> RingCodec.decode(HexFormat.of().parseHex(hex)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
