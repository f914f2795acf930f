package dev.rondo.server.command.hashes;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.Typed;
import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HashFields;
import dev.rondo.storage.MapElements;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A hash as it is at a moment: its fields without those that have expired. An absent key is a hash
 * without fields. What it gives away is not to be changed.
 */
final class Hash {
  private final @Nullable MapElements elements;
  private final long nowMillis;
  private int @Nullable [] live;

  private Hash(@Nullable MapElements elements, long nowMillis) {
    this.elements = elements;
    this.nowMillis = nowMillis;
  }

  /**
   * The hash an entry holds.
   *
   * @throws dev.rondo.server.command.CommandException WRONGTYPE when it holds something else
   */
  static Hash of(@Nullable Entry entry, long nowMillis) {
    return new Hash(Typed.collectionOrNull(entry, DataType.HASH), nowMillis);
  }

  /** How many fields there are. */
  int size() {
    if (elements == null) {
      return 0;
    }
    return hasExpired(elements) ? live(elements).length : elements.size();
  }

  boolean contains(byte[] field) {
    return stored(field) != null;
  }

  /** A field's value with its expiry, for {@link HashFields}; null when there is no such field. */
  byte @Nullable [] stored(byte[] field) {
    byte[] stored = elements == null ? null : elements.get(field);
    return stored == null || isExpired(stored) ? null : stored;
  }

  /** A field's value; null when there is no such field. */
  byte @Nullable [] value(byte[] field) {
    byte[] stored = stored(field);
    return stored == null ? null : HashFields.value(stored);
  }

  /** The i-th field. */
  byte[] field(int i) {
    MapElements all = present();
    return all.key(place(all, i));
  }

  /** Writes the i-th field's value. */
  void writeValue(int i, ReplyWriter out) {
    MapElements all = present();
    writeStored(all.value(place(all, i)), out);
  }

  /** Writes the value of a field, or the absent value. */
  void writeValue(byte[] field, ReplyWriter out) {
    byte[] stored = stored(field);
    if (stored == null) {
      out.nil();
    } else {
      writeStored(stored, out);
    }
  }

  /** Writes the value out of what is stored of a field. */
  static void writeStored(byte[] stored, ReplyWriter out) {
    out.bulk(stored, HashFields.offset(stored), HashFields.length(stored));
  }

  /** Whether the value at a place of the elements is of a field that has not expired. */
  boolean isLive(int place) {
    return !isExpired(present().value(place));
  }

  /** Edits for a write that is certain to change something: they remove what has expired. */
  ElementEdits edits() {
    ElementEdits edits = new ElementEdits();
    if (elements != null && hasExpired(elements)) {
      for (int i = 0; i < elements.size(); i++) {
        if (isExpired(elements.value(i))) {
          edits.remove(elements.key(i));
        }
      }
    }
    return edits;
  }

  /** About how much it takes in memory. */
  long weightBytes() {
    return elements == null ? 0 : elements.weightBytes();
  }

  private MapElements present() {
    if (elements == null) {
      throw new IndexOutOfBoundsException("a hash without fields");
    }
    return elements;
  }

  private int place(MapElements all, int i) {
    return hasExpired(all) ? live(all)[i] : i;
  }

  private boolean hasExpired(MapElements all) {
    return all.fieldExpiries().firstMillis() < nowMillis;
  }

  private boolean isExpired(byte[] stored) {
    return HashFields.expireAtMillis(stored) < nowMillis;
  }

  private int[] live(MapElements all) {
    int[] places = live;
    if (places == null) {
      places = IntStream.range(0, all.size()).filter(this::isLive).toArray();
      live = places;
    }
    return places;
  }
}
