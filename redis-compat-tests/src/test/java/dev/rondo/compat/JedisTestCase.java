package dev.rondo.compat;

import dev.rondo.compat.support.AgainstEachServer;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;

/** A connection of Jedis to each server, in RESP2 unless a subclass says otherwise. */
abstract class JedisTestCase extends AgainstEachServer {

  private @Nullable Jedis connection;

  /** The protocol version that the client asks for. */
  RedisProtocol protocol() {
    return RedisProtocol.RESP2;
  }

  final JedisClientConfig config() {
    return DefaultJedisClientConfig.builder()
        .protocol(protocol())
        .socketTimeoutMillis(30_000)
        .clientName("compat")
        .build();
  }

  final HostAndPort hostAndPort() {
    return new HostAndPort("127.0.0.1", server().port());
  }

  /** The test's own connection. */
  final Jedis jedis() {
    return Objects.requireNonNull(connection);
  }

  @BeforeEach
  final void connect() {
    connection = new Jedis(hostAndPort(), config());
  }

  @AfterEach
  final void disconnect() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return bytes;
  }
}
