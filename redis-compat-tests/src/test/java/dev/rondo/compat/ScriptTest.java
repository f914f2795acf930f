package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.AgainstEachServer;
import dev.rondo.compat.support.RawClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The same scripts on each server, those of well-known clients in particular. */
class ScriptTest extends AgainstEachServer {
  private static final Pattern ESCAPED = Pattern.compile("\\\\(x([0-9a-f]{2})|\\\\)");

  private static final String RELEASE =
      "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1])"
          + " else return 0 end";

  /** A lock that its holder may take again: a hash of holder to count. */
  private static final String LOCK =
      """
      if redis.call('exists', KEYS[1]) == 0 or redis.call('hexists', KEYS[1], ARGV[2]) == 1 then
        redis.call('hincrby', KEYS[1], ARGV[2], 1)
        redis.call('pexpire', KEYS[1], ARGV[1])
        return nil
      end
      return redis.call('pttl', KEYS[1])""";

  private static final String UNLOCK =
      """
      if redis.call('hexists', KEYS[1], ARGV[2]) == 0 then return nil end
      local left = redis.call('hincrby', KEYS[1], ARGV[2], -1)
      if left > 0 then redis.call('pexpire', KEYS[1], ARGV[1]) return 0 end
      redis.call('del', KEYS[1])
      redis.call('publish', KEYS[2], 'free')
      return 1""";

  private static final String BUCKET =
      """
      local capacity, now, cost = tonumber(ARGV[1]), tonumber(ARGV[3]), tonumber(ARGV[4])
      local state = redis.call('hmget', KEYS[1], 'tokens', 'at')
      local tokens = tonumber(state[1]) or capacity
      local at = tonumber(state[2]) or now
      tokens = math.min(capacity, tokens + (now - at) * tonumber(ARGV[2]))
      local allowed = tokens >= cost
      if allowed then tokens = tokens - cost end
      redis.call('hset', KEYS[1], 'tokens', tokens, 'at', now)
      redis.call('expire', KEYS[1], 100)
      return {allowed and 1 or 0, tostring(tokens)}""";

  private static final String COUNT =
      "local n = tonumber(redis.call('get', KEYS[1]) or '0') redis.call('set', KEYS[1], n + 1)"
          + " return n + 1";

  private static String eval(RawClient client, String script, String... rest) {
    List<String> command = new ArrayList<>(List.of("EVAL", script));
    command.addAll(List.of(rest));
    return client.call(command.toArray(String[]::new)).encode();
  }

  @Test
  void repliesAreThoseThatWereRecorded() throws IOException {
    List<String> lines;
    try (InputStream in = ScriptTest.class.getResourceAsStream("scripts.txt")) {
      assertThat(in).isNotNull();
      lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    }
    List<String> entries = lines.stream().filter(line -> !line.startsWith("# ")).toList();
    assertThat(entries.size()).isGreaterThan(700);
    SoftAssertions each = new SoftAssertions();
    try (RawClient client = server().connect()) {
      for (int i = 0; i < entries.size(); i += 2) {
        String script = unescaped(entries.get(i));
        each.assertThat(eval(client, script, "0"))
            .as(script)
            .isEqualTo(unescaped(entries.get(i + 1)));
      }
    }
    each.assertAll();
  }

