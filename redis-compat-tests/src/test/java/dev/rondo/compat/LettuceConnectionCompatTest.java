package dev.rondo.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.TransactionResult;
import org.junit.jupiter.api.Test;

/**
 * What belongs to one connection, through Lettuce: transactions, the selected database and what a
 * client says of itself. Lettuce's cluster client has no transactions and no databases, and asks
 * whichever connection for the rest.
 */
class LettuceConnectionCompatTest extends LettuceTestCase {

  @Test
  void transactions() {
    assertThat(connection().sync().multi()).isEqualTo("OK");
    assertThat(connection().sync().set("k", "text")).isNull();
    connection().sync().incr("k");
    connection().sync().get("k");
    TransactionResult result = connection().sync().exec();

    assertThat(result.wasDiscarded()).isFalse();
    assertThat(result.<Object>get(0)).isEqualTo("OK");
    assertThat(result.<Object>get(1))
        .isInstanceOf(RedisCommandExecutionException.class)
        .hasToString(
            "io.lettuce.core.RedisCommandExecutionException: ERR value is not an integer or out"
                + " of range");
    assertThat(result.<Object>get(2)).isEqualTo("text");
  }

  @Test
  void watchedTransactionIsDiscardedAfterAnothersWrite() {
    connection().sync().watch("k");
    binary().sync().set("k".getBytes(UTF_8), "theirs".getBytes(UTF_8));
    connection().sync().multi();
    connection().sync().set("k", "mine");

    assertThat(connection().sync().exec().wasDiscarded()).isTrue();
    assertThat(connection().sync().get("k")).isEqualTo("theirs");
  }

  @Test
  void errorsOfTransactions() {
    assertThatThrownBy(() -> connection().sync().exec()).hasMessage("ERR EXEC without MULTI");
    assertThatThrownBy(() -> connection().sync().discard()).hasMessage("ERR DISCARD without MULTI");
    connection().sync().multi();
    assertThatThrownBy(() -> connection().sync().watch("k"))
        .hasMessage("ERR WATCH inside MULTI is not allowed");
    assertThat(connection().sync().discard()).isEqualTo("OK");
  }

  @Test
  void clientAndServer() {
    assertThat(connection().sync().ping()).isEqualTo("PONG");
    assertThat(connection().sync().echo("hi")).isEqualTo("hi");
    assertThat(connection().sync().clientGetname()).isEqualTo("compat");
    assertThat(connection().sync().clientSetname("other")).isEqualTo("OK");
    assertThat(connection().sync().clientInfo())
        .contains("name=other")
        .contains("id=" + connection().sync().clientId());
    assertThat(connection().sync().clientList().lines().filter(line -> line.contains("name=other")))
        .hasSize(1);
    assertThat(connection().sync().clientTrackinginfo().getFlags()).hasSize(1);
    assertThat(connection().sync().select(3)).isEqualTo("OK");
    assertThat(connection().sync().clientInfo()).contains(" db=3 ");
    assertThat(connection().sync().time()).hasSize(2);
    assertThat(connection().sync().info("server")).contains("redis_version");
    assertThat(connection().sync().configGet("maxclients")).containsKey("maxclients");
    assertThat(connection().sync().commandCount()).isPositive();
    assertThat(connection().sync().commandInfo("get")).hasSize(1);
    assertThat(connection().sync().flushdb()).isEqualTo("OK");
    assertThat(connection().sync().quit()).isEqualTo("OK");
  }
}
