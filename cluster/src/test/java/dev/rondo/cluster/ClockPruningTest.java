package dev.rondo.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.EntryCodec;
import dev.rondo.storage.HybridClock;
import dev.rondo.storage.MapElements;
import dev.rondo.storage.SingleElement;
import dev.rondo.storage.StoredRow;
import dev.rondo.storage.VectorClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * One key on many replicas that change it through {@link VersionedUpdate}, over days of pretended
 * time, with clocks that are shortened; beside it the same history with clocks that never are.
 */
class ClockPruningTest {
  private static final int HISTORIES = 400;
  private static final long HOUR = 3_600_000;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** No version takes longer to reach every replica. */
  private static final long WITHIN = 5 * HOUR;

  private static final ClockPruning SHORT = new ClockPruning(3, WITHIN);
  private static final ClockPruning NEVER = new ClockPruning(Integer.MAX_VALUE, 0);

  /** A replica and what it holds. */
  private static final class Copy {
    final Versioning versioning;
    @Nullable Entry held;

    Copy(long actor, ClockPruning pruning, long[] now) {
      versioning =
          new Versioning(
              actor,
              new HybridClock(() -> Instant.ofEpochMilli(now[0])),
              Deletions.KEEP_TOMBSTONE,
              pruning);
    }

    void change(Change<Boolean> change, long now) {
      Entry written = new VersionedUpdate<>(versioning, (e, n) -> change, now).apply(held).entry();
      held = written == null ? held : written;
    }

    void receive(Entry version) {
      versioning.clock().observe(version.latestHybridTime());
      held = held == null ? version : held.merge(version);
    }
  }

  /** A history, told to replicas with one rule; the same seed makes the same history. */
  private static final class History {
    final List<Copy> copies = new ArrayList<>();
    final List<Entry> versions = new ArrayList<>();
    boolean shortened;
    private final long[] now = {1_000_000 * HOUR};
    private final Random random;

    /** When each replica last had everything. */
    private final Map<Integer, Long> heardAll = new HashMap<>();

    History(long seed, ClockPruning pruning, int steps) {
      random = new Random(seed * SPREAD); // the first numbers of neighbouring seeds are alike
      int replicas = 5 + random.nextInt(8);
      for (int i = 1; i <= replicas; i++) {
        copies.add(new Copy(i, pruning, now));
      }
      for (int i = 0; i < steps; i++) {
        step();
      }
      IntStream.range(0, replicas).forEach(i -> receiveAll(copies.get(i)));
    }

    private void step() {
      now[0] += random.nextInt((int) HOUR);
      int at = random.nextInt(copies.size());
      Copy copy = copies.get(at);
      if (random.nextInt(3) == 0) {
        receive(copy, copies.get(random.nextInt(copies.size())).held);
      } else {
        copy.change(anyChange(), now[0]);
        if (copy.held != null) {
          versions.add(copy.held);
          shortened |= copy.held.clock().floor() > 0;
        }
      }
      for (int i = 0; i < copies.size(); i++) {
        if (now[0] - heardAll.getOrDefault(i, now[0] - WITHIN) >= WITHIN - 2 * HOUR) {
          receiveAll(copies.get(i));
          heardAll.put(i, now[0]);
        }
      }
    }

    private static void receive(Copy copy, @Nullable Entry version) {
      if (version != null) {
        copy.receive(version);
      }
    }

    private void receiveAll(Copy copy) {
      copies.forEach(other -> receive(copy, other.held));
    }

    private Change<Boolean> anyChange() {
      byte[] value = Long.toString(random.nextLong()).getBytes(US_ASCII);
      ElementEdits edits = new ElementEdits();
      byte[] field = {(byte) ('a' + random.nextInt(4))};
      if (random.nextBoolean()) {
        edits.put(field, value);
      } else {
        edits.remove(field);
      }
      return switch (random.nextInt(8)) {
        case 0 -> Change.delete(true);
        case 1 -> Change.putString(true, value);
        default -> Change.edit(true, DataType.SORTED_SET, edits);
      };
    }

    /** What clients see: the contents without their versions. */
    String shown() {
      Entry entry = copies.get(0).held;
      if (entry == null || entry.isTombstone()) {
        return "nothing";
      }
      if (entry.shownElements() instanceof SingleElement string) {
        return new String(string.value(0), US_ASCII);
      }
      MapElements map = (MapElements) entry.shownElements();
      TreeSet<String> fields = new TreeSet<>();
      for (int i = 0; i < map.size(); i++) {
        fields.add(new String(map.key(i), US_ASCII) + "=" + new String(map.value(i), US_ASCII));
      }
      return fields.toString();
    }
  }

  private static boolean same(Entry one, Entry other) {
    return Arrays.equals(
        EntryCodec.encode(StoredRow.of(one)), EntryCodec.encode(StoredRow.of(other)));
  }

