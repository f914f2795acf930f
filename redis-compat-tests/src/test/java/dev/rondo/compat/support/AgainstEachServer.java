package dev.rondo.compat.support;

import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;

/**
 * A test class that runs once against Rondo and once against Redis, each time with a server of its
 * own that starts empty for every test.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(ServerKind.class)
@TestInstance(PER_CLASS)
@ExtendWith(ShowServerOutput.class)
public abstract class AgainstEachServer {

  private static final Pattern VERSION = Pattern.compile("redis_version:(\\d+\\.\\d+)");

  @Parameter @Nullable ServerKind kind;
  private @Nullable RedisUnderTest server;
  private @Nullable TestAbortedException absence;

  /** Options for the server, which both kinds must understand. */
  protected String[] options() {
    return new String[0];
  }

  @BeforeParameterizedClassInvocation
  final void startServer() {
    absence = null;
    try {
      server = Objects.requireNonNull(kind).start(options());
    } catch (TestAbortedException e) {
      absence = e; // Thrown again for each test, so that each is reported as skipped.
    }
  }

  @AfterParameterizedClassInvocation
  final void stopServer() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  @BeforeEach
  final void emptyServer() {
    if (absence != null) {
      throw absence;
    }
    try (RawClient client = server().connect()) {
      prepare(client);
    }
  }

  /** What to do before each test; by default deletes all keys. */
  protected void prepare(RawClient client) {
    Reply reply = client.call("FLUSHALL");
    if (reply.isError()) {
      throw new IllegalStateException("can't empty " + server() + ": " + reply);
    }
  }

  /** The server of this run. */
  protected final RedisUnderTest server() {
    if (server == null) {
      throw new IllegalStateException("the server was not started");
    }
    return server;
  }

  /** The server, if it was started. */
  final Optional<RedisUnderTest> startedServer() {
    return Optional.ofNullable(server);
  }

  /** Whether the server claims to be as new as Redis {@code version}, for instance 7.2. */
  protected final boolean isAtLeast(double version) {
    try (RawClient client = server().connect()) {
      return version(client.call("INFO", "server").string()).orElse(0) >= version;
    }
  }

  private static OptionalDouble version(String info) {
    Matcher matcher = VERSION.matcher(info);
    return matcher.find()
        ? OptionalDouble.of(Double.parseDouble(matcher.group(1)))
        : OptionalDouble.empty();
  }
}
