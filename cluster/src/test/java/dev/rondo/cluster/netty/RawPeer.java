package dev.rondo.cluster.netty;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.netty.Handshake.Agreed;
import dev.rondo.cluster.netty.Handshake.Answer;
import dev.rondo.cluster.netty.Handshake.Step;
import dev.rondo.cluster.transport.Frame;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.MessageCodec;
import dev.rondo.cluster.transport.NodeAddress;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The other end of one connection as a blocking socket, which can do whatever it should not. */
final class RawPeer implements AutoCloseable {
  private static final int READ_TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  private RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  /** A port that accepts nobody until {@link #accept}. */
  static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  static NodeAddress addressOf(ServerSocket listening) {
    return new NodeAddress("127.0.0.1", listening.getLocalPort());
  }

  static RawPeer connect(NodeAddress to) throws IOException {
    return new RawPeer(new Socket(to.host(), to.port()));
  }

  static RawPeer accept(ServerSocket listening) throws IOException {
    return new RawPeer(listening.accept());
  }

  static Identity identity(long id) {
    NodeAddress address = new NodeAddress("127.0.0.1", 1);
    return new Identity(new NodeId(id), address, "test", new ClusterSecret(""));
  }

  /** Does what the connecting side has to. */
  RawPeer greet(long id, Lane lane) throws IOException {
    Handshake handshake = Handshake.connecting(identity(id), lane, new byte[Hello.NONCE_BYTES]);
    send(handshake.opening());
    exchange(handshake);
    return this;
  }

  /** Does what the accepting side has to. */
  RawPeer welcome(long id) throws IOException {
    exchange(Handshake.accepting(identity(id), new byte[Hello.NONCE_BYTES]));
    return this;
  }

  private void exchange(Handshake handshake) throws IOException {
    Step step = handshake.receive(readPacket());
    while (step instanceof Answer answer) {
      send(answer.packet());
      step = handshake.receive(readPacket());
    }
    if (!(step instanceof Agreed agreed)) {
      throw new IOException("no agreement: " + step);
    }
    if (agreed.last() != null) {
      send(agreed.last());
    }
  }

  void send(Packet packet) throws IOException {
    out.writeInt(Packet.MAGIC);
    out.writeByte(packet.kind());
    out.writeShort(packet.body().length);
    out.write(packet.body());
    out.flush();
  }

  Packet readPacket() throws IOException {
    if (in.readInt() != Packet.MAGIC) {
      throw new IOException("not the magic");
    }
    int kind = in.readUnsignedByte();
    return new Packet(kind, in.readNBytes(in.readUnsignedShort()));
  }

  void send(Message message) throws IOException {
    Frame frame = MessageCodec.frame(message);
    ByteBuffer head = ByteBuffer.allocate(frame.headBytes());
    frame.writeHead(head);
    out.writeInt(head.capacity());
    out.writeInt(frame.tail().length);
    out.write(head.array());
    out.write(frame.tail());
    out.flush();
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  Message read() throws IOException {
    int headLength = in.readInt();
    int tailLength = in.readInt();
    byte[] head = in.readNBytes(headLength);
    return MessageCodec.read(ByteBuffer.wrap(head), in.readNBytes(tailLength));
  }

  /** Waits until the other side closes; answers what it sent before, null when it reset. */
  byte @Nullable [] readToEnd() {
    try {
      return in.readAllBytes();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection was not closed", e);
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
