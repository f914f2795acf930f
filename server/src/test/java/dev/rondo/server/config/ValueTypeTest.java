package dev.rondo.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts as CONFIG SET takes them and CONFIG GET gives them; results taken from redis-server 7. */
class ValueTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "appendonly | YES | yes",
        "appendonly | no | no",
        "timeout | 30 | 30",
        "slowlog-log-slower-than | -1 | -1",
        "maxmemory | 1k | 1000",
        "maxmemory | 1kb | 1024",
        "maxmemory | 1M | 1000000",
        "maxmemory | 1mB | 1048576",
        "maxmemory | 1g | 1000000000",
        "maxmemory | 1GB | 1073741824",
        "maxmemory | 7b | 7",
        "maxmemory | 100 | 100",
        "loglevel | NOTICE | notice",
        "loglevel | nothing | nothing",
        "appendfsync | always | always",
        "maxmemory-policy | allkeys-lru | allkeys-lru",
        "repl-diskless-load | on-empty-db | on-empty-db",
        "requirepass | a b | a b",
        "requirepass | '' | ''",
        "save | '' | ''",
        "save | 10 1 20 2 | 10 1 20 2",
        "save | '  10   1 ' | 10 1",
        "client-output-buffer-limit | replica 1mb 1k 5 "
            + "| normal 0 0 0 slave 1048576 1000 5 pubsub 33554432 8388608 60",
        "client-output-buffer-limit | pubsub 0 0 0 normal 1 2 3 "
            + "| normal 1 2 3 slave 268435456 67108864 60 pubsub 0 0 0",
        "notify-keyspace-events | '' | ''",
        "notify-keyspace-events | g | g",
        "notify-keyspace-events | Egx | gxE",
        "notify-keyspace-events | KEA | AKE",
        "notify-keyspace-events | AKEmn | AKEm",
        "notify-keyspace-events | gxeKE$lshztd | AKE",
        "notify-keyspace-events | dtexzhsl$n | $lshzxetdn",
        "latency-tracking-info-percentiles | 1 2 99.9 | 1 2 99.9",
        "latency-tracking-info-percentiles | '' | ''",
        "consistency-read | QUORUM | quorum",
        "consistency-read | local_one | local_one",
        "consistency-write | 3 | 3",
        "consistency-pattern | '' | ''",
        "consistency-pattern | sess:* READ=One | sess:* read=one",
        "consistency-pattern | a read=1 write=ALL  b* write=quorum | a read=1 write=all b* write=quorum",
        "consistency-user | default read=one | default read=one",
        "oom-score-adj-values | 1 2 3 | 1 2 3"
      })
  void readsAndShows(String name, String text, String shown) {
    Config config = Config.defaults();

    config.set(name, text);

    assertThat(config.format(name)).contains(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "appendonly | maybe | argument must be 'yes' or 'no'",
        "timeout | abc | argument couldn't be parsed into an integer",
        "timeout | 1.5 | argument couldn't be parsed into an integer",
        "timeout | ' 5' | argument couldn't be parsed into an integer",
        "timeout | +5 | argument couldn't be parsed into an integer",
        "timeout | '' | argument couldn't be parsed into an integer",
        "timeout | -1 | argument must be between 0 and 2147483647 inclusive",
        "maxclients | 0 | argument must be between 1 and 2147483647 inclusive",
        "proto-max-bulk-len | 1 | argument must be between 1048576 and 9223372036854775807 inclusive",
        "maxmemory | xx | argument must be a memory value",
        "maxmemory | '' | argument must be a memory value",
        "maxmemory | 50% | argument must be a memory value",
        "maxmemory | 1.5gb | argument must be a memory value",
        "maxmemory | -1 | argument must be a memory value",
        "maxmemory | 99999999999gb | argument must be a memory value",
        "loglevel | foo | argument(s) must be one of the following: debug, verbose, notice, warning, nothing",
        "appendfsync | foo | argument(s) must be one of the following: everysec, always, no",
        "save | 1 2 3 | Invalid save parameters",
        "save | a b | Invalid save parameters",
        "save | 0 1 | Invalid save parameters",
        "client-output-buffer-limit | normal 0 0 | Wrong number of arguments in buffer limit configuration.",
        "client-output-buffer-limit | foo 0 0 0 | Invalid client class specified in buffer limit configuration.",
        "client-output-buffer-limit | normal x 0 0 | Error in hard, soft or soft_seconds setting in buffer limit configuration.",
        "client-output-buffer-limit | normal 0 0 -1 | Error in hard, soft or soft_seconds setting in buffer limit configuration.",
        "notify-keyspace-events | q | Invalid event class character. Use 'Ag$lshzxeKEtmdn'.",
        "latency-tracking-info-percentiles | 101 | latency-tracking-info-percentiles parameters should sit between [0.0,100.0]",
        "latency-tracking-info-percentiles | NaN | latency-tracking-info-percentiles parameters should sit between [0.0,100.0]",
        "latency-tracking-info-percentiles | x | Invalid latency-tracking-info-percentiles parameters",
        "consistency-read | most | argument must be a consistency level",
        "consistency-pattern | read=one | a rule begins with a pattern without blanks",
        "consistency-pattern | a | 'a' needs read=<level>, write=<level> or both",
        "consistency-pattern | a read=one b | 'b' needs read=<level>, write=<level> or both",
        "consistency-pattern | a read=most | 'read=most' names no consistency level",
        "consistency-pattern | a read=one read=two | 'read=two' says it again",
        "consistency-user | write=one | a rule begins with a user without blanks",
        "consistency-read | 0 | argument must be a consistency level"
      })
  void refusesInTheWordsOfRedis(String name, String text, String reason) {
    Config config = Config.defaults();

    assertThatThrownBy(() -> config.set(name, text))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.redisError())
                    .isEqualTo(
                        "ERR CONFIG SET failed (possibly related to argument '%s') - %s"
                            .formatted(name, reason)));
    assertThat(config.format(name)).contains(Settings.find(name).orElseThrow().defaultText());
  }

  @Test
  void takesNoMoreSavePointsThanItsBound() {
    Config config = Config.defaults();

    config.set("save", "1 1 ".repeat(64));

    assertThatThrownBy(() -> config.set("save", "1 1 ".repeat(65)))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void takesNoMoreConsistencyRulesThanItsBound() {
    Config config = Config.defaults();

    config.set("consistency-pattern", "k read=one ".repeat(ConsistencyRules.MAX_RULES));

    String more = "k read=one ".repeat(ConsistencyRules.MAX_RULES + 1);
    assertThatThrownBy(() -> config.set("consistency-pattern", more))
        .isInstanceOf(ConfigException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1000, 1000",
    "1024, 1kb",
    "1536, 1536",
    "67108864, 64mb",
    "1073741824, 1gb",
    "1610612736, 1536mb"
  })
  void writesMemoryShort(long bytes, String text) throws InvalidSettingException {
    assertThat(MemorySize.format(bytes)).isEqualTo(text);
    assertThat(MemorySize.parse(text)).isEqualTo(bytes);
  }
}
