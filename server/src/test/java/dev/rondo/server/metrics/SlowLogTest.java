package dev.rondo.server.metrics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.metrics.SlowLog.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlowLogTest {
  private final SlowLog log = new SlowLog(10, 3);

  private void add(String... arguments) {
    byte[][] bytes =
        Arrays.stream(arguments).map(text -> text.getBytes(ISO_8859_1)).toArray(byte[][]::new);
    log.add(1_700_000_000, 12, bytes, "127.0.0.1:5", "me");
  }

  private static List<String> texts(Entry entry) {
    return entry.arguments().stream().map(bytes -> new String(bytes, ISO_8859_1)).toList();
  }

  @Test
  void keepsTheNewestFirst() {
    for (int i = 0; i < 5; i++) {
      add("ping", Integer.toString(i));
    }

    assertThat(log.latest(-1)).extracting(Entry::id).containsExactly(4L, 3L, 2L);
    assertThat(log.latest(2)).extracting(Entry::id).containsExactly(4L, 3L);
    assertThat(log.latest(0)).isEmpty();
    assertThat(log.size()).isEqualTo(3);
  }

  @Test
  void idsGoOnAfterAReset() {
    add("a");
    log.clear();
    add("b");

    assertThat(log.latest(-1)).extracting(Entry::id).containsExactly(1L);
  }

  @ParameterizedTest
  @CsvSource({"10, 9999, false", "10, 10000, true", "0, 0, true", "-1, 99999999, false"})
  void isSlowFromTheThresholdOn(long thresholdMicros, long nanos, boolean slow) {
    log.setThresholdMicros(thresholdMicros);

    assertThat(log.isSlow(nanos)).isEqualTo(slow);
  }

  @Test
  void logsNothingWithoutRoom() {
    log.setMaxEntries(0);

    assertThat(log.isSlow(Long.MAX_VALUE)).isFalse();
  }

  @Test
  void keepsThirtyTwoArguments() {
    add(IntStream.range(0, 32).mapToObj(Integer::toString).toArray(String[]::new));

    assertThat(texts(log.latest(1).get(0))).hasSize(32).endsWith("30", "31");
  }

  @Test
  void cutsFurtherArguments() {
    add(IntStream.range(0, 33).mapToObj(Integer::toString).toArray(String[]::new));

    assertThat(texts(log.latest(1).get(0))).hasSize(32).endsWith("30", "... (2 more arguments)");
  }

  @Test
  void cutsLongArguments() {
    add("x".repeat(128), "y".repeat(129), "z".repeat(1_128));

    assertThat(texts(log.latest(1).get(0)))
        .containsExactly(
            "x".repeat(128),
            "y".repeat(128) + "... (1 more bytes)",
            "z".repeat(128) + "... (1000 more bytes)");
  }

  @Test
  void copiesWhatItKeeps() {
    byte[][] arguments = {{'a'}};
    log.add(1, 1, arguments, "", "");
    arguments[0][0] = 'b';

    assertThat(texts(log.latest(1).get(0))).containsExactly("a");
  }
}