  private static String unescaped(String line) {
    return ESCAPED
        .matcher(line)
        .replaceAll(
            match -> {
              String code = match.group(2);
              return code == null
                  ? "\\\\"
                  : Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code, 16)));
            });
  }

  @Test
  void aLockIsReleasedByItsHolderOnly() {
    try (RawClient client = server().connect()) {
      client.call("SET", "lock", "mine", "NX", "PX", "10000");
      assertThat(eval(client, RELEASE, "1", "lock", "yours")).isEqualTo(":0\r\n");
      assertThat(eval(client, RELEASE, "1", "lock", "mine")).isEqualTo(":1\r\n");
      assertThat(eval(client, RELEASE, "1", "lock", "mine")).isEqualTo(":0\r\n");
    }
  }

  @Test
  void aReentrantLockCountsItsHolder() {
    try (RawClient client = server().connect()) {
      String[] mine = {"2", "{l}ock", "{l}channel", "10000", "me:1"};
      String[] yours = {"2", "{l}ock", "{l}channel", "10000", "you:1"};
      assertThat(eval(client, LOCK, mine)).isEqualTo("$-1\r\n");
      assertThat(eval(client, LOCK, mine)).isEqualTo("$-1\r\n");
      assertThat(eval(client, LOCK, yours)).matches("(?s):(10000|9\\d\\d\\d)\r\n");
      assertThat(eval(client, UNLOCK, yours)).isEqualTo("$-1\r\n");
      assertThat(eval(client, UNLOCK, mine)).isEqualTo(":0\r\n");
      assertThat(eval(client, UNLOCK, mine)).isEqualTo(":1\r\n");
      assertThat(eval(client, LOCK, yours)).isEqualTo("$-1\r\n");
    }
  }

  @Test
  void aTokenBucketLimits() {
    try (RawClient client = server().connect()) {
      assertThat(eval(client, BUCKET, "1", "b", "2", "0.5", "100", "1"))
          .isEqualTo("*2\r\n:1\r\n$1\r\n1\r\n");
      assertThat(eval(client, BUCKET, "1", "b", "2", "0.5", "100", "1"))
          .isEqualTo("*2\r\n:1\r\n$1\r\n0\r\n");
      assertThat(eval(client, BUCKET, "1", "b", "2", "0.5", "101", "1"))
          .isEqualTo("*2\r\n:0\r\n$3\r\n0.5\r\n");
      assertThat(eval(client, BUCKET, "1", "b", "2", "0.5", "102", "1"))
          .isEqualTo("*2\r\n:1\r\n$1\r\n0\r\n");
      assertThat(client.call("TTL", "b").integer()).isEqualTo(100);
    }
  }

  @Test
  void scriptsAreKnownByTheirSum() {
    try (RawClient client = server().connect();
        RawClient other = server().connect()) {
      client.call("SCRIPT", "FLUSH");
      String sum = client.call("SCRIPT", "LOAD", "return KEYS[1] .. ARGV[1]").string();
      assertThat(sum).matches("[0-9a-f]{40}");
      assertThat(other.call("EVALSHA", sum, "1", "a", "b").encode()).isEqualTo("$2\r\nab\r\n");
      assertThat(other.call("EVALSHA_RO", sum.toUpperCase(Locale.ROOT), "1", "c", "d").encode())
          .isEqualTo("$2\r\ncd\r\n");
      assertThat(other.call("SCRIPT", "EXISTS", sum, "x").encode()).isEqualTo("*2\r\n:1\r\n:0\r\n");
      client.call("SCRIPT", "FLUSH", "SYNC");
      assertThat(other.call("EVALSHA", sum, "1", "a", "b").encode())
          .isEqualTo("-NOSCRIPT No matching script. Please use EVAL.\r\n");
      assertThat(client.call("SCRIPT", "KILL").encode())
          .isEqualTo("-NOTBUSY No scripts in execution right now.\r\n");
    }
  }

  @Test
  void whatAFailedScriptDidStays() {
    try (RawClient client = server().connect()) {
      assertThat(
              eval(client, "redis.call('set', KEYS[1], 'x') return redis.call('nosuch')", "1", "k"))
          .startsWith("-ERR Unknown Redis command called from script script: ");
      assertThat(client.call("GET", "k").string()).isEqualTo("x");
    }
  }

  @Test
  void readOnlyScriptsDoNotWrite() {
    try (RawClient client = server().connect()) {
      String write = "return redis.call('set', KEYS[1], 1)";
      assertThat(client.call("EVAL_RO", write, "1", "k").encode())
          .startsWith("-ERR Write commands are not allowed from read-only scripts. script: ");
      assertThat(client.call("EVAL_RO", "return redis.call('get', KEYS[1])", "1", "k").encode())
          .isEqualTo("$-1\r\n");
    }
  }

  @Test
  void scriptsRunInTransactions() {
    try (RawClient client = server().connect()) {
      client.call("MULTI");
      client.call("SET", "t", "5");
      client.call("EVAL", COUNT, "1", "t");
      client.call("INCR", "t");
      assertThat(client.call("EXEC").encode()).isEqualTo("*3\r\n+OK\r\n:6\r\n:7\r\n");
    }
  }

  @Test
  void scriptsSeeKeysTheyDidNotDeclare() {
    skipOnACluster("keys of other slots are not for a script there");
    try (RawClient client = server().connect()) {
      client.call("RPUSH", "one", "x");
      assertThat(
              eval(
                  client,
                  "redis.call('rename', 'one', 'two') return redis.call('lrange', 'two', 0, -1)",
                  "0"))
          .isEqualTo("*1\r\n$1\r\nx\r\n");
      assertThat(client.call("EXISTS", "one").integer()).isZero();
    }
  }

  @Test
  void scriptsOfManyClientsCountExactly() throws Exception {
    int clients = 8;
    int each = 250;
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Callable<String>> tasks = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        boolean plain = i == 0;
        tasks.add(
            () -> {
              String last = "";
              try (RawClient client = server().connect()) {
                for (int n = 0; n < each; n++) {
                  last =
                      plain
                          ? client.call("INCR", "counter").encode()
                          : eval(client, COUNT, "1", "counter");
                  assertThat(last).startsWith(":");
                }
              }
              return last;
            });
      }
      for (Future<String> done : threads.invokeAll(tasks, 120, TimeUnit.SECONDS)) {
        assertThat(done.get()).startsWith(":");
      }
    } finally {
      threads.shutdownNow();
    }
    try (RawClient client = server().connect()) {
      assertThat(client.call("GET", "counter").string())
          .isEqualTo(Integer.toString(clients * each));
    }
  }
}
