package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.AgainstEachServer;
import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is flushed stays gone, also when it was written by many clients a moment ago. */
class FlushTest extends AgainstEachServer {

  private static final int CLIENTS = 32;
  private static final int BURSTS = 10;

  /** Three nodes share the machine, and have each row three times. */
  private static final int BURSTS_ON_A_CLUSTER = 2;

  private static final int PIPELINED = 16;
  private static final int KEYS = 20_000;
  private static final int ROUNDS = 3;
  private static final int FLUSHES = 4;
  private static final String VALUE = "x".repeat(1_000);

  @Test
  void nothingComesBackAfterFlushall() {
    for (int round = 1; round <= ROUNDS; round++) {
      writeFromManyClients();
      flushAgainAndAgain();
    }
  }

  private void flushAgainAndAgain() {
    try (RawClient client = server().connect()) {
      for (int i = 1; i <= FLUSHES; i++) {
        assertThat(client.call("FLUSHALL")).isEqualTo(Reply.line("+OK"));
        assertThat(client.call("SET", "new", "v")).isEqualTo(Reply.line("+OK"));
        String moment = "after flush " + i;
        onceCopied(
            () -> {
              assertThat(allKeys(client)).as(moment).containsExactly("new");
              assertThat(client.call("DBSIZE").integer()).isEqualTo(1);
            });
      }
    }
  }

  private void writeFromManyClients() {
    IntStream.range(0, CLIENTS)
        .mapToObj(
            client ->
                CompletableFuture.runAsync(() -> write(client), task -> new Thread(task).start()))
        .toList()
        .forEach(CompletableFuture::join);
  }

  private void write(int number) {
    int bursts = isCluster() ? BURSTS_ON_A_CLUSTER : BURSTS;
    try (RawClient client = server().connect()) {
      for (int burst = 0; burst < bursts; burst++) {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < PIPELINED; i++) {
          requests.append(mset((burst * PIPELINED + i) * CLIENTS + number));
        }
        client.sendRaw(requests.toString());
        for (int i = 0; i < PIPELINED; i++) {
          assertThat(client.read()).isEqualTo(Reply.line("+OK"));
        }
      }
    }
  }

  private static String mset(int number) {
    List<String> words = new ArrayList<>(List.of("MSET"));
    for (int i = 0; i < 10; i++) {
      words.add("key:" + (number * 7919 + i * 104_729) % KEYS);
      words.add(VALUE);
    }
    return RawClient.encode(words);
  }

  private static Set<String> allKeys(RawClient client) {
    Set<String> keys = new TreeSet<>();
    String cursor = "0";
    do {
      Reply page = client.call("SCAN", cursor, "COUNT", "1000");
      cursor = page.children().get(0).string();
      page.children().get(1).children().forEach(key -> keys.add(key.string()));
    } while (!cursor.equals("0"));
    return keys;
  }
}
