package dev.rondo.compat.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs such as {@code redis-cli} to their end. */
public final class Program {

  private Program() {}

  /**
   * How a program ended.
   *
   * @param exitCode its exit code
   * @param output what it wrote to stdout and stderr
   */
  public record Result(int exitCode, String output) {}

  /**
   * Runs a program with {@code input} on its stdin.
   *
   * @throws IllegalStateException if it takes longer than {@code limit}; it is ended then
   */
  public static Result run(Duration limit, String input, List<String> command) {
    try {
      Path in = Files.createTempFile("input", ".txt");
      Path out = Files.createTempFile("output", ".txt");
      try {
        Files.write(in, input.getBytes(ISO_8859_1));
        return run(limit, command, in, out);
      } finally {
        Files.delete(in);
        Files.delete(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Result run(Duration limit, List<String> command, Path in, Path out)
      throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            command + " didn't end within " + limit + "\n" + Files.readString(out, ISO_8859_1));
      }
      return new Result(process.exitValue(), Files.readString(out, ISO_8859_1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + command, e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Runs a program that never ends by itself until it has printed {@code lines} lines or ended. */
  public static List<String> firstLines(int lines, List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(process.getInputStream(), ISO_8859_1))) {
        List<String> read = new ArrayList<>();
        String line = reader.readLine();
        while (line != null && read.size() < lines) {
          read.add(line);
          line = reader.readLine();
        }
        return read;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
