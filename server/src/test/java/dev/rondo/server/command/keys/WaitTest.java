package dev.rondo.server.command.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WAIT and WAITAOF on a node that is alone. */
final class WaitTest {
  private final KeysClient client = new KeysClient();
  private final List<String> replies = new ArrayList<>();

  private void start(String... command) {
    client.start(replies::add, command);
  }

  @Test
  void aReplicaIsWaitedForUntilTheTimeIsOver() {
    start("wait", "1", "500");
    client.advanceMillis(499);
    assertThat(replies).isEmpty();
    client.advanceMillis(1);
    assertThat(replies).containsExactly(":0\r\n");
  }

  @Test
  void withoutATimeoutThereIsNoAnswer() {
    start("wait", "1", "0");
    client.advanceMillis(1_000_000);
    assertThat(replies).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "x, 0, 0, ERR value is not an integer or out of range",
    "2, 0, 0, 'ERR value is out of range, value must between 0 and 1'",
    "-1, x, x, 'ERR value is out of range, value must between 0 and 1'",
    "0, -1, x, 'ERR value is out of range, must be positive'",
    "0, x, 0, 'ERR value is out of range, must be positive'",
    "0, 0, x, ERR timeout is not an integer or out of range",
    "1, 0, -5, ERR timeout is negative",
  })
  void waitaofChecksItsArgumentsInOrder(
      String local, String replicas, String timeout, String error) {
    assertThat(client.run("waitaof", local, replicas, timeout)).isEqualTo("-" + error + "\r\n");
  }

  @Test
  void waitaofAnswersAtOnceWhenTheLogIsOnDisk() {
    assertThat(client.run("waitaof", "0", "0", "0")).isEqualTo("*2\r\n:0\r\n:0\r\n");
    client.sync();
    assertThat(client.run("waitaof", "1", "0", "0")).isEqualTo("*2\r\n:1\r\n:0\r\n");
    assertThat(client.run("waitaof", "0", "0", "0")).isEqualTo("*2\r\n:1\r\n:0\r\n");
  }

  @Test
  void waitaofAnswersWhenTheLogReachesTheDisk() {
    start("waitaof", "1", "0", "500");
    assertThat(replies).isEmpty();
    client.sync();
    assertThat(replies).containsExactly("*2\r\n:1\r\n:0\r\n");
    client.advanceMillis(500);
    assertThat(replies).hasSize(1);
  }

  @Test
  void waitaofAnswersWhenTheTimeIsOver() {
    start("waitaof", "1", "0", "500");
    client.advanceMillis(500);
    assertThat(replies).containsExactly("*2\r\n:0\r\n:0\r\n");
    client.sync();
    assertThat(replies).hasSize(1);
  }

  @Test
  void waitaofTellsOfTheLogThoughReplicasAreMissing() {
    start("waitaof", "0", "1", "500");
    client.sync();
    assertThat(replies).isEmpty();
    client.advanceMillis(500);
    assertThat(replies).containsExactly("*2\r\n:1\r\n:0\r\n");
  }

  @Test
  void insideATransactionNobodyWaits() {
    client.run("multi");
    client.run("wait", "3", "0");
    client.run("waitaof", "1", "2", "0");
    assertThat(client.run("exec")).isEqualTo("*2\r\n:0\r\n*2\r\n:0\r\n:0\r\n");
  }
}
