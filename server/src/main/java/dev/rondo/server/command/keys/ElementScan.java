package dev.rondo.server.command.keys;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.storage.MapElements;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A page of HSCAN, SSCAN or ZSCAN.
 *
 * <p>A small collection is answered whole, whatever the cursor and COUNT, as Redis does. A larger
 * one is walked through in the order of a hash of its elements, and a cursor is the hash to go on
 * from. So cursors survive restarts and changes: an element that is there from the first page to
 * the last is answered, and only once unless the collection becomes small meanwhile.
 */
public final class ElementScan {
  /** Collections up to this size are answered whole. */
  static final int MAX_WHOLE = 512;

  private static final long END = 0;

  private final long nextCursor;
  private final int[] places;

  private ElementScan(long nextCursor, int[] places) {
    this.nextCursor = nextCursor;
    this.places = places;
  }

  /**
   * Reads the cursor of a call, which stands behind the key.
   *
   * @throws CommandException "ERR invalid cursor"
   */
  public static long cursor(Invocation call) {
    return ScanCursor.parse(call.argument(2));
  }

  /** The answer for a key that is missing; options are then not looked at. */
  public static void writeEmpty(ReplyWriter out) {
    out.array(2);
    out.bulk(ScanCursor.text(END));
    out.emptyArray();
  }

  /**
   * Takes a page.
   *
   * @param arguments the call's: the options stand behind the cursor
   * @param shown whether the element at a place may be shown at all
   * @throws CommandException when the options are wrong
   */
  public static ElementScan of(
      MapElements elements, long cursor, byte[][] arguments, IntPredicate shown) {
    ScanOptions asked = ScanOptions.parseWithoutType(arguments, 3);
    IntPredicate matching = place -> shown.test(place) && asked.filter().shows(elements.key(place));
    if (elements.size() <= MAX_WHOLE) {
      return new ElementScan(END, places(elements.size(), matching));
    }
    int[] order = elements.byHash();
    int from = firstFrom(cursor, elements, order);
    int to = from + (int) Math.min(asked.count(), order.length - from);
    // Elements of one hash stay together, for a cursor cannot point between them.
    while (to > from
        && to < order.length
        && hash(elements, order, to) == hash(elements, order, to - 1)) {
      to++;
    }
    long next = to == order.length ? END : hash(elements, order, to);
    return new ElementScan(next, Arrays.stream(order, from, to).filter(matching).toArray());
  }

  private static int[] places(int size, IntPredicate matching) {
    return IntStream.range(0, size).filter(matching).toArray();
  }

  /** The first position in the order whose hash is not below a cursor. */
  private static int firstFrom(long cursor, MapElements elements, int[] order) {
    int low = 0;
    int high = order.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(hash(elements, order, middle), cursor) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static long hash(MapElements elements, int[] order, int position) {
    return MapElements.hashOf(elements.key(order[position]));
  }

  /** The places of the elements to be shown. Not to be changed. */
  public int[] places() {
    return places;
  }

  /**
   * Writes the cursor and the header of the list of elements.
   *
   * @param repliesEach how many replies the caller writes for each of {@link #places}
   */
  public void writeHeader(ReplyWriter out, int repliesEach) {
    out.array(2);
    out.bulk(ScanCursor.text(nextCursor));
    out.array(Math.multiplyExact(places.length, repliesEach));
  }
}
