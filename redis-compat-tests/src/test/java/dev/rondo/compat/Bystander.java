package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.RedisUnderTest;
import dev.rondo.compat.support.Reply;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A well-behaved client that asks again and again, while others misbehave. */
final class Bystander implements AutoCloseable {

  private static final Duration REPLY_LIMIT = Duration.ofSeconds(30);
  private static final Duration PROGRESS_LIMIT = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 5;
  private static final int MORE_REPLIES = 20;

  private final RawClient client;
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> asking;
  private final AtomicLong replies = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  Bystander(RedisUnderTest server) {
    this.client = RawClient.connect(server.address(), REPLY_LIMIT);
    this.asking =
        executor.scheduleWithFixedDelay(this::ask, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void ask() {
    if (failure.get() != null) {
      return;
    }
    try {
      String value = Long.toString(replies.get());
      assertThat(client.call("SET", "bystander", value)).isEqualTo(Reply.line("+OK"));
      assertThat(client.call("GET", "bystander")).isEqualTo(Reply.bulk(value));
      replies.incrementAndGet();
    } catch (RuntimeException | AssertionError e) {
      failure.set(e);
    }
  }

  /** Fails if it ever got a wrong or no answer, or now gets none. */
  void assertServed() {
    long soFar = replies.get();
    Awaitility.await()
        .atMost(PROGRESS_LIMIT)
        .until(() -> failure.get() != null || replies.get() >= soFar + MORE_REPLIES);
    assertThat(failure.get()).isNull();
  }

  @Override
  public void close() {
    asking.cancel(true);
    executor.shutdownNow();
    client.close();
  }
}
