package dev.rondo.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Writes numbered keys of its own until the server is gone, and remembers what was acknowledged.
 *
 * <p>Step number n sets key n to a value of its own, increments a counter, sets a pair of keys to n
 * in a transaction, and deletes key n - 1 when n is a multiple of ten. Only the step under way when
 * the server dies is in doubt. One thread writes at a time; {@link #acknowledged()} may be read by
 * any.
 */
final class CrashWriter {

  private static final int DELETE_EACH = 10;
  private static final int VALUE_BYTES = 200;

  private final String name;
  private volatile int acknowledged;

  CrashWriter(int number) {
    this.name = "writer" + number;
  }

  /** The number of the last step of which every write was acknowledged. */
  int acknowledged() {
    return acknowledged;
  }

  /** Goes on with the step after the last acknowledged one. */
  void writeUntilDisconnected(int port) {
    try (Jedis jedis = new Jedis("127.0.0.1", port, 30_000)) {
      while (true) {
        int step = acknowledged + 1;
        jedis.set(key(step), value(step));
        jedis.incr(name + ":counter");
        Transaction transaction = jedis.multi();
        transaction.set(name + ":left", Integer.toString(step));
        transaction.set(name + ":right", Integer.toString(step));
        transaction.exec();
        if (step % DELETE_EACH == 0) {
          jedis.del(key(step - 1));
        }
        acknowledged = step;
      }
    } catch (JedisConnectionException e) {
      // The server was killed, which is what ends this.
    }
  }

  /** What the server doesn't have although it acknowledged it, in words. */
  List<String> findLosses(Jedis jedis) {
    List<String> losses = new ArrayList<>();
    Pipeline pipeline = jedis.pipelined();
    List<Response<@Nullable String>> found = new ArrayList<>();
    for (int step = 1; step <= acknowledged; step++) {
      found.add(pipeline.get(key(step)));
    }
    pipeline.sync();
    for (int step = 1; step <= acknowledged; step++) {
      @Nullable String actual = found.get(step - 1).get();
      boolean isInDoubt = step == acknowledged && (step + 1) % DELETE_EACH == 0;
      @Nullable String expected = isDeleted(step) ? null : value(step);
      if (!isInDoubt && !Objects.equals(actual, expected)) {
        losses.add(key(step) + " is " + actual);
      }
    }
    checkNear(losses, name + ":counter", jedis.get(name + ":counter"));
    String left = jedis.get(name + ":left");
    checkNear(losses, name + ":left", left);
    if (!Objects.equals(left, jedis.get(name + ":right"))) {
      losses.add("half of a transaction of " + name + " is missing");
    }
    return losses;
  }

  private boolean isDeleted(int step) {
    return (step + 1) % DELETE_EACH == 0 && step + 1 <= acknowledged;
  }

  /**
   * The counter is at least what was acknowledged. It may be ahead by each step in doubt: one for
   * each time the server was killed.
   */
  private void checkNear(List<String> losses, String key, @Nullable String actual) {
    if (actual == null ? acknowledged > 0 : Integer.parseInt(actual) < acknowledged) {
      losses.add(key + " is " + actual + " after " + acknowledged + " steps");
    }
  }

  private String key(int step) {
    return name + ":" + step;
  }

  private String value(int step) {
    return (name + " wrote " + step + " ").repeat(VALUE_BYTES / 20);
  }
}
