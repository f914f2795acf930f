package dev.rondo.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** A redis-server of our own on a Unix socket, with the password {@code secret}. */
final class RedisServer {

  private final Process process;
  private final Path socket;

  private RedisServer(Process process, Path socket) {
    this.process = process;
    this.socket = socket;
  }

  /** Whether this machine has a redis-server of the version that we follow. */
  static boolean isInstalled() throws IOException, InterruptedException {
    String path = System.getenv().getOrDefault("PATH", "");
    boolean found =
        Arrays.stream(path.split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "redis-server")));
    if (!found) {
      return false;
    }
    Process version = new ProcessBuilder("redis-server", "--version").start();
    try (BufferedReader lines = version.inputReader()) {
      return lines.lines().anyMatch(line -> line.contains(" v=7.0."));
    } finally {
      version.waitFor();
    }
  }

  /** Starts a server and returns when it accepts connections. */
  static RedisServer start(Path directory) throws IOException {
    Path socket = directory.resolve("redis.sock");
    Process process =
        new ProcessBuilder(
                "redis-server",
                "--port",
                "0",
                "--unixsocket",
                socket.toString(),
                "--save",
                "",
                "--requirepass",
                "secret",
                "--dir",
                directory.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader log = process.inputReader();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      if (line.contains("ready to accept connections")) {
        return new RedisServer(process, socket);
      }
    }
    process.destroyForcibly();
    throw new IOException("redis-server did not start");
  }

  /**
   * Sends {@code bytes} on a new connection.
   *
   * @return the first {@code atMost} bytes of its answers, or all of them when the server closes
   *     the connection before
   */
  String exchange(String bytes, int atMost) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      ByteBuffer out = ByteBuffer.wrap(bytes.getBytes(ISO_8859_1));
      while (out.hasRemaining()) {
        channel.write(out);
      }
      ByteBuffer in = ByteBuffer.allocate(atMost);
      while (in.hasRemaining() && channel.read(in) >= 0) {}
      return new String(in.array(), 0, in.position(), ISO_8859_1);
    }
  }

  /** Ends the server and waits until it has ended. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
