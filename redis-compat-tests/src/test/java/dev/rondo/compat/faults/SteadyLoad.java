package dev.rondo.compat.faults;

import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.Reply;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/**
 * Clients that write and read back, each its own keys through one node, and remember what was
 * acknowledged. Any answer that is not the right one is a failure.
 */
final class SteadyLoad {
  private static final int CLIENTS_A_NODE = 2;
  private static final int KEYS_A_CLIENT = 500;
  private static final Duration PROGRESS_LIMIT = Duration.ofSeconds(60);

  private final long beganNanos = System.nanoTime();
  private final Latencies latencies = new Latencies();
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final Set<String> failures = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private SteadyLoad() {}

  /** Begins to ask these nodes. */
  static SteadyLoad on(List<InetSocketAddress> nodes) {
    SteadyLoad load = new SteadyLoad();
    for (InetSocketAddress node : nodes) {
      for (int i = 0; i < CLIENTS_A_NODE; i++) {
        String prefix = "load:" + load.threads.size() + ":";
        load.threads.add(new Thread(() -> load.run(node, prefix), "load " + node));
      }
    }
    load.threads.forEach(Thread::start);
    return load;
  }

  private void run(InetSocketAddress node, String prefix) {
    try (RawClient client = RawClient.connect(node)) {
      for (int i = 0; !stopped; i++) {
        String key = prefix + i % KEYS_A_CLIENT;
        String value = "v" + i;
        Reply written = timed(client, "SET", key, value);
        if (written.equals(Reply.line("+OK"))) {
          acknowledged.put(key, value);
        } else {
          failures.add(when() + "SET: " + written);
        }
        Reply read = timed(client, "GET", key);
        if (!read.equals(Reply.bulk(value))) {
          failures.add(when() + "GET instead of " + value + ": " + read);
        }
      }
    } catch (RuntimeException e) {
      failures.add(when() + node + ": " + e);
    }
  }

  /** When something goes wrong, for the report: the time since the load began. */
  private String when() {
    return (System.nanoTime() - beganNanos) / 1_000_000 + " ms ";
  }

  private Reply timed(RawClient client, String... command) {
    long before = System.nanoTime();
    Reply reply = client.call(command);
    latencies.add(System.nanoTime() - before);
    return reply;
  }

  /** Waits until so many more requests were answered, or one failed. */
  void awaitMore(long requests) {
    long enough = latencies.count() + requests;
    Awaitility.await()
        .atMost(PROGRESS_LIMIT)
        .until(() -> !failures.isEmpty() || latencies.count() >= enough);
  }

  /** Goes on for some time. */
  void keepFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Awaitility.await().atMost(time.plus(PROGRESS_LIMIT)).until(() -> System.nanoTime() >= end);
  }

  /** Ends the load and answers when all clients have. */
  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** What went wrong; nothing should have. */
  Set<String> failures() {
    return failures;
  }

  /** The last value of each key that was acknowledged. */
  Map<String, String> acknowledged() {
    return acknowledged;
  }

  Latencies latencies() {
    return latencies;
  }
}
