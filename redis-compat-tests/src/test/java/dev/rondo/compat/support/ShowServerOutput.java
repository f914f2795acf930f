package dev.rondo.compat.support;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Adds the end of the server's output to a failure of a test that it served. */
final class ShowServerOutput implements TestExecutionExceptionHandler {

  private static final int MAX_BYTES = 8_192;

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    Optional<RedisUnderTest> server =
        context
            .getTestInstance()
            .filter(AgainstEachServer.class::isInstance)
            .flatMap(test -> ((AgainstEachServer) test).startedServer());
    if (server.isPresent() && !(failure instanceof TestAbortedException)) {
      failure.addSuppressed(new ServerOutput(server.get()));
    }
    throw failure;
  }

  /** Carries the output; its own stack trace would say nothing. */
  private static final class ServerOutput extends Exception {
    private static final long serialVersionUID = 1L;

    ServerOutput(RedisUnderTest server) {
      super(
          server + (server.isAlive() ? "" : " is dead") + "\n" + server.outputTail(MAX_BYTES),
          null,
          false,
          false);
    }
  }
}
