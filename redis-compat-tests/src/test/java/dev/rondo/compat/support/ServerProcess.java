package dev.rondo.compat.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A server that runs as a child process of the tests.
 *
 * <p>Each process has a directory of its own below {@code target/servers}: {@code data} for the
 * server and {@code output.txt} with everything it printed, through all restarts. The data is
 * deleted on {@link #close()}, the output stays for whoever reads a failed build.
 *
 * <p>Subclasses know how to write the command line and how to recognise the line that says ready.
 */
abstract class ServerProcess implements RedisUnderTest {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final int MAX_CHECKED_BYTES = 16 * 1024 * 1024;
  private static final int START_ATTEMPTS = 5;

  private final String name;
  private final Path home;
  private final Path output;
  private @Nullable Process process;
  private @Nullable Thread hook;
  private int port;
  private long pid;

  ServerProcess(String name) {
    this.name = name;
    try {
      Path servers = Files.createDirectories(Path.of("target", "servers").toAbsolutePath());
      this.home = Files.createTempDirectory(servers, name + "-");
      Files.createDirectory(home.resolve("data"));
      this.output = Files.createFile(home.resolve("output.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command line of one attempt to start. */
  abstract List<String> commandLine();

  /** The port when {@code output}, all that this attempt printed so far, says that it is ready. */
  abstract Optional<Integer> readyPort(String output);

  /** Whether an attempt that ended with this output is worth repeating: the port was taken. */
  abstract boolean worthAnotherAttempt(String output);

  /** What in the output of a whole run makes it a failure, whatever the tests say. */
  Optional<String> complaint(String output) {
    return Optional.empty();
  }

  /** Starts the process and waits until it accepts connections. */
  final void start() {
    for (int attempt = 1; ; attempt++) {
      String attemptOutput = startOnce();
      if (attemptOutput.isEmpty()) {
        return;
      }
      if (attempt == START_ATTEMPTS || !worthAnotherAttempt(attemptOutput)) {
        throw new IllegalStateException(
            name + " did not start: " + commandLine() + "\n" + attemptOutput);
      }
    }
  }

  /** Returns an empty string on success, else why it failed and what the process printed. */
  private String startOnce() {
    long from = output.toFile().length();
    Process started = launch();
    try {
      Awaitility.await()
          .atMost(START_LIMIT)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !started.isAlive() || readyPort(outputSince(from)).isPresent());
    } catch (ConditionTimeoutException e) {
      kill9();
      return "not ready within " + START_LIMIT + "\n" + outputSince(from);
    }
    Optional<Integer> ready = readyPort(outputSince(from));
    if (ready.isEmpty() || !started.isAlive()) {
      kill9();
      return "ended with status " + started.exitValue() + "\n" + outputSince(from);
    }
    port = ready.get();
    return "";
  }

  private Process launch() {
    ProcessBuilder builder =
        new ProcessBuilder(commandLine())
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    try {
      Process started = builder.start();
      Thread atExit = new Thread(started::destroyForcibly, "stop-" + name);
      Runtime.getRuntime().addShutdownHook(atExit);
      process = started;
      hook = atExit;
      pid = started.pid();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int port() {
    return port;
  }

  @Override
  public final long pid() {
    return pid;
  }

  @Override
  public final Path dataDirectory() {
    return home.resolve("data");
  }

  @Override
  public final boolean isAlive() {
    Process current = process;
    return current != null && current.isAlive();
  }

  @Override
  public final long residentBytes() {
    return memoryFigure("VmRSS:");
  }

  @Override
  public final long peakResidentBytes() {
    return memoryFigure("VmHWM:");
  }

  private long memoryFigure(String name) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no " + name + " for process " + pid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public final String outputTail(int maxBytes) {
    return outputSince(Math.max(0, output.toFile().length() - maxBytes));
  }

  private String outputSince(long offset) {
    try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "r")) {
      file.seek(offset);
      byte[] bytes = new byte[Math.toIntExact(Math.max(0, file.length() - offset))];
      file.readFully(bytes);
      return new String(bytes, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public final void kill9() {
    Process current = process;
    if (current == null) {
      return;
    }
    current.destroyForcibly();
    try {
      if (!current.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(name + " survived SIGKILL, process " + pid);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while stopping " + name, e);
    }
    process = null;
    forgetHook();
  }

  private void forgetHook() {
    Thread current = hook;
    hook = null;
    if (current != null) {
      Runtime.getRuntime().removeShutdownHook(current);
    }
  }

  @Override
  public final void restart() {
    kill9();
    start();
  }

  @Override
  public final void close() {
    kill9();
    try (Stream<Path> files = Files.walk(dataDirectory())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    complaint(outputTail(MAX_CHECKED_BYTES))
        .ifPresent(
            text -> {
              throw new IllegalStateException(this + ": " + text);
            });
  }

  @Override
  public final String toString() {
    return name + " (process " + pid + ", port " + port + ", output in " + output + ")";
  }
}
