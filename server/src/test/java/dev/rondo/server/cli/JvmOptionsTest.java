package dev.rondo.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.config.MemoryPlan;
import org.junit.jupiter.api.Test;

class JvmOptionsTest {
  private static final MemoryPlan PLAN = MemoryPlan.of(4L << 30);

  @Test
  void boundsEveryKindOfMemory() {
    assertThat(JvmOptions.of(PLAN, 17))
        .containsExactly(
            "-Xmx2255m",
            "-XX:MaxDirectMemorySize=256m",
            "-Dio.netty.maxDirectMemory=268435456",
            "-XX:MaxMetaspaceSize=96m",
            "-XX:ReservedCodeCacheSize=80m",
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=50",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dsun.net.httpserver.maxReqTime=10",
            "-Dsun.net.httpserver.maxRspTime=30");
  }

  @Test
  void allowsNativeAccessWhereTheJvmAsksForIt() {
    assertThat(JvmOptions.of(PLAN, 21)).doesNotContain("--enable-native-access=ALL-UNNAMED");
    assertThat(JvmOptions.of(PLAN, 22)).contains("--enable-native-access=ALL-UNNAMED");
    assertThat(JvmOptions.of(PLAN, 25))
        .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }
}
