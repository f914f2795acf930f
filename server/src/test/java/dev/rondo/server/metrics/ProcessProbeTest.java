package dev.rondo.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessProbeTest {
  @TempDir Path proc;

  @Test
  void readsProc() throws IOException {
    Files.writeString(
        proc.resolve("status"), "Name:\tjava\nVmHWM:\t  999 kB\nVmRSS:\t  12345 kB\n");
    Files.writeString(
        proc.resolve("stat"), "42 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 250 75 0 0 20 0\n");

    ProcessFigures figures = new ProcessProbe(proc, () -> 0).figures();

    assertThat(figures.residentBytes()).isEqualTo(12345L * 1024);
    assertThat(figures.userCpuSeconds()).isEqualTo(2.5);
    assertThat(figures.systemCpuSeconds()).isEqualTo(0.75);
  }

  @Test
  void doesWithoutProc() {
    ProcessFigures figures = new ProcessProbe(proc.resolve("missing"), () -> 0).figures();

    assertThat(figures.residentBytes()).isZero();
    assertThat(figures.userCpuSeconds()).isPositive();
    assertThat(figures.systemCpuSeconds()).isZero();
  }

  @Test
  void countsDirectMemoryThatTheRuntimeDoesNotSee() {
    long without = new ProcessProbe(proc, () -> 0).figures().directBytes();

    assertThat(new ProcessProbe(proc, () -> 1L << 40).figures().directBytes() - without)
        .isGreaterThan((1L << 40) - (1L << 30));
  }

  @Test
  void readsTheRuntime() {
    ProcessFigures figures = new ProcessProbe(() -> 0).figures();

    assertThat(figures.heapUsedBytes())
        .isPositive()
        .isLessThanOrEqualTo(figures.heapCommittedBytes());
    assertThat(figures.heapMaxBytes()).isGreaterThanOrEqualTo(figures.heapCommittedBytes());
    assertThat(figures.machineBytes())
        .isEqualTo(ProcessProbe.machineBytes())
        .isGreaterThan(1L << 20);
  }
}
