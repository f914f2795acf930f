package dev.rondo.server.cli;

import dev.rondo.server.config.MemoryPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * The JVM's options for a node.
 *
 * <p>The collector is G1 on every version: it keeps pauses short at all heap sizes a plan can ask
 * for, finds room for an argument of 512 MB in a heap of two gigabytes, and never hands memory out
 * beyond the heap, as a plan must be able to rely on. Named outright, because a JVM that sees one
 * processor or little memory would choose another.
 */
final class JvmOptions {
  private static final long MB = 1L << 20;
  private static final int PAUSE_MILLIS = 50;

  /** These two and the stacks fill the fixed part of {@link MemoryPlan#runtimeBytes}. */
  private static final int METASPACE_MEGABYTES = 96;

  private static final int CODE_MEGABYTES = 80;

  /** From this release on, native calls without permission are warned about. */
  private static final int NATIVE_ACCESS_RELEASE = 22;

  /**
   * From this release on, Unsafe's memory access without permission is warned about, later refused.
   */
  private static final int UNSAFE_ACCESS_RELEASE = 23;

  private JvmOptions() {}

  /**
   * The options.
   *
   * @param javaRelease the feature release that will run them: 17, 25
   */
  static List<String> of(MemoryPlan plan, int javaRelease) {
    List<String> options = new ArrayList<>();
    options.add("-Xmx" + plan.heapBytes() / MB + "m");
    options.add("-XX:MaxDirectMemorySize=" + plan.directBytes() / MB + "m");
    // Netty counts its direct memory apart from the JVM: the same bound for it
    options.add("-Dio.netty.maxDirectMemory=" + plan.directBytes());
    options.add("-XX:MaxMetaspaceSize=" + METASPACE_MEGABYTES + "m");
    options.add("-XX:ReservedCodeCacheSize=" + CODE_MEGABYTES + "m");
    options.add("-XX:+UseG1GC");
    options.add("-XX:MaxGCPauseMillis=" + PAUSE_MILLIS);
    // a node whose memory ran out in the middle of something is not to be trusted
    options.add("-XX:+ExitOnOutOfMemoryError");
    // the admin page's clients must not hold its threads: seconds for a request, for a response
    options.add("-Dsun.net.httpserver.maxReqTime=10");
    options.add("-Dsun.net.httpserver.maxRspTime=30");
    if (javaRelease >= NATIVE_ACCESS_RELEASE) {
      options.add("--enable-native-access=ALL-UNNAMED");
    }
    if (javaRelease >= UNSAFE_ACCESS_RELEASE) {
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    return options;
  }
}
