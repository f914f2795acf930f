package dev.rondo.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HybridClock;
import dev.rondo.storage.MapElements;
import dev.rondo.storage.Mutation;
import dev.rondo.storage.Mutation.Outcome;
import dev.rondo.storage.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of collections; strings are covered by the tests of the commands on them. */
class VersionedUpdateTest {
  private static final long NOW = 1_000_000;

  private final Versioning versioning =
      new Versioning(
          7,
          new HybridClock(InstantSource.fixed(Instant.ofEpochMilli(NOW))),
          Deletions.KEEP_TOMBSTONE);

  private Outcome<String> apply(@Nullable Entry stored, Change<String> change) {
    return applyAt(NOW, stored, change);
  }

  private Outcome<String> applyAt(long nowMillis, @Nullable Entry stored, Change<String> change) {
    return new VersionedUpdate<>(versioning, (current, now) -> change, nowMillis).apply(stored);
  }

  private Entry put(@Nullable Entry stored, Change<String> change) {
    Outcome<String> outcome = apply(stored, change);
    assertThat(outcome.action()).isEqualTo(Mutation.Action.PUT);
    Entry entry = outcome.entry();
    assertThat(entry).isNotNull();
    return entry == null ? stored() : entry;
  }

  private static Entry stored() {
    throw new AssertionError("nothing was stored");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  private static ElementEdits add(String... members) {
    ElementEdits edits = new ElementEdits();
    for (String member : members) {
      edits.add(bytes(member));
    }
    return edits;
  }

  private static Change<String> sadd(String... members) {
    return Change.edit("ok", DataType.SET, add(members));
  }

  private static Change<String> srem(String member) {
    return Change.edit("ok", DataType.SET, new ElementEdits().remove(bytes(member)));
  }

  private static String members(Entry entry) {
    MapElements map = (MapElements) entry.elements();
    return IntStream.range(0, map.size())
        .mapToObj(i -> new String(map.key(i), US_ASCII))
        .collect(Collectors.joining(" "));
  }

  @Test
  void editsKeepTheRestAndTheExpiry() {
    Entry first = put(null, sadd("a", "b"));
    Entry expiring = put(first, Change.expire("ok", NOW + 5));
    Entry second = put(expiring, sadd("c"));
    assertThat(members(second)).isEqualTo("a b c");
    assertThat(second.type()).isEqualTo(DataType.SET);
    assertThat(second.expireAtMillis()).isEqualTo(NOW + 5);
    assertThat(second.clock().covers(expiring.clock())).isTrue();
    MapElements elements = (MapElements) second.elements();
    assertThat(elements.element(0).dot(0))
        .isEqualTo(((MapElements) first.elements()).element(0).dot(0));
    assertThat(second.clock().includes(elements.element(2).dot(0))).isTrue();
    assertThat(first.clock().includes(elements.element(2).dot(0))).isFalse();
  }

  @Test
  void aCollectionWithoutElementsIsDeleted() {
    Entry first = put(null, sadd("a"));
    Entry gone = put(first, srem("a"));
    assertThat(gone.isTombstone()).isTrue();
    assertThat(gone.clock().covers(first.clock())).isTrue();
    assertThat(gone.clock()).isNotEqualTo(first.clock());
  }

  @Test
  void anExpiredCollectionIsNotContinued() {
    Entry first = put(put(null, sadd("a")), Change.expire("ok", NOW + 5));
    Outcome<String> later = applyAt(NOW + 6, first, sadd("b"));
    Entry second = later.entry();
    assertThat(second).isNotNull();
    if (second != null) {
      assertThat(members(second)).isEqualTo("b");
      assertThat(second.hasExpiry()).isFalse();
      assertThat(members(second.merge(first))).isEqualTo("b");
      assertThat(second.merge(first).hasExpiry()).isFalse();
    }
  }

  @Test
  void noEditsLeaveEverythingAsItIs() {
    Entry first = put(null, sadd("a"));
    assertThat(apply(first, sadd()).action()).isEqualTo(Mutation.Action.KEEP);
  }

  @Test
  void aWholeCollectionReplacesWhateverWasThere() {
    Entry string = put(null, Change.putString("ok", bytes("v"), NOW + 9));
    Entry set = put(string, Change.putCollection("ok", DataType.SET, add("x")));
    assertThat(members(set)).isEqualTo("x");
    assertThat(set.hasExpiry()).isFalse();
    assertThat(set.merge(string).hasExpiry()).isFalse();
    Entry none = put(set, Change.putCollection("ok", DataType.SET, add()));
    assertThat(none.isTombstone()).isTrue();
  }

  @Test
  void aCollectionThatFitsNoRowIsRefusedButMayShrink() {
    ElementEdits large = new ElementEdits();
    for (int i = 0; i < 3; i++) {
      large.put(bytes("k" + i), new byte[100 << 20]);
    }
    assertThatThrownBy(() -> apply(null, Change.putCollection("ok", DataType.HASH, large)))
        .isInstanceOf(StoreException.class);
    Entry two = put(null, Change.putCollection("ok", DataType.HASH, large.remove(bytes("k0"))));
    assertThatThrownBy(
            () ->
                apply(
                    two,
                    Change.edit(
                        "ok",
                        DataType.HASH,
                        new ElementEdits().put(bytes("k3"), new byte[100 << 20]))))
        .isInstanceOf(StoreException.class);
    put(two, Change.edit("ok", DataType.HASH, new ElementEdits().remove(bytes("k1"))));
  }

  @Test
  void aCopyShowsWhatItsSourceShowsAsAWriteOfItsOwn() {
    Entry source = put(put(null, sadd("a", "b")), Change.expire("ok", NOW + 5));
    Entry copy = put(null, Change.putCopy("ok", source));
    assertThat(members(copy)).isEqualTo("a b");
    assertThat(copy.type()).isEqualTo(DataType.SET);
    assertThat(copy.expireAtMillis()).isEqualTo(NOW + 5);
    assertThat(source.clock().covers(copy.clock())).isFalse();
  }
}
