package dev.rondo.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a connection does with a decoder: collects what comes, decodes, keeps the rest. */
final class TestConnection implements AutoCloseable {

  private final ByteBuf in = Unpooled.buffer();
  private final RequestDecoder decoder;
  private final List<List<String>> requests = new ArrayList<>();
  private int mostUnreadBytes;

  /** A connection of an authenticated client, with Redis's limits. */
  TestConnection() {
    this(() -> RequestLimits.DEFAULT, PayloadBudget.UNLIMITED);
    decoder.authenticated(true);
  }

  /** A connection of a client that has not authenticated. */
  TestConnection(Supplier<RequestLimits> limits, PayloadBudget budget) {
    decoder = new RequestDecoder(limits, budget);
  }

  RequestDecoder decoder() {
    return decoder;
  }

  void receive(String bytes) {
    receive(bytes.getBytes(ISO_8859_1));
  }

  void receive(byte[] bytes) {
    receive(bytes, 0, bytes.length);
  }

  /** Receives without decoding. */
  void collect(String bytes) {
    in.writeBytes(bytes.getBytes(ISO_8859_1));
  }

  void receive(byte[] bytes, int offset, int length) {
    in.writeBytes(bytes, offset, length);
    decode(arguments -> true);
  }

  /** Decodes what has been received and not consumed; {@code proceed} decides about pauses. */
  void decode(RequestSink proceed) {
    try {
      decoder.decode(
          in,
          arguments -> {
            requests.add(strings(arguments));
            return proceed.onRequest(arguments);
          });
    } finally {
      in.discardReadBytes();
      mostUnreadBytes = Math.max(mostUnreadBytes, in.readableBytes());
    }
  }

  /** The requests so far, each byte as one character. */
  List<List<String>> requests() {
    return requests;
  }

  int unreadBytes() {
    return in.readableBytes();
  }

  int mostUnreadBytes() {
    return mostUnreadBytes;
  }

  @Override
  public void close() {
    decoder.close();
    assertThat(in.refCnt()).isEqualTo(1);
    in.release();
  }

  static List<String> strings(byte[][] arguments) {
    List<String> strings = new ArrayList<>();
    for (byte[] argument : arguments) {
      strings.add(new String(argument, ISO_8859_1));
    }
    return strings;
  }

  /** A request as clients send it, each character as one byte. */
  static String request(String... arguments) {
    StringBuilder bytes = new StringBuilder("*" + arguments.length + "\r\n");
    for (String argument : arguments) {
      bytes.append("$" + argument.length() + "\r\n" + argument + "\r\n");
    }
    return bytes.toString();
  }
}
