package dev.rondo.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotsTest {
  /** Expected values are what {@code redis-cli cluster keyslot} of Redis 7.0 answered. */
  @ParameterizedTest
  @CsvSource({
    "foo, 12182",
    "bar, 5061",
    "123456789, 12739",
    "{user1000}.following, 3443",
    "{user1000}.followers, 3443",
    "foo{}{bar}, 8363",
    "foo{{bar}}zap, 4015",
    "foo{bar}{zap}, 5061",
    "{}, 15257",
    "a{b, 13340",
    "a}b{c}, 7365",
    "'', 0",
    "x{}, 2608",
    "Ünïcode, 11467",
  })
  void isTheSlotRedisGives(String key, int slot) {
    assertThat(Slots.of(key.getBytes(StandardCharsets.UTF_8))).isEqualTo(slot);
  }

  @Test
  void coversAllSlots() {
    boolean[] seen = new boolean[Slots.COUNT];
    for (int i = 0; i < 300_000; i++) {
      seen[Slots.of(("key:" + i).getBytes(StandardCharsets.UTF_8))] = true;
    }
    assertThat(seen).doesNotContain(false);
  }
}
