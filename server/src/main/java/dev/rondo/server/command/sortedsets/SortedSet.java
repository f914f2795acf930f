package dev.rondo.server.command.sortedsets;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Update;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Typed;
import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.MapElements;
import dev.rondo.storage.Scores;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The sorted set an entry holds, for reading. A rank is a place in the order of scores, from 0 for
 * the lowest; among equal scores the members' bytes decide. Looking up costs O(log n).
 */
public final class SortedSet {
  /** A sorted set without members, which is what a missing key is. */
  public static final SortedSet EMPTY = new SortedSet(null);

  private static final int[] NO_ORDER = {};

  private final @Nullable MapElements elements;

  private SortedSet(@Nullable MapElements elements) {
    this.elements = elements;
  }

  /**
   * The sorted set of an entry; the empty one for no entry.
   *
   * @throws CommandException WRONGTYPE when it holds something else
   */
  public static SortedSet of(@Nullable Entry entry) {
    return entry == null
        ? EMPTY
        : new SortedSet(Typed.collectionOrNull(entry, DataType.SORTED_SET));
  }

  /** How many members there are. */
  public int size() {
    return elements == null ? 0 : elements.size();
  }

  /** About how much it takes in memory. */
  long weightBytes() {
    return elements == null ? 0 : elements.weightBytes();
  }

  public boolean isEmpty() {
    return size() == 0;
  }

  /** The member of a rank; not to be changed. */
  public byte[] member(int rank) {
    return elements().key(order()[rank]);
  }

  /** The score of a rank. */
  public double score(int rank) {
    return Scores.decode(value(rank));
  }

  /** The score of a rank as {@link Scores} writes it; not to be changed. */
  byte[] value(int rank) {
    return elements().value(order()[rank]);
  }

  /** The member of a rank with its score. */
  public ScoredMember scored(int rank) {
    return new ScoredMember(member(rank), score(rank));
  }

  /** The score of a member, if it is there. */
  public OptionalDouble scoreOf(byte[] member) {
    byte[] value = elements == null ? null : elements.get(member);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(Scores.decode(value));
  }

  public boolean contains(byte[] member) {
    return elements != null && elements.contains(member);
  }

  /** The rank of a member, if it is there. */
  public OptionalInt rankOf(byte[] member) {
    int place = elements == null ? -1 : elements.indexOf(member);
    if (place < 0) {
      return OptionalInt.empty();
    }
    byte[] value = elements().value(place);
    return OptionalInt.of(
        firstRank(
            rank -> {
              int other = order()[rank];
              int comparison = Arrays.compareUnsigned(elements().value(other), value);
              return comparison > 0 || (comparison == 0 && other >= place);
            }));
  }

  /** The lowest rank whose score is not below a number; the size when there is none. */
  public int firstRankFrom(double score) {
    return firstRank(rank -> score(rank) >= score);
  }

  /**
   * The lowest rank for which something is true, or the size; it must be true of all higher ranks
   * then.
   */
  int firstRank(IntPredicate isTrue) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isTrue.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The elements that the members are; null when there are none. */
  @Nullable MapElements elementsOrNull() {
    return elements;
  }

  /** Edits that remove a span. */
  ElementEdits removing(RankSpan span) {
    ElementEdits edits = new ElementEdits();
    for (int rank = span.from(); rank < span.toExclusive(); rank++) {
      edits.remove(member(rank));
    }
    return edits;
  }

  /** Edits that put members. */
  public static ElementEdits putting(List<ScoredMember> members) {
    ElementEdits edits = new ElementEdits();
    for (ScoredMember scored : members) {
      edits.put(scored.member(), Scores.encode(scored.score()));
    }
    return edits;
  }

  /**
   * Makes a key a sorted set of what is put, whatever it was, or deletes it when that is nothing;
   * answers how many members there are.
   */
  public static Update<Integer> storing(ElementEdits members) {
    int size = members.size();
    return Update.ofVersion(
        (current, nowMillis) ->
            size == 0
                ? Change.delete(0)
                : Change.putCollection(size, DataType.SORTED_SET, members));
  }

  private MapElements elements() {
    if (elements == null) {
      throw new IndexOutOfBoundsException("an empty sorted set has no ranks");
    }
    return elements;
  }

  private int[] order() {
    return elements == null ? NO_ORDER : elements.byValue();
  }
}
