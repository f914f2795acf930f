package dev.rondo.compat.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A Rondo node, run from the directory of jars that the server module packages.
 *
 * <p>System properties: {@code rondo.lib} names that directory (default {@code
 * ../server/target/rondo/lib}), {@code rondo.java} the Java executable (default: the one that runs
 * the tests).
 */
public final class RondoProcess extends ServerProcess {

  private static final String MAIN = "dev.rondo.server.Main";
  private static final Pattern READY = Pattern.compile("(?m)^.*\\bready\\b.*$");
  private static final Duration PLAN_LIMIT = Duration.ofSeconds(60);
  private static final Pattern HOST_AND_PORT = Pattern.compile("\\S+:(\\d{1,5})");

  private final List<String> prefix;
  private final List<String> jvmOptions;
  private final List<String> options;

  private RondoProcess(List<String> prefix, List<String> jvmOptions, List<String> options) {
    super("rondo");
    this.prefix = List.copyOf(prefix);
    this.jvmOptions = List.copyOf(jvmOptions);
    this.options = List.copyOf(options);
  }

  /**
   * Starts a node on a free port, with 512 MB of heap.
   *
   * @param options further options, as on its command line
   * @throws IllegalStateException if it isn't packaged or doesn't start
   */
  public static RondoProcess start(String... options) {
    return start(List.of("-Xmx512m"), options);
  }

  /** Starts a node whose Java virtual machine gets {@code jvmOptions}. */
  public static RondoProcess start(List<String> jvmOptions, String... options) {
    return startIn(List.of(), jvmOptions, options);
  }

  /**
   * Starts a node elsewhere, for instance in a network namespace.
   *
   * @param prefix the command that runs the command line given behind it, as itself
   */
  public static RondoProcess startIn(
      List<String> prefix, List<String> jvmOptions, String... options) {
    if (!isPackaged()) {
      throw new IllegalStateException("no packaged server in " + libDirectory());
    }
    RondoProcess rondo = new RondoProcess(prefix, jvmOptions, List.of(options));
    rondo.start();
    return rondo;
  }

  /**
   * Starts a node that has so much memory, with the options that the launcher would give its Java
   * virtual machine.
   *
   * @param nodeMemory the setting {@code node-memory}, for instance 512mb
   */
  public static RondoProcess startWithMemory(String nodeMemory, String... options) {
    Program.Result computed =
        Program.run(
            PLAN_LIMIT,
            "",
            List.of(java(), "-cp", classPath(), MAIN, "jvm-options", "--node-memory", nodeMemory));
    if (computed.exitCode() != 0) {
      throw new IllegalStateException(computed.output());
    }
    List<String> all = new ArrayList<>(List.of("--node-memory", nodeMemory));
    all.addAll(List.of(options));
    return start(List.of(computed.output().strip().split("\\s+")), all.toArray(new String[0]));
  }

  /** Whether there is something to run. */
  public static boolean isPackaged() {
    return Files.isDirectory(libDirectory());
  }

  /**
   * Skips a test when there is nothing to run, unless {@code -Drondo.required=true} demands that it
   * is there: then it fails.
   */
  public static void requirePackaged() {
    ServerKind.demand(
        isPackaged(), "rondo.required", "no packaged Rondo server in " + libDirectory());
  }

  /** Where the packaged server's jars are expected. */
  public static Path libDirectory() {
    return Path.of(System.getProperty("rondo.lib", "../server/target/rondo/lib"))
        .toAbsolutePath()
        .normalize();
  }

  private static String java() {
    return System.getProperty(
        "rondo.java", Path.of(System.getProperty("java.home"), "bin", "java").toString());
  }

  private static String classPath() {
    return libDirectory().resolve("*").toString();
  }

  @Override
  List<String> commandLine() {
    List<String> line = new ArrayList<>(prefix);
    line.add(java());
    line.add("-Dio.netty.leakDetection.level=advanced");
    line.addAll(jvmOptions);
    line.addAll(List.of("-cp", classPath(), MAIN, "server"));
    line.addAll(List.of("--port", "0", "--dir", dataDirectory().toString()));
    line.addAll(options);
    return line;
  }

  @Override
  Optional<Integer> readyPort(String output) {
    return READY
        .matcher(output)
        .results()
        .map(MatchResult::group)
        .flatMap(line -> HOST_AND_PORT.matcher(line).results())
        .reduce((first, last) -> last)
        .map(match -> Integer.parseInt(match.group(1)));
  }

  /** Netty tells of buffers that were dropped without being released. */
  @Override
  Optional<String> complaint(String output) {
    int leak = output.indexOf("LEAK: ");
    return leak < 0
        ? Optional.empty()
        : Optional.of(output.substring(leak, Math.min(leak + 4_000, output.length())));
  }

  @Override
  boolean worthAnotherAttempt(String output) {
    return false;
  }
}
