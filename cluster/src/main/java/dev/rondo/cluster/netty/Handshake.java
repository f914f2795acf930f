package dev.rondo.cluster.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rondo.cluster.netty.Refusal.Reason;
import dev.rondo.cluster.transport.Lane;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How two nodes come to trust each other, as one side sees it; no I/O. The connecting side says
 * HELLO, the accepting side answers HELLO; the connecting side gives its PROOF, the accepting side
 * its own in WELCOME. A proof signs both hellos with the cluster's secret, so it proves whatever
 * they say, and the role, so that it cannot be sent back. Either side may answer REFUSED instead
 * and close.
 */
final class Handshake {
  private static final int MIN_VERSION = 1;
  private static final int MAX_VERSION = 1;

  private static final byte[] CONNECTING = "connecting".getBytes(US_ASCII);
  private static final byte[] ACCEPTING = "accepting".getBytes(US_ASCII);

  /** What a packet led to. */
  sealed interface Step {}

  /** The exchange goes on: this is to be sent. */
  record Answer(Packet packet) implements Step {}

  /**
   * The two agree.
   *
   * @param last to be sent before anything else, if there is something
   */
  record Agreed(RemoteNode remote, @Nullable Packet last) implements Step {}

  /**
   * They do not; the connection is to be closed.
   *
   * @param last to be sent before, if there is something
   */
  record Refused(Refusal refusal, @Nullable Packet last) implements Step {}

  private final Identity self;
  private final boolean connecting;
  private final byte[] nonce;

  /** The other side's when accepting: known after its hello. */
  private @Nullable Lane lane;

  private byte @Nullable [] ownHello;
  private byte @Nullable [] otherHello;
  private @Nullable RemoteNode remote;

  private Handshake(Identity self, boolean connecting, @Nullable Lane lane, byte[] nonce) {
    this.self = self;
    this.connecting = connecting;
    this.lane = lane;
    this.nonce = nonce;
  }

  /** The side that connects; {@link #opening} is to be sent first. */
  static Handshake connecting(Identity self, Lane lane, byte[] nonce) {
    return new Handshake(self, true, lane, nonce);
  }

  /** The side that accepts; it waits for the other to speak. */
  static Handshake accepting(Identity self, byte[] nonce) {
    return new Handshake(self, false, null, nonce);
  }

  /** The connecting side's first packet. */
  Packet opening() {
    if (!connecting || lane == null) {
      throw new IllegalStateException("the connecting side opens");
    }
    return hello(lane);
  }

  private Packet hello(Lane forLane) {
    Hello hello =
        new Hello(
            MIN_VERSION,
            MAX_VERSION,
            self.node(),
            forLane,
            nonce,
            self.clusterName(),
            self.address());
    ownHello = hello.encode();
    return new Packet(Packet.HELLO, ownHello);
  }

  /** The other node, once it has said who it is; not proven before the two agree. */
  @Nullable RemoteNode claimed() {
    return remote;
  }

  /** Takes the other side's next packet. */
  Step receive(Packet packet) {
    try {
      if (packet.kind() == Packet.REFUSED) {
        return new Refused(readRefusal(packet.body()), null);
      } else if (packet.kind() == Packet.HELLO && otherHello == null) {
        return greeted(packet.body());
      } else if (packet.kind() == (connecting ? Packet.WELCOME : Packet.PROOF)
          && ownHello != null
          && otherHello != null
          && remote != null) {
        return proven(packet.body(), ownHello, otherHello, remote);
      }
      return refuse(Reason.MALFORMED, "a packet out of turn: " + packet.kind());
    } catch (IllegalArgumentException e) {
      return refuse(Reason.MALFORMED, "not understood: " + e.getMessage());
    }
  }

  private Step greeted(byte[] body) {
    Hello hello = Hello.decode(body);
    otherHello = body;
    int version = Math.min(MAX_VERSION, hello.maxVersion());
    remote = new RemoteNode(hello.node(), hello.address(), hello.lane(), version);
    if (version < Math.max(MIN_VERSION, hello.minVersion())) {
      return refuse(
          Reason.VERSION,
          "versions %d to %d are spoken here, %d to %d there"
              .formatted(MIN_VERSION, MAX_VERSION, hello.minVersion(), hello.maxVersion()));
    } else if (!hello.clusterName().equals(self.clusterName())) {
      return refuse(
          Reason.CLUSTER_NAME,
          "cluster '%s' here, '%s' there".formatted(self.clusterName(), hello.clusterName()));
    } else if (hello.node().equals(self.node())) {
      return refuse(Reason.SELF, "both ends are node " + self.node());
    } else if (!connecting) {
      lane = hello.lane();
      return new Answer(hello(hello.lane()));
    } else if (hello.lane() != lane || ownHello == null) {
      return refuse(Reason.MALFORMED, "another lane than was asked for");
    }
    return new Answer(new Packet(Packet.PROOF, self.secret().sign(CONNECTING, ownHello, body)));
  }

  private Step proven(byte[] proof, byte[] own, byte[] other, RemoteNode who) {
    boolean proves =
        connecting
            ? self.secret().verifies(proof, ACCEPTING, own, other)
            : self.secret().verifies(proof, CONNECTING, other, own);
    if (!proves) {
      return refuse(Reason.SECRET, "the cluster's secret is another one");
    }
    return connecting
        ? new Agreed(who, null)
        : new Agreed(who, new Packet(Packet.WELCOME, self.secret().sign(ACCEPTING, other, own)));
  }

  private static Refused refuse(Reason reason, String text) {
    Refusal refusal = Refusal.own(reason, text);
    return new Refused(refusal, encode(refusal));
  }

  /** code(1) text. */
  static Packet encode(Refusal refusal) {
    byte[] text = refusal.text().getBytes(US_ASCII);
    return new Packet(
        Packet.REFUSED,
        ByteBuffer.allocate(1 + text.length).put((byte) refusal.reason().code()).put(text).array());
  }

  private static Refusal readRefusal(byte[] body) {
    if (body.length == 0) {
      throw new IllegalArgumentException("a refusal without a reason");
    }
    String text = new String(body, 1, body.length - 1, US_ASCII);
    return new Refusal(Reason.of(body[0]), text, true);
  }
}
