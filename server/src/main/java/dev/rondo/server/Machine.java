package dev.rondo.server;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What the machine, or the container, gives this process. */
final class Machine {
  private Machine() {}

  /** Memory in bytes. */
  static long memoryBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }
}
