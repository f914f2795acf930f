package dev.rondo.server.command.sortedsets;

import dev.rondo.server.command.CommandException;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Entry;
import dev.rondo.storage.MapElements;
import dev.rondo.storage.Scores;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What ZUNION and its relatives read: a sorted set, or a set, whose members all have the score 1.
 *
 * @param position which of the keys it is, from 0
 * @param elements null for a missing key
 */
record ScoreSource(int position, @Nullable MapElements elements) {
  /**
   * The source an entry is.
   *
   * @throws CommandException WRONGTYPE when it is neither a sorted set nor a set
   */
  static ScoreSource of(int position, @Nullable Entry entry) {
    if (entry == null) {
      return new ScoreSource(position, null);
    }
    if (entry.type() != DataType.SORTED_SET && entry.type() != DataType.SET) {
      throw CommandException.wrongType();
    }
    return new ScoreSource(position, (MapElements) entry.shownElements());
  }

  int size() {
    return elements == null ? 0 : elements.size();
  }

  /** A member by its place in the order of their bytes. */
  byte[] member(int place) {
    return present().key(place);
  }

  /** The score of the member at a place. */
  double score(int place) {
    return score(present().value(place));
  }

  OptionalDouble scoreOf(byte[] member) {
    byte[] value = elements == null ? null : elements.get(member);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(score(value));
  }

  boolean contains(byte[] member) {
    return elements != null && elements.contains(member);
  }

  private MapElements present() {
    if (elements == null) {
      throw new IndexOutOfBoundsException("a missing key has no members");
    }
    return elements;
  }

  /** A set's elements have empty values. */
  private static double score(byte[] value) {
    return value.length == 0 ? 1 : Scores.decode(value);
  }
}
