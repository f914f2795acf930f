package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.AgainstEachServer;
import dev.rondo.compat.support.RawClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** Messages between clients; on a cluster each of them is connected to another node. */
class PubSubTest extends AgainstEachServer {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MANY = 500;

  @Test
  void aMessageReachesSubscribersOfItsChannelAndOfPatterns() {
    try (RawClient subscriber = server().connect();
        RawClient publisher = server().connect();
        RawClient resp3 = server().connect()) {
      assertThat(subscriber.call("SUBSCRIBE", "news", "sport").encode())
          .isEqualTo("*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n");
      assertThat(subscriber.read().encode())
          .isEqualTo("*3\r\n$9\r\nsubscribe\r\n$5\r\nsport\r\n:2\r\n");
      assertThat(subscriber.call("PSUBSCRIBE", "n?ws").encode())
          .isEqualTo("*3\r\n$10\r\npsubscribe\r\n$4\r\nn?ws\r\n:3\r\n");
      resp3.call("HELLO", "3");
      assertThat(resp3.call("SSUBSCRIBE", "news").encode())
          .isEqualTo(">3\r\n$10\r\nssubscribe\r\n$4\r\nnews\r\n:1\r\n");
      long receivers = publisher.call("PUBLISH", "news", "hello").integer();
      assertThat(receivers).isEqualTo(isCluster() ? 0 : 2);
      assertThat(subscriber.read().encode())
          .isEqualTo("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n");
      assertThat(subscriber.read().encode())
          .isEqualTo("*4\r\n$8\r\npmessage\r\n$4\r\nn?ws\r\n$4\r\nnews\r\n$5\r\nhello\r\n");
      publisher.call("SPUBLISH", "news", "");
      assertThat(resp3.read().encode())
          .isEqualTo(">3\r\n$8\r\nsmessage\r\n$4\r\nnews\r\n$0\r\n\r\n");
      assertThat(resp3.call("SET", "k", "v").encode()).isEqualTo("+OK\r\n");
      assertThat(subscriber.call("GET", "k").encode())
          .isEqualTo(
              "-ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT /"
                  + " RESET are allowed in this context\r\n");
      assertThat(subscriber.call("PING", "still").encode())
          .isEqualTo("*2\r\n$4\r\npong\r\n$5\r\nstill\r\n");
      assertThat(subscriber.call("PUNSUBSCRIBE").encode())
          .isEqualTo("*3\r\n$12\r\npunsubscribe\r\n$4\r\nn?ws\r\n:2\r\n");
      assertThat(subscriber.call("UNSUBSCRIBE", "sport", "none").encode())
          .isEqualTo("*3\r\n$11\r\nunsubscribe\r\n$5\r\nsport\r\n:1\r\n");
      assertThat(subscriber.read().encode())
          .isEqualTo("*3\r\n$11\r\nunsubscribe\r\n$4\r\nnone\r\n:1\r\n");
      assertThat(subscriber.call("RESET").encode()).isEqualTo("+RESET\r\n");
      assertThat(subscriber.call("PUNSUBSCRIBE").encode())
          .isEqualTo("*3\r\n$12\r\npunsubscribe\r\n$-1\r\n:0\r\n");
    }
  }

  @Test
  void messagesOfOnePublisherComeInOrder() {
    try (RawClient subscriber = server().connect();
        RawClient publisher = server().connect()) {
      subscriber.call("SUBSCRIBE", "order");
      for (int i = 0; i < MANY; i++) {
        publisher.send("PUBLISH", "order", Integer.toString(i));
      }
      for (int i = 0; i < MANY; i++) {
        assertThat(subscriber.read().children().get(2).string()).isEqualTo(Integer.toString(i));
      }
      for (int i = 0; i < MANY; i++) {
        assertThat(publisher.read().isError()).isFalse();
      }
    }
  }

  @Test
  void publishesInsideTransactions() {
    try (RawClient subscriber = server().connect();
        RawClient publisher = server().connect()) {
      subscriber.call("SUBSCRIBE", "done");
      publisher.call("MULTI");
      publisher.call("SET", "k", "v");
      publisher.call("PUBLISH", "done", "k");
      assertThat(publisher.call("EXEC").children()).hasSize(2);
      assertThat(subscriber.read().children().get(2).string()).isEqualTo("k");
    }
  }

  @Test
  void jedisSubscribes() throws InterruptedException {
    List<String> received = new CopyOnWriteArrayList<>();
    JedisPubSub listener =
        new JedisPubSub() {
          @Override
          public void onMessage(String channel, String message) {
            received.add(message);
          }
        };
    try (Jedis subscriber = new Jedis(server().address().getHostString(), server().port());
        Jedis publisher = new Jedis(server().address().getHostString(), server().port())) {
      Thread listening = new Thread(() -> subscriber.subscribe(listener, "jedis"));
      listening.start();
      Awaitility.await().atMost(LIMIT).until(listener::isSubscribed);
      publisher.publish("jedis", "one");
      Awaitility.await().atMost(LIMIT).until(() -> received.equals(List.of("one")));
      listener.unsubscribe();
      listening.join();
    }
  }

  @Test
  void lettuceSubscribes() {
    List<String> received = new CopyOnWriteArrayList<>();
    RedisClient client =
        RedisClient.create(RedisURI.create(server().address().getHostString(), server().port()));
    try (var subscriber = client.connectPubSub();
        var publisher = client.connect()) {
      subscriber.addListener(
          new RedisPubSubAdapter<String, String>() {
            @Override
            public void message(String pattern, String channel, String message) {
              received.add(channel + message);
            }
          });
      subscriber.sync().psubscribe("lettuce:*");
      IntStream.range(0, 3).forEach(i -> publisher.sync().publish("lettuce:" + i, "!"));
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> received.equals(List.of("lettuce:0!", "lettuce:1!", "lettuce:2!")));
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
    }
  }
}
