package dev.rondo.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One element: a dotted value, or several siblings after concurrent writes. By itself it is what a
 * string holds; a collection has one for each element key. Siblings stand in order of hybrid time,
 * the latest first: that is the one ordinary reads show.
 */
public final class SingleElement implements Elements {
  private static final Comparator<Dot> LATEST_FIRST =
      Comparator.comparingLong(Dot::hybridTime)
          .thenComparingLong(Dot::actor)
          .thenComparingLong(Dot::counter)
          .reversed();

  /** No value: what stands for an element that a collection does not have. */
  static final SingleElement NOTHING = new SingleElement(new Dot[0], new byte[0][]);

  private final Dot[] dots;
  private final byte[][] values;

  SingleElement(Dot[] dots, byte[][] values) {
    this.dots = dots;
    this.values = values;
  }

  /** One value, written by one write. The array is owned by the element from now on. */
  public static SingleElement of(Dot dot, byte[] value) {
    return new SingleElement(new Dot[] {dot}, new byte[][] {value});
  }

  /** Siblings in any order; the arrays are owned by the element from now on. */
  static SingleElement ofSiblings(List<Dot> dots, List<byte[]> values) {
    List<Integer> order = new ArrayList<>(dots.size());
    for (int i = 0; i < dots.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparing(dots::get, LATEST_FIRST));
    Dot[] sortedDots = new Dot[order.size()];
    byte[][] sortedValues = new byte[order.size()][];
    for (int i = 0; i < sortedDots.length; i++) {
      sortedDots[i] = dots.get(order.get(i));
      sortedValues[i] = values.get(order.get(i));
    }
    return new SingleElement(sortedDots, sortedValues);
  }

  /** How many siblings there are; 1 unless writes were concurrent, 0 for a tombstone. */
  public int siblings() {
    return dots.length;
  }

  /** The write that made the i-th sibling. */
  public Dot dot(int i) {
    return dots[i];
  }

  /** The bytes of the i-th sibling; not to be changed. */
  public byte[] value(int i) {
    return values[i];
  }

  @Override
  public boolean isEmpty() {
    return dots.length == 0;
  }

  @Override
  public long latestHybridTime() {
    return dots.length == 0 ? 0 : dots[0].hybridTime();
  }

  @Override
  public long weightBytes() {
    long bytes = 32;
    for (byte[] value : values) {
      bytes += 56L + value.length;
    }
    return bytes;
  }

  @Override
  public Elements merge(VectorClock clock, Elements other, VectorClock otherClock) {
    return mergeOne(clock, (SingleElement) other, otherClock);
  }

  /** As {@link #merge}, of one element of a collection. */
  SingleElement mergeOne(VectorClock clock, SingleElement theirs, VectorClock otherClock) {
    List<Dot> keptDots = new ArrayList<>(dots.length + theirs.dots.length);
    List<byte[]> keptValues = new ArrayList<>(dots.length + theirs.dots.length);
    for (int i = 0; i < dots.length; i++) {
      if (theirs.has(dots[i]) || !otherClock.includes(dots[i])) {
        keptDots.add(dots[i]);
        keptValues.add(values[i]);
      }
    }
    for (int i = 0; i < theirs.dots.length; i++) {
      if (!has(theirs.dots[i]) && !clock.includes(theirs.dots[i])) {
        keptDots.add(theirs.dots[i]);
        keptValues.add(theirs.values[i]);
      }
    }
    return keptDots.isEmpty() ? NOTHING : ofSiblings(keptDots, keptValues);
  }

  private boolean has(Dot dot) {
    for (Dot mine : dots) {
      if (mine.actor() == dot.actor() && mine.counter() == dot.counter()) {
        return true;
      }
    }
    return false;
  }
}
