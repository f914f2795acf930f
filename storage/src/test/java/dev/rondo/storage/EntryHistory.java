package dev.rondo.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A random history of one key on some nodes whose wall clocks disagree and jump: they write values
 * of several types, edit collections, delete, set and remove expiries, and take in versions from
 * each other, old ones too. Every version that ever existed is kept.
 */
final class EntryHistory {
  private static final DataType[] TYPES = {DataType.STRING, DataType.HASH, DataType.SET};

  private final Random random;
  private final List<Entry> versions = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();

  /** A node with the version it holds. */
  private final class Node {
    final long actor;
    final ManualClock wall = new ManualClock(1_000_000 + random.nextInt(50));
    final HybridClock clock = new HybridClock(wall);
    @Nullable Entry held;

    Node(long actor) {
      this.actor = actor;
    }

    void step() {
      wall.advance(random.nextInt(7) - 2);
      switch (random.nextInt(8)) {
        case 0, 1 -> write(random.nextBoolean());
        case 2 -> delete();
        case 3 -> expire();
        default -> receive(versions.get(random.nextInt(versions.size())));
      }
    }

    private Entry seen() {
      return held != null ? held : StoredRow.ABSENT.entry();
    }

    void write(boolean keepsExpiry) {
      Entry seen = seen();
      VectorClock advanced = seen.clock().increment(actor);
      long time = clock.next();
      Dot dot = new Dot(actor, advanced.counterOf(actor), time);
      DataType type = TYPES[random.nextInt(100) < 50 ? 0 : random.nextInt(TYPES.length)];
      Elements elements =
          type == DataType.STRING
              ? SingleElement.of(dot, (actor + "." + dot.counter()).getBytes(US_ASCII))
              : edited(seen, type, dot);
      hold(
          new Entry(
              type,
              advanced,
              keepsExpiry ? seen.expireAtMillis() : Entry.NO_EXPIRY,
              keepsExpiry ? seen.expiryHybridTime() : time,
              elements));
    }

    /** What some edits make of the collection seen, or of nothing. */
    private Elements edited(Entry seen, DataType type, Dot dot) {
      ElementEdits edits = new ElementEdits();
      for (int i = random.nextInt(3); i >= 0; i--) {
        byte[] key = {(byte) random.nextInt(4)};
        if (random.nextInt(3) == 0) {
          edits.remove(key);
        } else {
          edits.put(key, new byte[] {(byte) random.nextInt()});
        }
      }
      return seen.type() == type && seen.shownElements() instanceof MapElements map
          ? map.edit(edits, dot)
          : MapElements.of(edits, dot);
    }

    void delete() {
      Entry seen = seen();
      hold(
          new Entry(
              seen.type(),
              seen.clock().increment(actor),
              seen.expireAtMillis(),
              seen.expiryHybridTime(),
              Elements.NONE));
    }

    void expire() {
      Entry seen = seen();
      long expireAt = random.nextInt(4) == 0 ? Entry.NO_EXPIRY : random.nextInt(1000);
      hold(
          new Entry(
              seen.type(), seen.clock().increment(actor), expireAt, clock.next(), seen.elements()));
    }

    void receive(Entry version) {
      clock.observe(version.latestHybridTime());
      hold(held == null ? version : held.merge(version));
    }

    void hold(Entry version) {
      held = version;
      versions.add(version);
    }
  }

  EntryHistory(long seed, int nodeCount, int steps) {
    random = new Random(seed);
    for (int i = 0; i < nodeCount; i++) {
      nodes.add(new Node(random.nextLong()));
    }
    nodes.get(0).write(false);
    for (int i = 0; i < steps; i++) {
      nodes.get(random.nextInt(nodeCount)).step();
    }
  }

  /** Every version that existed, in the order in which they came about. */
  List<Entry> versions() {
    return versions;
  }

  Random random() {
    return random;
  }
}
