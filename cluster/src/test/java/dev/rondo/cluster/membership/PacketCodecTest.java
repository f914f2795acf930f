package dev.rondo.cluster.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.membership.GossipPacket.Delta;
import dev.rondo.cluster.membership.GossipPacket.Digest;
import dev.rondo.cluster.membership.GossipPacket.Row;
import dev.rondo.cluster.membership.GossipPacket.State;
import dev.rondo.cluster.transport.NodeAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the bytes that {@code cluster/GOSSIP.md} specifies. */
final class PacketCodecTest {
  private static final Member MEMBER =
      new Member(
          new NodeId(0xA1),
          0x0102,
          0x0304,
          MemberState.LEAVING,
          new NodeAddress("h1", 0x1F90),
          new NodeAddress("é", 65535),
          "r",
          "dc",
          100,
          1000);

  private static final String DELTA_HEX =
      "01"
          + "02" // format, type
          + "0001" // one report
          + "00000000000000a1" // id
          + "0000000000000102" // incarnation
          + "0000000000000304" // heartbeat
          + "0028" // length of the contents
          + "04" // leaving
          + "00000064" // weight
          + "03e8" // load
          + "02"
          + "6831"
          + "1f90" // bus address
          + "02"
          + "c3a9"
          + "ffff" // client address
          + "01"
          + "72" // rack
          + "02"
          + "6463" // data centre
          + "0001" // one suspicion
          + "00000000000000b2"
          + "0000000000000009"; // of whom, of which incarnation

  private static final String DIGEST_HEX =
      "01"
          + "01" // format, type
          + "03" // an answer, complete
          + "02"
          + "6831"
          + "1f90" // the sender's bus address
          + "0000000000000005" // epoch
          + "ffffffffffffffff" // tie break
          + "0001" // one row
          + "00000000000000a1" // id
          + "0000000000000102" // incarnation
          + "0000000000000304" // heartbeat
          + "deadbeef"; // hash

  private static final String STATE_HEX =
      "01"
          + "03" // format, type
          + "0000000000000007" // epoch
          + "0000000000000001" // tie break
          + "cafe"; // the value

  private static final List<String> ALL = List.of(DELTA_HEX, DIGEST_HEX, STATE_HEX);

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(GossipPacket packet) {
    return HexFormat.of().formatHex(PacketCodec.encode(packet));
  }

  @Test
  void delta() {
    List<Suspicion> suspicions = List.of(new Suspicion(new NodeId(0xB2), 9));
    assertThat(hex(new Delta(List.of(Report.of(MEMBER, suspicions))))).isEqualTo(DELTA_HEX);
    Report read = ((Delta) PacketCodec.decode(bytes(DELTA_HEX))).reports().get(0);
    assertThat(read.member()).isEqualTo(MEMBER);
    assertThat(read.suspicions()).isEqualTo(suspicions);
    assertThat(read.version()).isEqualTo(Report.of(MEMBER, suspicions).version());
  }

  @Test
  void digest() {
    Digest digest =
        new Digest(
            new NodeAddress("h1", 0x1F90),
            true,
            true,
            5,
            -1,
            List.of(new Row(new NodeId(0xA1), new Version(0x0102, 0x0304, 0xDEADBEEF))));
    assertThat(hex(digest)).isEqualTo(DIGEST_HEX);
    assertThat(PacketCodec.decode(bytes(DIGEST_HEX))).isEqualTo(digest);
  }

  @Test
  void state() {
    assertThat(hex(new State(new SharedState.Value(7, 1, bytes("cafe"))))).isEqualTo(STATE_HEX);
    SharedState.Value read = ((State) PacketCodec.decode(bytes(STATE_HEX))).value();
    assertThat(read.epoch()).isEqualTo(7);
    assertThat(read.tieBreak()).isEqualTo(1);
    assertThat(read.bytes()).isEqualTo(bytes("cafe"));
  }

  @Test
  void theHashCoversTheContentsAlone() {
    Report report = Report.of(MEMBER, List.of());
    assertThat(report.at(9, 9).version().hash()).isEqualTo(report.version().hash());
    assertThat(Report.of(MEMBER.withLoad(1), List.of()).version().hash())
        .isNotEqualTo(report.version().hash());
    assertThat(Report.of(MEMBER, List.of(new Suspicion(new NodeId(3), 1))).version().hash())
        .isNotEqualTo(report.version().hash());
  }

