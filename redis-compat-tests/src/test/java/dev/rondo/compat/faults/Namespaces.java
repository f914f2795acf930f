package dev.rondo.compat.faults;

import dev.rondo.compat.support.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Network namespaces, one a node, with two bridges in the namespace of this process: nodes reach
 * each other over one, clients reach nodes over the other. A node is cut off by taking its link off
 * the first: packets vanish silently both ways, and clients still reach it.
 *
 * <p>This process must be root in a network namespace of its own ({@code unshare -Urn}); nothing
 * outside is touched, and all of it is gone when this process ends.
 */
final class Namespaces implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final List<Process> holders = new ArrayList<>();

  Namespaces(int nodes) {
    run("ip", "link", "set", "lo", "up");
    for (String bridge : List.of("bus", "front", "apart")) {
      run("ip", "link", "add", bridge, "type", "bridge");
      run("ip", "link", "set", bridge, "up");
    }
    run("ip", "addr", "add", "10.83.0.254/24", "dev", "front");
    for (int i = 0; i < nodes; i++) {
      addNode(i);
    }
  }

  private void addNode(int i) {
    Process holder;
    try {
      // It tells when it is in its namespace, and then waits for the end of its input.
      holder = new ProcessBuilder("unshare", "-n", "sh", "-c", "echo; exec cat").start();
      holders.add(holder);
      if (holder.getInputStream().read() < 0) {
        throw new IllegalStateException("cannot make a network namespace");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String namespace = Long.toString(holder.pid());
    link(namespace, "bus", i, busHost(i));
    link(namespace, "front", i, clientHost(i));
    runIn(i, "ip", "link", "set", "lo", "up");
  }

  private static void link(String namespace, String bridge, int i, String host) {
    String outer = bridge + i;
    run("ip", "link", "add", outer, "type", "veth", "peer", "name", bridge, "netns", namespace);
    run("ip", "link", "set", outer, "master", bridge, "up");
    run("nsenter", "-t", namespace, "-n", "ip", "addr", "add", host + "/24", "dev", bridge);
    run("nsenter", "-t", namespace, "-n", "ip", "link", "set", bridge, "up");
  }

  /** The address under which other nodes reach a node. */
  static String busHost(int i) {
    return "10.84.0." + (i + 1);
  }

  /** The address under which clients in this process's namespace reach a node. */
  static String clientHost(int i) {
    return "10.83.0." + (i + 1);
  }

  /** What goes before a command line so that it runs in a node's namespace. */
  List<String> prefix(int i) {
    return List.of("nsenter", "-t", Long.toString(holders.get(i).pid()), "-n");
  }

  /** Takes a node away from the others. */
  void cutOff(int i) {
    run("ip", "link", "set", "bus" + i, "master", "apart");
  }

  /** Brings a node back to the others. */
  void heal(int i) {
    run("ip", "link", "set", "bus" + i, "master", "bus");
  }

  private void runIn(int i, String... command) {
    List<String> line = new ArrayList<>(prefix(i));
    line.addAll(List.of(command));
    run(line.toArray(String[]::new));
  }

  private static void run(String... command) {
    Program.Result result = Program.run(LIMIT, "", List.of(command));
    if (result.exitCode() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + result.output());
    }
  }

  @Override
  public void close() {
    holders.forEach(Process::destroyForcibly);
  }
}
