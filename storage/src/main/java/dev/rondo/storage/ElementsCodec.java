package dev.rondo.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The contents part of a row's value: see {@code storage/FORMAT.md}, "Elements". */
final class ElementsCodec {
  /** length of the key, number of siblings, and one sibling. */
  private static final int MIN_ELEMENT_BYTES = 6;

  /** actor, counter, time, length of the value. */
  private static final int MIN_SIBLING_BYTES = 4;

  private static final byte[] NO_KEY = {};

  private ElementsCodec() {}

  static long sizeOf(Elements elements, VectorClock clock, long latest) {
    if (elements instanceof MapElements map) {
      long size = Varint.sizeOf(map.size());
      for (int i = 0; i < map.size(); i++) {
        size += sizeOfElement(map.key(i), map.element(i), clock, latest);
      }
      return size;
    }
    return 1 + sizeOfElement(NO_KEY, single(elements), clock, latest);
  }

  private static long sizeOfElement(
      byte[] key, SingleElement element, VectorClock clock, long latest) {
    long size = (long) Varint.sizeOf(key.length) + key.length + Varint.sizeOf(element.siblings());
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
    if (elements instanceof MapElements map) {
      Varint.write(map.size(), into);
      for (int i = 0; i < map.size(); i++) {
        encodeElement(map.key(i), map.element(i), clock, latest, into);
      }
    } else {
      into.put((byte) 1);
      encodeElement(NO_KEY, single(elements), clock, latest, into);
    }
  }

  private static void encodeElement(
      byte[] key, SingleElement element, VectorClock clock, long latest, ByteBuffer into) {
    Varint.write(key.length, into);
    into.put(key);
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

  static Elements decode(DataType type, VectorClock clock, long latest, ByteBuffer from) {
    return type == DataType.STRING
        ? decodeString(clock, latest, from)
        : decodeCollection(clock, latest, from);
  }

  private static Elements decodeString(VectorClock clock, long latest, ByteBuffer from) {
    if (Varint.read(from) != 1 || Varint.read(from) != 0) {
      throw StoreException.corrupt("not one element with an empty key");
    }
    return decodeElement(clock, latest, from);
  }

  private static Elements decodeCollection(VectorClock clock, long latest, ByteBuffer from) {
    int size = Varint.readCount(from, MIN_ELEMENT_BYTES);
    if (size == 0) {
      throw StoreException.corrupt("collection without elements");
    }
    byte[][] keys = new byte[size][];
    SingleElement[] values = new SingleElement[size];
    for (int i = 0; i < size; i++) {
      keys[i] = decodeBytes(from);
      values[i] = decodeElement(clock, latest, from);
    }
    return MapElements.decoded(keys, values);
  }

  private static SingleElement decodeElement(VectorClock clock, long latest, ByteBuffer from) {
    int siblings = Varint.readCount(from, MIN_SIBLING_BYTES);
    if (siblings == 0) {
      throw StoreException.corrupt("element without a value");
    }
    if (siblings == 1) {
      return SingleElement.of(decodeDot(clock, latest, from), decodeBytes(from));
    }
    List<Dot> dots = new ArrayList<>(siblings);
    List<byte[]> values = new ArrayList<>(siblings);
    for (int i = 0; i < siblings; i++) {
      dots.add(decodeDot(clock, latest, from));
      values.add(decodeBytes(from));
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

  private static byte[] decodeBytes(ByteBuffer from) {
    byte[] bytes = new byte[Varint.readCount(from, 1)];
    from.get(bytes);
    return bytes;
  }

  private static SingleElement single(Elements elements) {
    if (elements instanceof SingleElement element) {
      return element;
    }
    throw new IllegalStateException("elements are not loaded");
  }
}
