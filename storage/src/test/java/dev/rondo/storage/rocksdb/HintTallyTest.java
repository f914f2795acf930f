package dev.rondo.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HintTallyTest {
  @Test
  void countsAsAMapOfAllHintsDoes() {
    for (long seed = 1; seed <= 50; seed++) {
      Random random = new Random(seed);
      HintTally tally = new HintTally();
      TreeMap<Long, Long> model = new TreeMap<>();
      long next = 1;
      for (int step = 0; step < 400; step++) {
        if (random.nextInt(10) > 0) {
          next += random.nextInt(20) == 0 ? random.nextInt(1000) : 0;
          for (int burst = random.nextInt(60); burst >= 0; burst--) {
            tally.add(next, 40);
            model.put(next++, 40L);
          }
        } else {
          long first = model.isEmpty() ? 0 : model.firstKey();
          long upTo = first - 2 + random.nextInt(2000);
          tally.removeUpTo(upTo);
          model.headMap(upTo, true).clear();
        }
        assertThat(tally.count()).as("seed %d", seed).isEqualTo(model.size());
        assertThat(tally.bytes()).isEqualTo(40L * model.size());
        if (!model.isEmpty()) {
          assertThat(tally.first()).isEqualTo(model.firstKey());
          assertThat(tally.last()).isEqualTo(model.lastKey());
        }
      }
    }
  }

  @Test
  void bytesOfUnequalHintsAreExactWhenTheirBlockIsGone() {
    HintTally tally = new HintTally();
    Random random = new Random(3);
    long last = 0;
    for (int i = 1; i <= 2000; i++) {
      last = random.nextInt(10_000);
      tally.add(i, last);
    }
    for (int upTo = 7; upTo < 2000; upTo += 13) {
      tally.removeUpTo(upTo);
      assertThat(tally.bytes()).isNotNegative();
    }
    tally.removeUpTo(2000);
    assertThat(tally.count()).isZero();
    assertThat(tally.bytes()).isZero();
    tally.add(5000, last);
    assertThat(tally.bytes()).isEqualTo(last);
  }
}
