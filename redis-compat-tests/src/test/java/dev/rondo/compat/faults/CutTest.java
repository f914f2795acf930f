package dev.rondo.compat.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.Program;
import dev.rondo.compat.support.RondoProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Runs {@link CutDrill} where it may make network namespaces. */
class CutTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final List<String> UNSHARE =
      List.of("unshare", "-Urn", "--fork", "--pid", "--mount-proc", "--kill-child", "--");

  @Test
  void nodesAreCutOffFromEachOther() {
    RondoProcess.requirePackaged();
    Assumptions.assumeTrue(
        mayMakeNamespaces(), "no network namespaces here: needs unshare, iproute2 and the right");
    Program.Result result =
        Program.run(
            LIMIT,
            "",
            concat(
                UNSHARE,
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Drondo.lib=" + RondoProcess.libDirectory(),
                    "-Drondo.faults.seconds=" + Integer.getInteger("rondo.faults.seconds", 4),
                    "-cp",
                    System.getProperty("java.class.path"),
                    CutDrill.class.getName())));
    System.out.println(result.output());
    assertThat(result.exitCode()).isZero();
  }

  private static boolean mayMakeNamespaces() {
    try {
      return Program.run(
                  Duration.ofSeconds(10),
                  "",
                  concat(UNSHARE, List.of("ip", "link", "add", "probe", "type", "bridge")))
              .exitCode()
          == 0;
    } catch (RuntimeException missing) {
      System.out.println("cannot make network namespaces: " + missing);
      return false;
    }
  }

  private static List<String> concat(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }
}
