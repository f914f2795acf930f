package dev.rondo.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Level;
import dev.rondo.resp.RequestLimits;
import dev.rondo.resp.RespVersion;
import dev.rondo.server.blocking.Place;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.routing.ForwardRequest.Caller;
import dev.rondo.server.session.SubscriptionKind;
import dev.rondo.server.session.WatchedKeys;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Elements;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.VectorClock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of {@code server/FORWARD.md}. */
final class ForwardCodecTest {
  private static final Caller CALLER =
      new Caller(
          5,
          RespVersion.RESP3,
          new Consistency(Level.Named.QUORUM, new Level.Count(2)),
          "bob",
          "[::1]:9");
  private static final byte[][] SET = {Bytes.of("set"), Bytes.of("k"), {}};
  private static final byte[][] GET = {Bytes.of("get"), Bytes.of("k")};
  private static final String CALLER_HEX = "0503" + "0382" + "03626f62" + "075b3a3a315d3a39";
  private static final String SET_HEX = "03" + "03736574" + "016b" + "00";

  private static final ForwardRequest COMMAND = new ForwardRequest.Command(CALLER, SET);
  private static final ForwardRequest TRANSACTION =
      new ForwardRequest.Transaction(CALLER, List.of(SET, GET), watched());

  private static final ForwardRequest PUBLISH =
      new ForwardRequest.Publish(SubscriptionKind.SHARD_CHANNEL, Bytes.of("ch"), new byte[0]);

  private static final ForwardRequest FLUSH = new ForwardRequest.Flush(List.of(0, 5), 258);
  private static final ForwardRequest AWAIT =
      new ForwardRequest.Await(new Place(new Key(5, Bytes.of("k")), DataType.SORTED_SET), 1000);

