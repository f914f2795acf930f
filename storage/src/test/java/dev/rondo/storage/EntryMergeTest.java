package dev.rondo.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EntryMergeTest {
  private static final int HISTORIES = 3_000;
  private static final int TRIPLES = 60;

  private final long firstSeed = System.nanoTime();

  /** What is checked of some versions of one history. */
  private interface Law {
    boolean holds(Entry a, Entry b, Entry c);
  }

  private void check(Law law) {
    for (long seed = firstSeed; seed < firstSeed + HISTORIES; seed++) {
      EntryHistory history = new EntryHistory(seed, 2 + (int) (seed & 3), 25);
      for (int i = 0; i < TRIPLES; i++) {
        Entry a = any(history);
        Entry b = any(history);
        Entry c = any(history);
        if (!law.holds(a, b, c)) {
          throw new AssertionError(
              "seed " + seed + "\na " + show(a) + "\nb " + show(b) + "\nc " + show(c));
        }
      }
    }
  }

  private static Entry any(EntryHistory history) {
    return history.versions().get(history.random().nextInt(history.versions().size()));
  }

  private static String show(Entry entry) {
    return entry.clock()
        + " "
        + entry
        + " "
        + HexFormat.of().formatHex(EntryCodec.encode(StoredRow.of(entry)));
  }

  private static boolean same(Entry one, Entry other) {
    return Arrays.equals(
        EntryCodec.encode(StoredRow.of(one)), EntryCodec.encode(StoredRow.of(other)));
  }

  @Test
  void isCommutative() {
    check((a, b, c) -> same(a.merge(b), b.merge(a)));
  }

  @Test
  void isAssociative() {
    check((a, b, c) -> same(a.merge(b).merge(c), a.merge(b.merge(c))));
  }

  @Test
  void isIdempotent() {
    check((a, b, c) -> same(a.merge(a), a) && same(a.merge(b).merge(b), a.merge(b)));
  }

  @Test
  void versionsWithEqualClocksAreEqual() {
    check((a, b, c) -> a.clock().equals(b.clock()) == same(a, b));
  }

  @Test
  void allOrdersEndInTheSameVersion() {
    for (long seed = firstSeed; seed < firstSeed + HISTORIES; seed++) {
      EntryHistory history = new EntryHistory(seed, 4, 25);
      List<Entry> shuffled = new ArrayList<>(history.versions());
      Collections.shuffle(shuffled, new Random(seed));
      Entry one = history.versions().stream().reduce(Entry::merge).orElseThrow();
      Entry other = shuffled.stream().reduce(Entry::merge).orElseThrow();
      assertThat(same(one, other)).as("seed %s", seed).isTrue();
    }
  }

  // ---- what the laws do not say

  private static Entry write(Entry seen, long actor, long time, String value) {
    VectorClock clock = seen.clock().increment(actor);
    return new Entry(
        DataType.STRING,
        clock,
        seen.expireAtMillis(),
        seen.expiryHybridTime(),
        SingleElement.of(
            new Dot(actor, clock.counterOf(actor), time), value.getBytes(StandardCharsets.UTF_8)));
  }

  /** The fields of a hash become what is given as {@code field value ...}; null removes one. */
  private static Entry hset(Entry seen, long actor, long time, @Nullable String... pairs) {
    VectorClock clock = seen.clock().increment(actor);
    ElementEdits edits = new ElementEdits();
    for (int i = 0; i < pairs.length; i += 2) {
      byte[] field = pairs[i].getBytes(StandardCharsets.UTF_8);
      if (pairs[i + 1] == null) {
        edits.remove(field);
      } else {
        edits.put(field, pairs[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    Dot dot = new Dot(actor, clock.counterOf(actor), time);
    Elements elements =
        seen.shownElements() instanceof MapElements map
            ? map.edit(edits, dot)
            : MapElements.of(edits, dot);
    return new Entry(
        DataType.HASH, clock, seen.expireAtMillis(), seen.expiryHybridTime(), elements);
  }

  private static String fields(Entry entry) {
    MapElements map = (MapElements) entry.shownElements();
    return IntStream.range(0, map.size())
        .mapToObj(
            i ->
                new String(map.key(i), StandardCharsets.UTF_8)
                    + "="
                    + new String(map.value(i), StandardCharsets.UTF_8))
        .collect(Collectors.joining(" "));
  }

  private static Entry delete(Entry seen, long actor) {
    return new Entry(
        seen.type(),
        seen.clock().increment(actor),
        seen.expireAtMillis(),
        seen.expiryHybridTime(),
        Elements.NONE);
  }

  private static Entry expire(Entry seen, long actor, long time, long atMillis) {
    return new Entry(seen.type(), seen.clock().increment(actor), atMillis, time, seen.elements());
  }

  private static String value(Entry entry) {
    return new String(entry.stringValue(), StandardCharsets.UTF_8);
  }

  private static final Entry NEW = StoredRow.ABSENT.entry();

  @Test
  void concurrentWritesAreSiblingsAndTheLaterIsShown() {
    Entry first = write(NEW, 1, 10, "first");
    Entry early = write(first, 1, 20, "early");
    Entry late = write(first, 2, 21, "late");
    Entry both = early.merge(late);
    assertThat(((SingleElement) both.elements()).siblings()).isEqualTo(2);
    assertThat(value(both)).isEqualTo("late");
    assertThat(value(write(both, 3, 30, "resolved").merge(early))).isEqualTo("resolved");
  }

  @Test
  void whatWasDeletedStaysDeleted() {
    Entry written = write(NEW, 1, 10, "v");
    assertThat(delete(written, 2).merge(written).isTombstone()).isTrue();
  }

  @Test
  void aWriteThatADeletionHasNotSeenSurvivesWithItsExpiry() {
    Entry first = expire(write(NEW, 1, 10, "first"), 1, 11, 500);
    Entry again = expire(write(first, 1, 12, "again"), 1, 13, 1000);
    Entry merged = delete(first, 2).merge(again);
    assertThat(value(merged)).isEqualTo("again");
    assertThat(merged.expireAtMillis()).isEqualTo(1000);
  }

  @Test
  void theLaterExpirySettingWins() {
    Entry written = write(NEW, 1, 10, "v");
    Entry longer = expire(written, 1, 20, 9000);
    Entry shorter = expire(written, 2, 21, 100);
    assertThat(longer.merge(shorter).expireAtMillis()).isEqualTo(100);
    Entry forever = expire(written, 3, 22, Entry.NO_EXPIRY);
    assertThat(longer.merge(forever).merge(shorter).hasExpiry()).isFalse();
  }

  @Test
  void ofConflictingTypesTheLaterIsShownAndNothingIsForgotten() {
    Entry string = write(NEW, 1, 30, "string");
    Entry hash = hset(NEW, 2, 20, "f", "hash");
    Entry older = write(NEW, 3, 10, "older string");
    Entry merged = hash.merge(string).merge(older);
    assertThat(merged.type()).isEqualTo(DataType.STRING);
    assertThat(value(merged)).isEqualTo("string");
    assertThat(((SingleElement) merged.shownElements()).siblings()).isEqualTo(2);
    Entry next = write(merged, 1, 40, "next");
    assertThat(next.merge(hash).elements()).isInstanceOf(SingleElement.class);
    assertThat(value(next.merge(hash))).isEqualTo("next");
    Entry hashOnly = merged.merge(delete(string, 1)).merge(delete(older, 3));
    assertThat(hashOnly.type()).isEqualTo(DataType.HASH);
    assertThat(hashOnly.elements()).isInstanceOf(MapElements.class);
  }

  @Test
  void fieldsSetOnBothSidesAreAllThere() {
    Entry first = hset(NEW, 1, 10, "a", "1", "b", "1");
    Entry left = hset(first, 1, 20, "left", "1");
    Entry right = hset(first, 2, 21, "right", "1");
    assertThat(fields(left.merge(right))).isEqualTo("a=1 b=1 left=1 right=1");
  }

  @Test
  void aRemovedFieldStaysRemovedUnlessItWasSetAgainMeanwhile() {
    Entry first = hset(NEW, 1, 10, "a", "1", "b", "1", "c", "1");
    Entry removed = hset(first, 1, 20, "a", null, "b", null);
    Entry set = hset(first, 2, 15, "b", "2");
    assertThat(fields(removed.merge(set))).isEqualTo("b=2 c=1");
    assertThat(fields(removed.merge(first))).isEqualTo("c=1");
  }

  @Test
  void ofOneFieldSetOnBothSidesTheLaterIsShownUntilTheNextWriteOfIt() {
    Entry first = hset(NEW, 1, 10, "a", "1");
    Entry both = hset(first, 1, 20, "a", "left").merge(hset(first, 2, 21, "a", "right"));
    assertThat(fields(both)).isEqualTo("a=right");
    assertThat(((MapElements) both.elements()).element(0).siblings()).isEqualTo(2);
    Entry other = hset(both, 1, 30, "b", "1");
    assertThat(((MapElements) other.elements()).element(0).siblings()).isEqualTo(2);
    assertThat(((MapElements) hset(other, 1, 40, "a", "2").elements()).element(0).siblings())
        .isEqualTo(1);
  }

  @Test
  void unloadedVersionsMergeOnlyWhenOneHasSeenTheOther() {
    Entry first = write(NEW, 1, 10, "first");
    Entry second = write(first, 1, 20, "second");
    Entry concurrent = write(first, 2, 20, "concurrent");
    assertThat(first.unloaded().merge(second)).isSameAs(second);
    assertThat(second.merge(first.unloaded())).isSameAs(second);
    assertThat(second.unloaded().merge(second)).isSameAs(second);
    assertThatThrownBy(() -> second.unloaded().merge(concurrent))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> concurrent.merge(second.unloaded()))
        .isInstanceOf(IllegalStateException.class);
    Entry tombstone = delete(first, 3);
    assertThatThrownBy(() -> tombstone.merge(second.unloaded()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void isExpiredOneMillisecondAfterItsExpiry() {
    Entry entry = expire(write(NEW, 1, 10, "v"), 1, 11, 1000);
    assertThat(entry.isLive(1000)).isTrue();
    assertThat(entry.isExpired(1001)).isTrue();
    assertThat(write(NEW, 1, 10, "v").isExpired(Long.MAX_VALUE)).isFalse();
  }
}
