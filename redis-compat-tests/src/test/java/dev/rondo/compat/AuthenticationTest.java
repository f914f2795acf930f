package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.compat.support.AgainstEachServer;
import dev.rondo.compat.support.RawClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;

/** A server that requires a password. */
class AuthenticationTest extends AgainstEachServer {

  private static final String PASSWORD = "correct horse";
  private static final String NEEDED = "-NOAUTH Authentication required.\r\n";
  private static final String WRONG =
      "-WRONGPASS invalid username-password pair or user is disabled.\r\n";

  @Override
  protected String[] options() {
    return new String[] {"--requirepass", PASSWORD};
  }

  @Override
  protected void prepare(RawClient client) {
    assertThat(client.call("AUTH", PASSWORD).encode()).isEqualTo("+OK\r\n");
    super.prepare(client);
  }

  @Test
  void onlyFewCommandsWorkWithoutPassword() {
    try (RawClient client = server().connect()) {
      assertThat(reply(client, "GET", "k")).isEqualTo(NEEDED);
      assertThat(reply(client, "PING")).isEqualTo(NEEDED);
      assertThat(reply(client, "MULTI")).isEqualTo(NEEDED);
      assertThat(reply(client, "CLIENT", "ID")).isEqualTo(NEEDED);
      assertThat(reply(client, "HELLO", "3"))
          .matches(
              "-NOAUTH HELLO must be called with the client already authenticated, otherwise the"
                  + " HELLO (<proto> )?AUTH <user> <pass> option can be used to authenticate the"
                  + " client and select the RESP protocol version at the same time\r\n");
      assertThat(reply(client, "RESET")).isEqualTo("+RESET\r\n");
      assertThat(reply(client, "QUIT")).isEqualTo("+OK\r\n");
    }
  }

  @Test
  void unknownCommandsAndWrongArityAreToldBeforeThePassword() {
    try (RawClient client = server().connect()) {
      assertThat(reply(client, "NOSUCH"))
          .isEqualTo("-ERR unknown command 'NOSUCH', with args beginning with: \r\n");
      assertThat(reply(client, "GET"))
          .isEqualTo("-ERR wrong number of arguments for 'get' command\r\n");
    }
  }

  @Test
  void passwordsAreChecked() {
    try (RawClient client = server().connect()) {
      assertThat(reply(client, "AUTH", "wrong")).isEqualTo(WRONG);
      assertThat(reply(client, "AUTH", "nobody", PASSWORD)).isEqualTo(WRONG);
      assertThat(reply(client, "AUTH", "default", "wrong")).isEqualTo(WRONG);
      assertThat(reply(client, "AUTH", "default", PASSWORD, "more"))
          .isEqualTo("-ERR syntax error\r\n");
      assertThat(reply(client, "AUTH"))
          .isEqualTo("-ERR wrong number of arguments for 'auth' command\r\n");
      assertThat(reply(client, "HELLO", "2", "AUTH", "default", "wrong")).isEqualTo(WRONG);
      assertThat(reply(client, "GET", "k")).isEqualTo(NEEDED);
      assertThat(reply(client, "AUTH", "default", PASSWORD)).isEqualTo("+OK\r\n");
      assertThat(reply(client, "GET", "k")).isEqualTo("$-1\r\n");
    }
  }

  @Test
  void resetForgetsThePasswordAndAFailedAuthDoesNot() {
    try (RawClient client = server().connect()) {
      assertThat(client.call("HELLO", "3", "AUTH", "default", PASSWORD).type()).isEqualTo('%');
      assertThat(reply(client, "GET", "k")).isEqualTo("_\r\n");
      assertThat(reply(client, "AUTH", "wrong")).isEqualTo(WRONG);
      assertThat(reply(client, "GET", "k")).isEqualTo("_\r\n");
      assertThat(reply(client, "RESET")).isEqualTo("+RESET\r\n");
      assertThat(reply(client, "GET", "k")).isEqualTo(NEEDED);
    }
  }

  @Test
  void jedis() {
    try (Jedis jedis = new Jedis("127.0.0.1", server().port(), config(PASSWORD))) {
      assertThat(jedis.set("k", "v")).isEqualTo("OK");
      assertThatThrownBy(() -> jedis.auth("wrong"))
          .hasMessage("WRONGPASS invalid username-password pair or user is disabled.");
    }
    assertThatThrownBy(() -> new Jedis("127.0.0.1", server().port(), config("wrong")).close())
        .isInstanceOf(JedisException.class)
        .hasMessageContaining("WRONGPASS invalid username-password pair or user is disabled.");
    try (Jedis jedis = new Jedis("127.0.0.1", server().port())) {
      assertThatThrownBy(() -> jedis.get("k")).hasMessage("NOAUTH Authentication required.");
    }
  }

  @Test
  void lettuce() {
    RedisURI uri =
        RedisURI.builder()
            .withHost("127.0.0.1")
            .withPort(server().port())
            .withPassword(PASSWORD.toCharArray())
            .build();
    RedisClient client = RedisClient.create(uri);
    try {
      assertThat(client.connect().sync().set("k", "v")).isEqualTo("OK");
      RedisURI wrong =
          RedisURI.builder(uri).withAuthentication("default", "wrong".toCharArray()).build();
      assertThatThrownBy(() -> client.connect(wrong))
          .isInstanceOf(RedisConnectionException.class)
          .hasRootCauseMessage("WRONGPASS invalid username-password pair or user is disabled.");
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
    }
  }

  private static JedisClientConfig config(String password) {
    return DefaultJedisClientConfig.builder().password(password).build();
  }

  private static String reply(RawClient client, String... arguments) {
    return client.call(arguments).encode();
  }
}