  @Test
  void shorterClocksChangeNothingThatClientsSee() {
    int shortened = 0;
    for (long seed = 1; seed <= HISTORIES; seed++) {
      History pruned = new History(seed, SHORT, 150);
      History whole = new History(seed, NEVER, 150);
      assertThat(pruned.shown()).as("seed %s", seed).isEqualTo(whole.shown());
      shortened += pruned.shortened ? 1 : 0;
      assertThat(whole.shortened).isFalse();
    }
    assertThat(shortened).isGreaterThan(HISTORIES / 2);
  }

  /** The laws hold for whatever versions there are, also long after anybody waits for them. */
  @Test
  void mergeKeepsItsLaws() {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      History history = new History(seed, (seed & 1) == 0 ? SHORT : NEVER, 60);
      Random random = new Random(seed);
      for (int i = 0; i < 60; i++) {
        Entry a = any(history, random);
        Entry b = any(history, random);
        Entry c = any(history, random);
        assertThat(same(a.merge(b), b.merge(a))).as("commutative, seed %s", seed).isTrue();
        assertThat(same(a.merge(b).merge(c), a.merge(b.merge(c))))
            .as("associative, seed %s", seed)
            .isTrue();
        assertThat(same(a.merge(b).merge(b), a.merge(b))).as("idempotent, seed %s", seed).isTrue();
      }
      Entry first = history.copies.get(0).held;
      for (Copy copy : history.copies) {
        assertThat(first != null && copy.held != null && same(first, copy.held))
            .as("replicas are equal, seed %s", seed)
            .isTrue();
      }
    }
  }

  private static Entry any(History history, Random random) {
    return history.versions.get(random.nextInt(history.versions.size()));
  }

  /** Not even a copy that was away for as long as can be brings back what was deleted. */
  @Test
  void whatWasDeletedStaysDeletedForEver() {
    long[] now = {1_000_000 * HOUR};
    Copy away = new Copy(1, SHORT, now);
    away.change(Change.putString(true, "old".getBytes(US_ASCII)), now[0]);
    Copy last = away;
    for (int actor = 2; actor < 20; actor++) {
      now[0] += 10 * HOUR;
      Copy next = new Copy(actor, SHORT, now);
      Entry seen = last.held;
      if (seen != null) {
        next.receive(seen);
      }
      next.change(
          actor == 2 ? Change.delete(true) : Change.putString(true, new byte[] {1}), now[0]);
      last = next;
    }
    last.change(Change.delete(true), now[0]);
    Entry old = away.held;
    Entry deleted = last.held;
    assertThat(old).isNotNull();
    assertThat(deleted).isNotNull();
    if (old != null && deleted != null) {
      assertThat(deleted.clock().size()).isLessThanOrEqualTo(4);
      assertThat(deleted.clock().counterOf(1)).isEqualTo(deleted.clock().floor());
      assertThat(deleted.merge(old).isTombstone()).isTrue();
      assertThat(old.merge(deleted).isTombstone()).isTrue();
    }
  }

  @Test
  void onlyWhatIsOldEnoughGoesAndTheOldestFirst() {
    VectorClock clock = VectorClock.EMPTY;
    for (int actor = 1; actor <= 6; actor++) {
      clock = clock.advance(actor, (actor * HOUR) << 16);
    }
    assertThat(new ClockPruning(4, HOUR).prune(clock, 10 * HOUR).floor())
        .isEqualTo((2 * HOUR) << 16);
    assertThat(new ClockPruning(4, 9 * HOUR).prune(clock, 10 * HOUR).floor()).isEqualTo(HOUR << 16);
    assertThat(new ClockPruning(4, 10 * HOUR).prune(clock, 10 * HOUR)).isEqualTo(clock);
    assertThat(new ClockPruning(6, 0).prune(clock, 10 * HOUR)).isEqualTo(clock);
  }

  /** The sequence D1 to D5 of the Dynamo paper (DeCandia et al. 2007, figure 3). */
  @Test
  void versionsGoAsInDynamosFigure() {
    long[] now = {1_000_000 * HOUR};
    Copy x = new Copy(1, NEVER, now);
    Copy y = new Copy(2, NEVER, now);
    Copy z = new Copy(3, NEVER, now);
    Entry d1 = put(x, "D1");
    Entry d2 = put(x, "D2");
    y.receive(d2);
    z.receive(d2);
    Entry d3 = put(y, "D3");
    Entry d4 = put(z, "D4");
    assertThat(d2.clock().compare(d1.clock())).isEqualTo(VectorClock.Order.AFTER);
    assertThat(d3.clock().compare(d4.clock())).isEqualTo(VectorClock.Order.CONCURRENT);
    x.receive(d3);
    x.receive(d4);
    assertThat(((SingleElement) d3.merge(d4).elements()).siblings()).isEqualTo(2);
    Entry d5 = put(x, "D5");
    assertThat(((SingleElement) d5.elements()).siblings()).isEqualTo(1);
    for (Entry before : List.of(d1, d2, d3, d4)) {
      assertThat(same(d5.merge(before), d5)).isTrue();
    }
  }

  private static Entry put(Copy copy, String value) {
    copy.change(Change.putString(true, value.getBytes(US_ASCII)), 0);
    Entry held = copy.held;
    if (held == null) {
      throw new AssertionError("nothing was written");
    }
    return held;
  }
}
