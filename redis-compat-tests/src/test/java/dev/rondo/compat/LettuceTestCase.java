package dev.rondo.compat;

import dev.rondo.compat.support.AgainstEachServer;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A connection of Lettuce to each server, in RESP2 unless a subclass says otherwise. */
abstract class LettuceTestCase extends AgainstEachServer {
  static final String CLIENT_NAME = "compat";

  private @Nullable AbstractRedisClient client;
  private @Nullable Link<String, String> link;

  /**
   * A connection, to one node or to all, with the commands that both kinds have.
   *
   * @param connection the connection itself
   * @param sync its commands that wait for their replies
   * @param async its commands that don't
   */
  record Link<K, V>(
      StatefulConnection<K, V> connection,
      RedisClusterCommands<K, V> sync,
      RedisClusterAsyncCommands<K, V> async) {

    /**
     * Sends commands together, once all of them have been called. A cluster client sends each at
     * once: it connects to a node when the first command for it comes, and what is to be flushed
     * before that is done would never be.
     */
    <T> List<RedisFuture<T>> flushedAtOnce(
        Function<RedisClusterAsyncCommands<K, V>, Stream<RedisFuture<T>>> calls) {
      boolean together = connection instanceof StatefulRedisConnection;
      connection.setAutoFlushCommands(!together);
      List<RedisFuture<T>> replies = calls.apply(async).toList();
      if (together) {
        connection.flushCommands();
        connection.setAutoFlushCommands(true);
      }
      return replies;
    }
  }

  /** The protocol version that the client asks for. */
  ProtocolVersion protocol() {
    return ProtocolVersion.RESP2;
  }

  @BeforeEach
  final void connect() {
    RedisURI uri =
        RedisURI.builder()
            .withHost("127.0.0.1")
            .withPort(server().port())
            .withClientName(CLIENT_NAME)
            .withTimeout(Duration.ofSeconds(30))
            .build();
    client =
        switch (clientKind()) {
          case PLAIN -> plainClient(uri);
          case CLUSTER -> clusterClient(uri);
        };
    link = connect(StringCodec.UTF8);
  }

  private RedisClient plainClient(RedisURI uri) {
    RedisClient created = RedisClient.create(uri);
    created.setOptions(
        ClientOptions.builder().protocolVersion(protocol()).autoReconnect(false).build());
    return created;
  }

  private RedisClusterClient clusterClient(RedisURI uri) {
    RedisClusterClient created = RedisClusterClient.create(uri);
    created.setOptions(ClusterClientOptions.builder().protocolVersion(protocol()).build());
    return created;
  }

  private <K, V> Link<K, V> connect(RedisCodec<K, V> codec) {
    if (client instanceof RedisClusterClient ofCluster) {
      var connection = ofCluster.connect(codec);
      return new Link<>(connection, connection.sync(), connection.async());
    }
    var connection = ((RedisClient) Objects.requireNonNull(client)).connect(codec);
    return new Link<>(connection, connection.sync(), connection.async());
  }

  @AfterEach
  final void disconnect() {
    if (client != null) {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
      client = null;
      link = null;
    }
  }

  /** The test's own connection, closed after it. */
  final Link<String, String> link() {
    return Objects.requireNonNull(link);
  }

  /** Its commands that wait for their replies. */
  final RedisClusterCommands<String, String> redis() {
    return link().sync();
  }

  /** The same connection, of a client that is plain. */
  final StatefulRedisConnection<String, String> connection() {
    return (StatefulRedisConnection<String, String>) link().connection();
  }

  /** Another connection, which carries bytes; closed after the test. */
  final Link<byte[], byte[]> binary() {
    return connect(ByteArrayCodec.INSTANCE);
  }
}
