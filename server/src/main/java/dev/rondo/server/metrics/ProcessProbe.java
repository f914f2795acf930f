package dev.rondo.server.metrics;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Reads the process's figures from the Java runtime and, on Linux, from /proc. Where /proc is
 * missing, the resident set is 0 and all processor time counts as user time. Any thread may call
 * it; a call reads two small files.
 */
public final class ProcessProbe {
  private static final long NANOS_A_SECOND = 1_000_000_000L;

  /**
   * Linux reports processor time in ticks of 10 ms to programs, whatever the kernel's own tick is.
   */
  private static final double TICKS_A_SECOND = 100;

  private final Path proc;
  private final LongSupplier untrackedDirectBytes;
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final List<BufferPoolMXBean> pools =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);

  /**
   * @param untrackedDirectBytes direct memory the Java runtime does not count, as the network
   *     library allocates it
   */
  public ProcessProbe(LongSupplier untrackedDirectBytes) {
    this(Path.of("/proc/self"), untrackedDirectBytes);
  }

  ProcessProbe(Path proc, LongSupplier untrackedDirectBytes) {
    this.proc = proc;
    this.untrackedDirectBytes = untrackedDirectBytes;
  }

  /** Memory of the machine, or of the container when it has a limit. */
  public static long machineBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  /** The figures of now. */
  public ProcessFigures figures() {
    double[] cpu = cpuSeconds();
    return new ProcessFigures(
        memory.getHeapMemoryUsage().getUsed(),
        memory.getHeapMemoryUsage().getCommitted(),
        memory.getHeapMemoryUsage().getMax(),
        directBytes(),
        memory.getNonHeapMemoryUsage().getUsed(),
        residentBytes(),
        system.getTotalMemorySize(),
        cpu[0],
        cpu[1]);
  }

  private long directBytes() {
    long tracked =
        pools.stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return tracked + untrackedDirectBytes.getAsLong();
  }

  private long residentBytes() {
    for (String line : lines("status")) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    return 0;
  }

  /** User and kernel time. */
  private double[] cpuSeconds() {
    List<String> lines = lines("stat");
    if (lines.isEmpty()) {
      return new double[] {(double) system.getProcessCpuTime() / NANOS_A_SECOND, 0};
    }
    // the second field is the program's name in parentheses and may hold blanks; utime and stime
    // are 14 and 15
    String line = lines.get(0);
    List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
    return new double[] {
      Long.parseLong(fields.get(11)) / TICKS_A_SECOND,
      Long.parseLong(fields.get(12)) / TICKS_A_SECOND
    };
  }

  private List<String> lines(String file) {
    Path path = proc.resolve(file);
    if (!Files.isReadable(path)) {
      return List.of();
    }
    try {
      return Files.readAllLines(path);
    } catch (IOException e) {
      // the file was there and is not now: the same as a system without it
      return List.of();
    }
  }
}
