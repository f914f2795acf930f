package dev.rondo.cluster.simulation;

import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs one scenario under many seeds. With the system property {@value #PROPERTY} it runs that seed
 * alone.
 */
public final class Seeds {
  /** The one seed to run. */
  public static final String PROPERTY = "rondo.simulation.seed";

  /** How many seeds to run, instead of what suits an ordinary build. */
  public static final String COUNT_PROPERTY = "rondo.simulation.seeds";

  private Seeds() {}

  /** How many seeds to run: so many, unless the system property {@value #COUNT_PROPERTY} says. */
  public static int count(int usual) {
    return Integer.getInteger(COUNT_PROPERTY, usual);
  }

  /**
   * Runs a scenario under the seeds 1 to {@code count}; when it was said how many, several at a
   * time, for each has a world of its own.
   */
  public static void run(int count, Consumer<Simulation> scenario) {
    String only = System.getProperty(PROPERTY);
    StackTraceElement test = caller();
    if (only != null) {
      run(Long.parseLong(only), scenario, test);
      return;
    }
    LongStream seeds = LongStream.rangeClosed(1, count);
    boolean isHunt = System.getProperty(COUNT_PROPERTY) != null;
    (isHunt ? seeds.parallel() : seeds).forEach(seed -> run(seed, scenario, test));
  }

  private static void run(
      long seed, Consumer<Simulation> scenario, @Nullable StackTraceElement test) {
    Simulation simulation = new Simulation(seed);
    try {
      scenario.accept(simulation);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(describe(simulation, e, test), e);
    }
  }

  private static String describe(
      Simulation simulation, Throwable failure, @Nullable StackTraceElement test) {
    String className = test == null ? "<the test>" : simpleName(test.getClassName());
    String method = test == null ? "" : "#" + test.getMethodName();
    return """
        seed %d failed after %d events, at %.3f ms: %s
        run it again with:
          mvn -pl cluster -am test -Dtest='%s%s' -Dsurefire.failIfNoSpecifiedTests=false -D%s=%d
        the last events:
        %s"""
        .formatted(
            simulation.seed(),
            simulation.happened(),
            simulation.nowNanos() / 1e6,
            failure.getMessage(),
            className,
            method,
            PROPERTY,
            simulation.seed(),
            simulation.lastEvents());
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  /** Who called {@link #run(int, Consumer)}. */
  private static @Nullable StackTraceElement caller() {
    for (StackTraceElement element : new Throwable().getStackTrace()) {
      if (!element.getClassName().equals(Seeds.class.getName())) {
        return element;
      }
    }
    return null;
  }
}
