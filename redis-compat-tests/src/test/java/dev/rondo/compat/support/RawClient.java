package dev.rondo.compat.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A blocking connection that hides nothing: it sends what it is told to, byte for byte, and gives
 * each reply exactly as it came.
 *
 * <p>Every wait has a limit; running into it, or into the end of the stream, is an {@link
 * UncheckedIOException} whose cause says which ({@link java.net.SocketTimeoutException}, {@link
 * EOFException}). For one thread at a time.
 */
public final class RawClient implements AutoCloseable {

  private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(10);
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int MAX_LINE_BYTES = 64 * 1024;
  private static final int MAX_DEPTH = 32;

  private final Socket socket;
  private final InputStream in;

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
  }

  /** Connects, with a limit of ten seconds on each wait. */
  public static RawClient connect(InetSocketAddress address) {
    return connect(address, DEFAULT_LIMIT);
  }

  /** Connects, with a limit on each wait. */
  public static RawClient connect(InetSocketAddress address, Duration limit) {
    try {
      Socket socket = new Socket();
      socket.setTcpNoDelay(true);
      socket.connect(address, Math.toIntExact(limit.toMillis()));
      socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
      return new RawClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request as an array of bulk strings, one character a byte. */
  public static String encode(List<String> arguments) {
    StringBuilder out = new StringBuilder().append('*').append(arguments.size()).append("\r\n");
    for (String argument : arguments) {
      out.append('$').append(argument.length()).append("\r\n").append(argument).append("\r\n");
    }
    return out.toString();
  }

  /** Sends a command and waits for its reply. */
  public Reply call(String... arguments) {
    send(arguments);
    return read();
  }

  /** Sends a command as an array of bulk strings. */
  public void send(String... arguments) {
    sendRaw(encode(List.of(arguments)));
  }

  /** Sends bytes as they are, one character a byte. */
  public void sendRaw(String bytes) {
    sendRaw(bytes.getBytes(ISO_8859_1));
  }

  /** Sends bytes as they are. */
  public void sendRaw(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells the server that nothing more will be sent; replies can still be read. */
  public void endOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads one reply.
   *
   * @throws IllegalStateException if the bytes are no RESP, or a number in them has another form
   *     than the one in which {@link Reply#encode()} would write it
   */
  public Reply read() {
    try {
      return read(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one reply and gives its bytes. */
  public String readBytes() {
    return read().encode();
  }

  /** Reads all that comes until the server closes the connection. */
  public String readToEnd() {
    try {
      return new String(in.readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads exactly {@code count} bytes. */
  public byte[] readExactly(int count) {
    try {
      byte[] bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw new EOFException("connection closed after " + bytes.length + " of " + count);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply read(int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IllegalStateException("reply nested deeper than " + MAX_DEPTH);
    }
    String line = readLine();
    char type = line.isEmpty() ? ' ' : line.charAt(0);
    String rest = line.isEmpty() ? "" : line.substring(1);
    if (Reply.isLine(type)) {
      return new Reply(type, rest, List.of());
    }
    if (Reply.isBulk(type)) {
      return new Reply(type, rest.equals("-1") ? null : readPayload(count(line, rest)), List.of());
    }
    if (Reply.isAggregate(type)) {
      boolean isNull = type == '*' && rest.equals("-1");
      return isNull
          ? new Reply(type, null, List.of())
          : readAggregate(type, count(line, rest), depth);
    }
    throw new IllegalStateException("no RESP reply: " + Reply.quote(line));
  }

  private Reply readAggregate(char type, int count, int depth) throws IOException {
    List<Reply> children = new ArrayList<>();
    for (int i = 0; i < count * Reply.childrenPerCount(type); i++) {
      children.add(read(depth + 1));
    }
    return new Reply(type, "", children);
  }

  private static int count(String line, String digits) {
    if (!digits.matches("0|[1-9][0-9]{0,9}")) {
      throw new IllegalStateException("no RESP length: " + Reply.quote(line));
    }
    return Integer.parseInt(digits);
  }

  private String readPayload(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length || in.read() != '\r' || in.read() != '\n') {
      throw new EOFException("bulk string of " + length + " bytes doesn't end with CRLF");
    }
    return new String(bytes, ISO_8859_1);
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() < MAX_LINE_BYTES) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("connection closed after " + Reply.quote(line.toString()));
      }
      if (b == '\r') {
        if (in.read() != '\n') {
          throw new IllegalStateException("CR without LF after " + Reply.quote(line.toString()));
        }
        return line.toString();
      }
      line.append((char) b);
    }
    throw new IllegalStateException("line longer than " + MAX_LINE_BYTES + " bytes");
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