  private static WatchedKeys watched() {
    Map<Key, WatchedKeys.@Nullable Version> versions = new LinkedHashMap<>();
    versions.put(new Key(5, Bytes.of("k")), null);
    versions.put(
        new Key(0, Bytes.of("l")),
        new WatchedKeys.Version(
            VectorClock.of(new long[] {-1, 7}, new long[] {300, 1}), 0x1122, 0x33));
    return WatchedKeys.of(versions);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static ForwardRequest decode(byte[] bytes) {
    return ForwardCodec.decode(bytes, RequestLimits.DEFAULT);
  }

  @Test
  void goldenRequests() {
    assertThat(hex(ForwardCodec.encode(COMMAND))).isEqualTo("0101" + CALLER_HEX + SET_HEX);
    assertThat(hex(ForwardCodec.encode(TRANSACTION)))
        .isEqualTo(
            "0102"
                + CALLER_HEX
                + "02"
                + SET_HEX
                + "02"
                + "03676574"
                + "016b"
                + "02"
                + "05016b00"
                + "00016c01"
                + "02"
                + "ffffffffffffffff"
                + "ac02"
                + "0000000000000007"
                + "01"
                + "0000000000001122"
                + "0000000000000033");
    assertThat(hex(ForwardCodec.encode(new ForwardRequest.Page(1, 0x300000004L, 200, 16383))))
        .isEqualTo("010301" + "0000000300000004" + "c801" + "3fff");
    assertThat(hex(ForwardCodec.encode(new ForwardRequest.Count(15)))).isEqualTo("01040f");
    assertThat(hex(ForwardCodec.encode(PUBLISH))).isEqualTo("010501" + "026368" + "00");
    assertThat(hex(ForwardCodec.encode(new ForwardRequest.Time()))).isEqualTo("0106");
    assertThat(hex(ForwardCodec.encode(FLUSH))).isEqualTo("0107" + "020005" + "0000000000000102");
    assertThat(hex(ForwardCodec.encode(AWAIT))).isEqualTo("0108" + "0504" + "016b" + "e807");
  }

  @Test
  void goldenReplies() {
    assertThat(hex(ForwardReplyCodec.touched())).isEqualTo("0100");
    assertThat(hex(ForwardReplyCodec.done(Bytes.of("+OK\r\n:1\r\n"), List.of(5L, 4L))))
        .isEqualTo("0101" + "02" + "0504" + "2b4f4b0d0a" + "3a310d0a");
    assertThat(hex(ForwardReplyCodec.failed("ERR x"))).isEqualTo("0102" + "05" + "4552522078");
    assertThat(hex(ForwardReplyCodec.number(258))).isEqualTo("01" + "0000000000000102");
    assertThat(hex(ForwardReplyCodec.page(new ScanPage(0x200000000L, List.of()))))
        .isEqualTo("01" + "0000000200000000" + "00");
  }

  @Test
  void requestsComeBackAsTheyWere() {
    for (ForwardRequest request :
        List.of(
            COMMAND,
            TRANSACTION,
            new ForwardRequest.Page(1, 5, 1000, 7),
            PUBLISH,
            AWAIT,
            FLUSH,
            new ForwardRequest.Time(),
            new ForwardRequest.Count(3))) {
      byte[] bytes = ForwardCodec.encode(request);
      assertThat(ForwardCodec.encode(decode(bytes))).isEqualTo(bytes);
    }
    assertThat(((ForwardRequest.Command) decode(ForwardCodec.encode(COMMAND))).caller())
        .isEqualTo(CALLER);
  }

  @Test
  void allLevelsTravel() {
    for (Level.Named level : Level.Named.values()) {
      Caller caller =
          new Caller(0, RespVersion.RESP2, new Consistency(level, new Level.Count(99)), "", "");
      byte[] bytes = ForwardCodec.encode(new ForwardRequest.Command(caller, GET));
      assertThat(((ForwardRequest.Command) decode(bytes)).caller()).isEqualTo(caller);
    }
  }

  @Test
  void pagesComeBackAsTheyWere() {
    Entry entry =
        new Entry(
            DataType.STRING, VectorClock.EMPTY.increment(3), 1_700_000_000_000L, 9, Elements.NONE);
    ScanPage page = new ScanPage(7, List.of(new ScanPage.Row(new Key(2, Bytes.of("k")), entry)));
    ScanPage back = ForwardReplyCodec.decodePage(2, ForwardReplyCodec.page(page));
    assertThat(back).isEqualTo(page);
  }

  @Test
  void repliesOfATransactionComeBackAsTheyWere() {
    byte[] bytes = ForwardReplyCodec.done(Bytes.of("+OK\r\n:1\r\n"), List.of(5L, 4L));
    TransactionReply.Done done = (TransactionReply.Done) ForwardReplyCodec.decodeTransaction(bytes);
    assertThat(done.replies()).containsExactly(Bytes.of("+OK\r\n"), Bytes.of(":1\r\n"));
    assertThat(ForwardReplyCodec.decodeTransaction(ForwardReplyCodec.failed("ERR x")))
        .isEqualTo(new TransactionReply.Failed("ERR x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01",
        "02040f",
        "01050f",
        "01040f00",
        "0103010000000300000004c8014000",
        "010301000000030000000490cf014000",
        "0101050403820362" + "6f62" + "00" + "0100",
        "010105030882" + "0000" + "0101" + "6b",
        "010105030380" + "0000" + "0101" + "6b",
        "0101050303e4" + "0000" + "0101" + "6b",
        "0101050303820000" + "00",
        "0101050303820000" + "ffffffff0f",
        "0101050303820000" + "01ffffffffffffffffff01",
        "0101050303820000" + "01ffffffffffffffffffff01",
        "0101050303820000" + "018000",
        "0102050303820000"
            + "00"
            + "0105016b01"
            + "01"
            + "0000000000000007"
            + "00"
            + "00000000000000000000000000000000",
        "0102050303820000" + "00" + "0105016b02"
      })
  void whatIsNoneIsRefused(String hex) {
    assertThatThrownBy(() -> decode(HexFormat.of().parseHex(hex)))
        .isInstanceOf(MalformedForwardException.class);
  }

  @Test
  void limitsOfClientsHold() {
    byte[] bytes = ForwardCodec.encode(COMMAND);
    RequestLimits limits = new RequestLimits(3, 3, 4);
    assertThat(ForwardCodec.decode(bytes, limits)).isNotNull();
    for (RequestLimits tighter :
        List.of(
            limits.withMaxArguments(2),
            limits.withMaxBulkBytes(2),
            limits.withMaxRequestBytes(3))) {
      assertThatThrownBy(() -> ForwardCodec.decode(bytes, tighter))
          .isInstanceOf(MalformedForwardException.class);
    }
  }

  @Test
  void brokenBytesGiveAnExceptionOfTheirOwnOrARequest() {
    Random random = new Random(1);
    byte[] whole = ForwardCodec.encode(TRANSACTION);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decode(cut)).isInstanceOf(MalformedForwardException.class);
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = whole.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      survives(() -> decode(broken));
      survives(() -> ForwardReplyCodec.decodeTransaction(broken));
      survives(() -> ForwardReplyCodec.decodePage(0, broken));
    }
  }

  private static void survives(Runnable decode) {
    try {
      decode.run();
    } catch (MalformedForwardException expected) {
      assertThat(expected).hasMessageMatching("(?s).+");
    }
  }
}
