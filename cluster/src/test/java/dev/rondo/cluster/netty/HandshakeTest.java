package dev.rondo.cluster.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.netty.Handshake.Agreed;
import dev.rondo.cluster.netty.Handshake.Answer;
import dev.rondo.cluster.netty.Handshake.Refused;
import dev.rondo.cluster.netty.Handshake.Step;
import dev.rondo.cluster.netty.Refusal.Reason;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.NodeAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HandshakeTest {
  private final Random random = new Random(1);

  private static Identity identity(long id, String cluster, String secret) {
    NodeAddress address = new NodeAddress("h" + id, (int) id);
    return new Identity(new NodeId(id), address, cluster, new ClusterSecret(secret));
  }

  private byte[] nonce() {
    byte[] nonce = new byte[Hello.NONCE_BYTES];
    random.nextBytes(nonce);
    return nonce;
  }

  private Handshake connecting(Identity self) {
    return Handshake.connecting(self, Lane.BULK, nonce());
  }

  private Handshake accepting(Identity self) {
    return Handshake.accepting(self, nonce());
  }

  private static Packet answer(Step step) {
    assertThat(step).isInstanceOf(Answer.class);
    return ((Answer) step).packet();
  }

  private static Reason reason(Step step) {
    assertThat(step).isInstanceOf(Refused.class);
    return ((Refused) step).refusal().reason();
  }

  @Test
  void bothSidesLearnWhoTheOtherIs() {
    Handshake one = connecting(identity(1, "c", "s"));
    Handshake two = accepting(identity(2, "c", "s"));
    Packet proof = answer(one.receive(answer(two.receive(one.opening()))));
    Agreed second = (Agreed) two.receive(proof);
    Agreed first = (Agreed) one.receive(requireNonNull(second.last()));
    assertThat(first)
        .isEqualTo(
            new Agreed(
                new RemoteNode(new NodeId(2), new NodeAddress("h2", 2), Lane.BULK, 1), null));
    assertThat(second.remote())
        .isEqualTo(new RemoteNode(new NodeId(1), new NodeAddress("h1", 1), Lane.BULK, 1));
  }

  @Test
  void anotherClusterIsRefusedByTheAcceptingSide() {
    Handshake one = connecting(identity(1, "c", ""));
    Handshake two = accepting(identity(2, "other", ""));
    Refused refused = (Refused) two.receive(one.opening());
    assertThat(refused.refusal().reason()).isEqualTo(Reason.CLUSTER_NAME);
    assertThat(refused.refusal().text()).isEqualTo("cluster 'other' here, 'c' there");
    Refused told = (Refused) one.receive(requireNonNull(refused.last()));
    assertThat(told.refusal())
        .isEqualTo(new Refusal(Reason.CLUSTER_NAME, refused.refusal().text(), true));
  }

  @Test
  void oneselfIsRefused() {
    Handshake one = connecting(identity(1, "c", ""));
    Handshake two = accepting(identity(1, "c", ""));
    assertThat(reason(two.receive(one.opening()))).isEqualTo(Reason.SELF);
  }

  @Test
  void anotherSecretIsRefusedByTheAcceptingSide() {
    Handshake one = connecting(identity(1, "c", "s"));
    Handshake two = accepting(identity(2, "c", "t"));
    Packet proof = answer(one.receive(answer(two.receive(one.opening()))));
    assertThat(reason(two.receive(proof))).isEqualTo(Reason.SECRET);
  }

  @Test
  void theAcceptingSideHasToProveItselfToo() {
    Handshake one = connecting(identity(1, "c", "s"));
    Handshake two = accepting(identity(2, "c", "t"));
    Packet proof = answer(one.receive(answer(two.receive(one.opening()))));
    assertThat(reason(one.receive(new Packet(Packet.WELCOME, proof.body()))))
        .as("its own proof sent back")
        .isEqualTo(Reason.SECRET);
  }

  @Test
  void aProofServesOnce() {
    Identity first = identity(1, "c", "s");
    Identity second = identity(2, "c", "s");
    Handshake one = connecting(first);
    Handshake two = accepting(second);
    Packet opening = one.opening();
    Packet proof = answer(one.receive(answer(two.receive(opening))));
    Handshake again = accepting(second);
    assertThat(again.receive(opening)).isInstanceOf(Answer.class);
    assertThat(reason(again.receive(proof))).isEqualTo(Reason.SECRET);
  }

  @Test
  void noCommonVersionIsRefused() {
    for (int[] range : new int[][] {{2, 9}, {0, 0}}) {
      Hello hello =
          new Hello(
              range[0], range[1], new NodeId(7), Lane.DATA, nonce(), "c", new NodeAddress("h", 7));
      Step step = accepting(identity(2, "c", "")).receive(new Packet(Packet.HELLO, hello.encode()));
      assertThat(reason(step)).isEqualTo(Reason.VERSION);
    }
  }

  @Test
  void aHelloOfALaterVersionMayBeLonger() {
    Hello hello = new Hello(1, 3, new NodeId(7), Lane.DATA, nonce(), "c", new NodeAddress("h", 7));
    byte[] bytes = hello.encode();
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 5);
    assertThat(accepting(identity(2, "c", "")).receive(new Packet(Packet.HELLO, longer)))
        .isInstanceOf(Answer.class);
  }

  @Test
  void packetsOutOfTurnAreRefused() {
    for (int kind : new int[] {0, Packet.PROOF, Packet.WELCOME, 9}) {
      Handshake fresh = accepting(identity(2, "c", ""));
      assertThat(reason(fresh.receive(new Packet(kind, new byte[32])))).isEqualTo(Reason.MALFORMED);
    }
    Handshake two = accepting(identity(2, "c", ""));
    Packet opening = connecting(identity(1, "c", "")).opening();
    assertThat(two.receive(opening)).isInstanceOf(Answer.class);
    assertThat(reason(two.receive(opening))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void everyCutHelloIsRefused() {
    byte[] whole = connecting(identity(1, "c", "")).opening().body();
    for (int length = 0; length < whole.length; length++) {
      Packet cut = new Packet(Packet.HELLO, Arrays.copyOf(whole, length));
      assertThat(reason(accepting(identity(2, "c", "")).receive(cut))).isEqualTo(Reason.MALFORMED);
    }
  }

  @Test
  void bytesAreFixed() {
    Hello hello =
        new Hello(
            1, 2, new NodeId(3), Lane.GOSSIP, new byte[32], "ab", new NodeAddress("h", 0x1234));
    assertThat(HexFormat.of().formatHex(hello.encode()))
        .isEqualTo(
            "0102" + "0000000000000003" + "01" + "00".repeat(32) + "026162" + "0168" + "1234");
    Packet refused = Handshake.encode(new Refusal(Reason.SECRET, "no\n", false));
    assertThat(HexFormat.of().formatHex(refused.body())).isEqualTo("026e6f3f");
  }

  /** The second test case of RFC 4231, and HMAC with an empty key over nothing. */
  @Test
  void proofsAreHmacSha256() {
    HexFormat hex = HexFormat.of();
    assertThat(
            hex.formatHex(
                new ClusterSecret("Jefe")
                    .sign(
                        "what do ya want ".getBytes(US_ASCII), "for nothing?".getBytes(US_ASCII))))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assertThat(hex.formatHex(new ClusterSecret("").sign()))
        .isEqualTo("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
  }
}
