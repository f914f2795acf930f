package dev.rondo.compat.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real {@code redis-server}, without persistence, found on the {@code PATH}. */
public final class RedisProcess extends ServerProcess {

  private final Path executable;
  private final List<String> options;
  private int wantedPort;

  private RedisProcess(Path executable, List<String> options) {
    super("redis");
    this.executable = executable;
    this.options = List.copyOf(options);
  }

  /**
   * Starts {@code redis-server} on a free port.
   *
   * @param options further options, as on its command line
   * @throws IllegalStateException if it isn't installed or doesn't start
   */
  public static RedisProcess start(String... options) {
    Path executable =
        find("redis-server")
            .orElseThrow(() -> new IllegalStateException("redis-server is not on the PATH"));
    RedisProcess redis = new RedisProcess(executable, List.of(options));
    redis.start();
    return redis;
  }

  /** Where a program is on the {@code PATH}, for instance {@code redis-cli}. */
  public static Optional<Path> find(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  List<String> commandLine() {
    wantedPort = freePort();
    List<String> line = new ArrayList<>();
    line.addAll(List.of(executable.toString(), "--port", Integer.toString(wantedPort)));
    line.addAll(List.of("--bind", "127.0.0.1", "--dir", dataDirectory().toString()));
    line.addAll(List.of("--save", "", "--appendonly", "no"));
    line.addAll(options);
    return line;
  }

  @Override
  Optional<Integer> readyPort(String output) {
    return output.contains("Ready to accept connections")
        ? Optional.of(wantedPort)
        : Optional.empty();
  }

  @Override
  boolean worthAnotherAttempt(String output) {
    return output.contains("Address already in use");
  }

  /** Redis reads port 0 as "no TCP", so a free one has to be found for it; it may be lost again. */
  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