  @Test
  void whatALaterFormatAddsToContentsIsPassedOn() {
    String longer = DELTA_HEX.replace("0028" + "04", "002a" + "04") + "beef";
    GossipPacket read = PacketCodec.decode(bytes(longer));
    assertThat(((Delta) read).reports().get(0).member()).isEqualTo(MEMBER);
    assertThat(hex(read)).isEqualTo(longer);
  }

  @Test
  void cutOffAnywhereItIsRefused() {
    for (String hex : List.of(DELTA_HEX, DIGEST_HEX)) {
      byte[] whole = bytes(hex);
      for (int length = 0; length < whole.length; length++) {
        assertRefused(Arrays.copyOf(whole, length));
      }
      assertRefused(Arrays.copyOf(whole, whole.length + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "01", // no type
        "0201", // another format
        "0104", // no such type
        "0102ffff", // more reports than there can be
        "010100" + "02683100ff" + "00000000000000050000000000000000" + "ffff", // rows as well
        "0103" + "ffffffffffffffff" + "0000000000000001", // an epoch below 0
      })
  void nonsenseIsRefused(String hex) {
    assertRefused(bytes(hex));
  }

  @Test
  void impossibleMembersAreRefused() {
    assertRefused(bytes(DELTA_HEX.replace("00000000000000a1", "0000000000000000"))); // id
    assertRefused(bytes(DELTA_HEX.replace("0000000000000102", "0000000000000000"))); // incarnation
    assertRefused(bytes(DELTA_HEX.replace("0000000000000102", "4000000000000000")));
    assertRefused(bytes(DELTA_HEX.replace("0000000000000304", "ffffffffffffffff"))); // heartbeat
    assertRefused(bytes(DELTA_HEX.replace("0400000064", "0600000064"))); // state
    assertRefused(bytes(DELTA_HEX.replace("0400000064", "0400000000"))); // weight
    assertRefused(bytes(DELTA_HEX.replace("03e8", "03e9"))); // load
    assertRefused(bytes(DELTA_HEX.replace("1f90", "0000"))); // port
    assertRefused(bytes(DIGEST_HEX.replace("0000000000000304", "7fffffffffffffff")));
  }

  @Test
  void aWitnessCountsOnceForASuspect() {
    String one = "00000000000000b2" + "0000000000000009";
    String twice =
        DELTA_HEX.replace("0028" + "04", "0038" + "04").replace("0001" + one, "0002" + one + one);
    assertRefused(bytes(twice));
  }

  @Test
  void tooLongIsRefused() {
    byte[] packet = Arrays.copyOf(bytes(STATE_HEX), PacketCodec.MAX_PACKET_BYTES + 1);
    assertRefused(packet);
    assertThatThrownBy(() -> new SharedState.Value(1, 1, new byte[SharedState.MAX_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] longest = new byte[SharedState.MAX_BYTES];
    assertThat(PacketCodec.encode(new State(new SharedState.Value(1, 1, longest))).length)
        .isLessThanOrEqualTo(PacketCodec.MAX_PACKET_BYTES);
  }

  @Test
  void anyBytesAreReadOrRefused() {
    SplittableRandom random = new SplittableRandom(42);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] packet = bytes(ALL.get(random.nextInt(ALL.size())));
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        packet[random.nextInt(packet.length)] = (byte) random.nextInt();
      }
      try {
        // what is read can be written again
        assertThat(PacketCodec.encode(PacketCodec.decode(packet))).isNotEmpty();
      } catch (MalformedPacketException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1000, 19_000);
  }

  @Test
  void theLongestReportFitsIntoTheSmallestPacket() {
    String longest = "x".repeat(255);
    NodeAddress address = new NodeAddress(longest, 1);
    Member member =
        new Member(new NodeId(1), 1, 1, MemberState.UP, address, address, longest, longest, 1, 0);
    List<Suspicion> suspicions =
        LongStream.rangeClosed(1, Report.MAX_SUSPICIONS)
            .mapToObj(actor -> new Suspicion(new NodeId(actor), 1))
            .toList();
    byte[] packet = PacketCodec.encode(new Delta(List.of(Report.of(member, suspicions))));
    assertThat(packet.length).isLessThanOrEqualTo(MembershipConfig.MIN_PACKET_BYTES);
  }

  private static void assertRefused(byte[] packet) {
    assertThatThrownBy(() -> PacketCodec.decode(packet))
        .isInstanceOf(MalformedPacketException.class);
  }
}
