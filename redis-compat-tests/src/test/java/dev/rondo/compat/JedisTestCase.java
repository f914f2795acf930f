package dev.rondo.compat;

import dev.rondo.compat.support.AgainstEachServer;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.UnifiedJedis;

/** A client of Jedis for each server, in RESP2 unless a subclass says otherwise. */
abstract class JedisTestCase extends AgainstEachServer {
  static final String CLIENT_NAME = "compat";

  private @Nullable UnifiedJedis client;

  /** The protocol version that the client asks for. */
  RedisProtocol protocol() {
    return RedisProtocol.RESP2;
  }

  final JedisClientConfig config() {
    return DefaultJedisClientConfig.builder()
        .protocol(protocol())
        .socketTimeoutMillis(30_000)
        .clientName(CLIENT_NAME)
        .build();
  }

  final HostAndPort hostAndPort() {
    return new HostAndPort("127.0.0.1", server().port());
  }

  /**
   * The test's own client. It has a pool of connections, or one for each node, so only commands
   * that leave no state in their connection go through it.
   */
  final UnifiedJedis jedis() {
    return Objects.requireNonNull(client);
  }

  @BeforeEach
  final void openClient() {
    client =
        switch (clientKind()) {
          case PLAIN ->
              RedisClient.builder().hostAndPort(hostAndPort()).clientConfig(config()).build();
          case CLUSTER ->
              RedisClusterClient.builder()
                  .nodes(Set.of(hostAndPort()))
                  .clientConfig(config())
                  .build();
        };
  }

  @AfterEach
  final void closeClient() {
    if (client != null) {
      client.close();
      client = null;
    }
  }

  static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return bytes;
  }
}
