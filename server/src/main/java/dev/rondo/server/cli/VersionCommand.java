package dev.rondo.server.cli;

import dev.rondo.server.Version;
import dev.rondo.server.metrics.RedisCompatibility;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code rondo version}: prints one line with the versions of the program, of the Redis it follows,
 * and of Java.
 */
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .println(
            "rondo %s (as Redis %s, on Java %s)"
                .formatted(Version.TEXT, RedisCompatibility.VERSION, Runtime.version()));
    return 0;
  }
}
