package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.AgainstEachServer;
import dev.rondo.compat.support.RawClient;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Scripts that take too long, and what others are told then. */
class SlowScriptTest extends AgainstEachServer {
  private static final String BUSY =
      "-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.\r\n";

  @Override
  protected String[] options() {
    return new String[] {"--busy-reply-threshold", "100"};
  }

  @Override
  protected String notForACluster() {
    return "a script there has as long as any request, and SCRIPT KILL is for its node";
  }

  @Test
  void aScriptThatOnlyReadsIsKilled() {
    try (RawClient slow = server().connect();
        RawClient other = server().connect()) {
      slow.send("EVAL", "while true do pcall(redis.call, 'get', KEYS[1]) end", "1", "k");
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> other.call("EVAL", "return 1", "1", "k").encode().equals(BUSY));
      assertThat(other.call("SCRIPT", "KILL").encode()).isEqualTo("+OK\r\n");
      assertThat(slow.read().encode())
          .contains("Script killed by user with SCRIPT KILL")
          .contains(", on @user_script:1.");
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> other.call("EVAL", "return 1", "1", "k").encode().equals(":1\r\n"));
      assertThat(other.call("SCRIPT", "KILL").encode())
          .isEqualTo("-NOTBUSY No scripts in execution right now.\r\n");
    }
  }

  @Test
  void aScriptThatHasWrittenIsNot() {
    try (RawClient slow = server().connect();
        RawClient other = server().connect()) {
      slow.send(
          "EVAL",
          "redis.call('set', KEYS[1], 1) for i = 1, 3e7 do end return redis.call('get', KEYS[1])",
          "1",
          "k");
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> other.call("EVAL", "return 1", "1", "k").encode().equals(BUSY));
      assertThat(other.call("SCRIPT", "KILL").encode()).startsWith("-UNKILLABLE Sorry the script ");
      assertThat(slow.read().encode()).isEqualTo("$1\r\n1\r\n");
      assertThat(other.call("GET", "k").string()).isEqualTo("1");
    }
  }
}
