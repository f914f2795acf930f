package dev.rondo.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.rondo.server.config.Config.Change;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigTest {
  private final Config config = Config.defaults();

  private static void assertRefused(Runnable set, String error) {
    assertThatThrownBy(set::run)
        .isInstanceOfSatisfying(
            ConfigException.class, e -> assertThat(e.redisError()).isEqualTo(error));
  }

  @Test
  void changesAllOrNothing() {
    config.set(List.of(new Change("timeout", "5"), new Change("hz", "20")));

    assertThat(config.get(NetworkSettings.TIMEOUT)).isEqualTo(5);
    assertRefused(
        () -> config.set(List.of(new Change("timeout", "6"), new Change("hz", "x"))),
        "ERR CONFIG SET failed (possibly related to argument 'hz') - argument couldn't be parsed into an integer");
    assertThat(config.get(NetworkSettings.TIMEOUT)).isEqualTo(5);
  }

  @Test
  void refusesInTheWordsOfRedis() {
    assertRefused(
        () -> config.set("foo", "bar"),
        "ERR Unknown option or number of arguments for CONFIG SET - 'foo'");
    assertRefused(
        () -> config.set("tcp-backlog", "5"),
        "ERR CONFIG SET failed (possibly related to argument 'tcp-backlog') - can't set immutable config");
    assertRefused(
        () -> config.set(List.of(new Change("hz", "1"), new Change("HZ", "2"))),
        "ERR CONFIG SET failed (possibly related to argument 'HZ') - duplicate parameter");
    assertRefused(config::rewrite, "ERR The server is running without a config file");
  }

  @Test
  void tellsNewValuesAndOnlyNewOnes() {
    List<Integer> seen = new ArrayList<>();
    config.onChange(NetworkSettings.TIMEOUT, seen::add);

    config.set("timeout", "7");
    config.set("timeout", "7");
    config.set("hz", "7");
    config.set("timeout", "8");

    assertThat(seen).containsExactly(7, 8);
  }

  @Test
  void aListenerSeesTheNewValueInTheConfigToo() {
    List<Integer> seen = new ArrayList<>();
    config.onChange(
        NetworkSettings.TIMEOUT, value -> seen.add(config.get(NetworkSettings.TIMEOUT)));

    config.set("timeout", "7");

    assertThat(seen).containsExactly(7);
  }

  @Test
  void rollsBackWhenAListenerRefuses() {
    List<Integer> timeouts = new ArrayList<>();
    config.onChange(NetworkSettings.TIMEOUT, timeouts::add);
    config.onChange(
        NetworkSettings.MAXCLIENTS,
        clients -> {
          if (clients > 20_000) {
            throw ConfigException.rejected("maxclients", "too many for this machine");
          }
        });

    assertRefused(
        () -> config.set(List.of(new Change("timeout", "9"), new Change("maxclients", "30000"))),
        "ERR CONFIG SET failed (possibly related to argument 'maxclients') - too many for this machine");

    assertThat(timeouts).containsExactly(9, 0);
    assertThat(config.get(NetworkSettings.TIMEOUT)).isZero();
    assertThat(config.get(NetworkSettings.MAXCLIENTS)).isEqualTo(10_000);
  }

  @Test
  void findsByPatternAndByNameAsWritten() {
    assertThat(config.find(List.of("PROTO-max-bulk-len")))
        .containsExactly(entry("PROTO-max-bulk-len", "536870912"));
    assertThat(config.find(List.of("TIM[eu]out", "timeout")))
        .containsExactly(entry("timeout", "0"));
    assertThat(config.find(List.of("nothing-like-it", "nothing*"))).isEmpty();
    assertThat(config.find(List.of("repl*-serve-stale-data", "slave-serve*")))
        .containsExactly(
            entry("replica-serve-stale-data", "yes"), entry("slave-serve-stale-data", "yes"));
    assertThat(config.find(List.of("*"))).hasSizeGreaterThan(120).containsEntry("port", "6379");
  }

  @Test
  void notesWhatHasNoEffectWithoutShowingSecrets() {
    config.set(List.of(new Change("maxmemory", "100mb"), new Change("masterauth", "secret")));

    assertThat(config.notes())
        .containsExactly(
            "maxmemory \"104857600\" has no effect: nothing is evicted, since what memory cannot hold stays on disk",
            "masterauth has no effect: nodes do not replicate as Redis does");
  }
}
