package dev.rondo.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The contents part of a row's value: see {@code storage/FORMAT.md}, "Elements". */
final class ElementsCodec {
  /** actor, counter, time, length of the value. */
  private static final int MIN_SIBLING_BYTES = 4;

  private ElementsCodec() {}

  static long sizeOf(Elements elements, VectorClock clock, long latest) {
    SingleElement element = single(elements);
    // one element with an empty key
    long size = 2L + Varint.sizeOf(element.siblings());
    for (int i = 0; i < element.siblings(); i++) {
      Dot dot = element.dot(i);
      int actor = clock.indexOf(dot.actor());
      size += actor >= 0 ? Varint.sizeOf(actor) : Varint.sizeOf(clock.size()) + 8;
      size += Varint.sizeOf(dot.counter());
      size += Varint.sizeOf(latest - dot.hybridTime());
      size += Varint.sizeOf(element.value(i).length) + element.value(i).length;
    }
    return size;
  }

  static void encode(Elements elements, VectorClock clock, long latest, ByteBuffer into) {
    SingleElement element = single(elements);
    into.put((byte) 1).put((byte) 0);
    Varint.write(element.siblings(), into);
    for (int i = 0; i < element.siblings(); i++) {
      Dot dot = element.dot(i);
      int actor = clock.indexOf(dot.actor());
      Varint.write(actor >= 0 ? actor : clock.size(), into);
      if (actor < 0) {
        into.putLong(dot.actor());
      }
      Varint.write(dot.counter(), into);
      Varint.write(latest - dot.hybridTime(), into);
      Varint.write(element.value(i).length, into);
      into.put(element.value(i));
    }
  }

  static Elements decode(VectorClock clock, long latest, ByteBuffer from) {
    if (Varint.read(from) != 1 || Varint.read(from) != 0) {
      throw StoreException.corrupt("not one element with an empty key");
    }
    int siblings = Varint.readCount(from, MIN_SIBLING_BYTES);
    if (siblings == 0) {
      throw StoreException.corrupt("element without a value");
    }
    if (siblings == 1) {
      return SingleElement.of(decodeDot(clock, latest, from), decodeValue(from));
    }
    List<Dot> dots = new ArrayList<>(siblings);
    List<byte[]> values = new ArrayList<>(siblings);
    for (int i = 0; i < siblings; i++) {
      dots.add(decodeDot(clock, latest, from));
      values.add(decodeValue(from));
    }
    return SingleElement.ofSiblings(dots, values);
  }

  private static Dot decodeDot(VectorClock clock, long latest, ByteBuffer from) {
    long index = Varint.read(from);
    if (index < 0 || index > clock.size()) {
      throw StoreException.corrupt("no actor " + Long.toUnsignedString(index) + " in the clock");
    }
    long actor = index < clock.size() ? clock.actor((int) index) : from.getLong();
    long counter = Varint.read(from);
    if (counter <= 0) {
      throw StoreException.corrupt("write without a number");
    }
    return new Dot(actor, counter, latest - Varint.read(from));
  }

  private static byte[] decodeValue(ByteBuffer from) {
    byte[] value = new byte[Varint.readCount(from, 1)];
    from.get(value);
    return value;
  }

  private static SingleElement single(Elements elements) {
    if (elements instanceof SingleElement element) {
      return element;
    }
    throw new IllegalStateException("elements are not loaded");
  }
}
