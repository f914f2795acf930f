package dev.rondo.compat.support;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * A running server that speaks RESP on the loopback interface, and that its owner may kill.
 *
 * <p>Not safe for use by several threads, except {@link #port()} and {@link #pid()} while no
 * restart is under way.
 */
public interface RedisUnderTest extends AutoCloseable {

  /** What to call this server in a report, for instance {@code rondo} or {@code redis}. */
  String name();

  /**
   * The TCP port the next client is to use. It may change with {@link #restart()}, and of several
   * nodes each has its turn.
   */
  int port();

  /**
   * The server itself, or always the same node of several: for what a node tells of itself and of
   * its own clients.
   */
  default RedisUnderTest oneNode() {
    return this;
  }

  /** All nodes of a cluster, or the server itself. */
  default List<? extends RedisUnderTest> nodes() {
    return List.of(this);
  }

  /** The operating system's number of the process. It changes with {@link #restart()}. */
  long pid();

  /** The directory the server was given for its data. It survives {@link #restart()}. */
  Path dataDirectory();

  /** The last {@code maxBytes} of what the server wrote to stdout and stderr so far. */
  String outputTail(int maxBytes);

  /** Memory held by the process: {@code VmRSS} of {@code /proc/PID/status}, in bytes. */
  long residentBytes();

  /** The most that {@link #residentBytes} ever was: {@code VmHWM}. */
  long peakResidentBytes();

  /** Ends the process with SIGKILL, which it cannot see coming, and waits until it is gone. */
  void kill9();

  /** Kills the process when it runs, and starts it again with the same options and directory. */
  void restart();

  /** Whether the process runs. */
  boolean isAlive();

  /** Ends the process and deletes its data. The file with its output stays. */
  @Override
  void close();

  /** Host and port, as client libraries want them. */
  default InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
  }

  /** A new raw connection, with a limit of ten seconds on each wait. */
  default RawClient connect() {
    return RawClient.connect(address());
  }
}
