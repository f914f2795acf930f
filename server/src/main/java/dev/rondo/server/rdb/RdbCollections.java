package dev.rondo.server.rdb;

import dev.rondo.server.rdb.RestoredValue.HashValue;
import dev.rondo.server.rdb.RestoredValue.ListValue;
import dev.rondo.server.rdb.RestoredValue.SetValue;
import dev.rondo.server.rdb.RestoredValue.SortedSetValue;
import dev.rondo.server.text.InvalidValueException;
import dev.rondo.server.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Collections in the RDB format. All encodings that DUMP of any Redis since 2.6 gives are read, and
 * the plain ones are written, which every Redis since 4.0 reads: a length and so many strings, for
 * a hash fields and values by turns, for a sorted set a score behind each member.
 */
final class RdbCollections {
  /** Lengths that stand for scores which are no finite numbers, where scores are texts. */
  private static final int NAN = 253;

  private static final int INFINITY = 254;
  private static final int NEGATIVE_INFINITY = 255;

  /** A container of a list's elements that is one element, and one that is a listpack. */
  private static final int PLAIN = 1;

  private static final int PACKED = 2;

  /**
   * Payloads may be packed so that a few bytes become an element; a collection of more than this
   * would not fit a row.
   */
  private static final int MAX_ELEMENTS = 1_000_000;

  private RdbCollections() {}

  /**
   * Reads a collection.
   *
   * @throws BadPayloadException for bytes that are none, for an empty one, and for an element that
   *     comes twice where it may not
   * @throws UnsupportedRdbTypeException for a type that is no collection, or unknown
   */
  static RestoredValue read(int type, RdbReader from) {
    return switch (type) {
      case RdbType.LIST -> new ListValue(some(strings(from, 1)));
      case RdbType.LIST_ZIPLIST -> new ListValue(some(PackedReader.ziplist(from.readString())));
      case RdbType.LIST_ZIPLISTS -> new ListValue(some(listOfZiplists(from)));
      case RdbType.LIST_LISTPACKS -> new ListValue(some(listOfContainers(from)));
      case RdbType.SET -> new SetValue(different(strings(from, 1)));
      case RdbType.SET_INTSET -> new SetValue(different(PackedReader.intset(from.readString())));
      case RdbType.SET_LISTPACK ->
          new SetValue(different(PackedReader.listpack(from.readString())));
      case RdbType.HASH -> hash(strings(from, 2));
      case RdbType.HASH_ZIPLIST -> hash(PackedReader.ziplist(from.readString()));
      case RdbType.HASH_LISTPACK -> hash(PackedReader.listpack(from.readString()));
      case RdbType.SORTED_SET, RdbType.SORTED_SET_WITH_TEXTS ->
          sortedSet(from, type == RdbType.SORTED_SET);
      case RdbType.SORTED_SET_ZIPLIST -> sortedSet(PackedReader.ziplist(from.readString()));
      case RdbType.SORTED_SET_LISTPACK -> sortedSet(PackedReader.listpack(from.readString()));
      default -> throw new UnsupportedRdbTypeException(type);
    };
  }

  /** Writes the type byte and the list. */
  static void write(ListValue list, RdbWriter into) {
    into.writeByte(RdbType.LIST);
    into.writeLength(list.elements().size());
    list.elements().forEach(into::writeString);
  }

  /** Writes the type byte and the set. */
  static void write(SetValue set, RdbWriter into) {
    into.writeByte(RdbType.SET);
    into.writeLength(set.members().size());
    set.members().forEach(into::writeString);
  }

  /** Writes the type byte and the hash. */
  static void write(HashValue hash, RdbWriter into) {
    into.writeByte(RdbType.HASH);
    into.writeLength(hash.fields().size());
    for (Map.Entry<byte[], byte[]> field : hash.fields()) {
      into.writeString(field.getKey());
      into.writeString(field.getValue());
    }
  }

  /** Writes the type byte and the sorted set. */
  static void write(SortedSetValue sortedSet, RdbWriter into) {
    into.writeByte(RdbType.SORTED_SET);
    into.writeLength(sortedSet.members().size());
    for (Map.Entry<byte[], Double> member : sortedSet.members()) {
      into.writeString(member.getKey());
      into.writeLittleEndian(Double.doubleToLongBits(member.getValue()), Double.BYTES);
    }
  }

  /** A length and so many times {@code each} strings. */
  private static List<byte[]> strings(RdbReader from, int each) {
    long count = count(from);
    requireFew(count * each);
    List<byte[]> strings = new ArrayList<>();
    for (long i = 0; i < count * each; i++) {
      strings.add(from.readString());
    }
    return strings;
  }

  /** A number of things, each of which takes at least a byte. */
  private static long count(RdbReader from) {
    long count = from.readLength();
    if (count < 0 || count > from.remaining()) {
      throw BadPayloadException.dataFormat();
    }
    return count;
  }

  static void requireFew(long elements) {
    if (elements > MAX_ELEMENTS) {
      throw BadPayloadException.dataFormat();
    }
  }

  private static List<byte[]> listOfZiplists(RdbReader from) {
    long count = count(from);
    List<byte[]> elements = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      elements.addAll(PackedReader.ziplist(from.readString()));
      requireFew(elements.size());
    }
    return elements;
  }

  private static List<byte[]> listOfContainers(RdbReader from) {
    long count = count(from);
    List<byte[]> elements = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long container = from.readLength();
      byte[] bytes = from.readString();
      if (container == PLAIN) {
        elements.add(bytes);
      } else if (container == PACKED) {
        elements.addAll(PackedReader.listpack(bytes));
      } else {
        throw BadPayloadException.dataFormat();
      }
      requireFew(elements.size());
    }
    return elements;
  }

  private static HashValue hash(List<byte[]> fieldsAndValues) {
    List<Map.Entry<byte[], byte[]>> fields = new ArrayList<>();
    for (int i = 0; i + 1 < fieldsAndValues.size(); i += 2) {
      fields.add(Map.entry(fieldsAndValues.get(i), fieldsAndValues.get(i + 1)));
    }
    requirePairs(fieldsAndValues);
    different(fields.stream().map(Map.Entry::getKey).toList());
    return new HashValue(fields);
  }

  private static SortedSetValue sortedSet(RdbReader from, boolean binaryScores) {
    long count = count(from);
    requireFew(count);
    List<Map.Entry<byte[], Double>> members = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      byte[] member = from.readString();
      members.add(Map.entry(member, binaryScores ? from.readDouble() : textScore(from)));
    }
    return sortedSetOf(members);
  }

  private static SortedSetValue sortedSet(List<byte[]> membersAndScores) {
    List<Map.Entry<byte[], Double>> members = new ArrayList<>();
    for (int i = 0; i + 1 < membersAndScores.size(); i += 2) {
      members.add(Map.entry(membersAndScores.get(i), score(membersAndScores.get(i + 1))));
    }
    requirePairs(membersAndScores);
    return sortedSetOf(members);
  }

  private static SortedSetValue sortedSetOf(List<Map.Entry<byte[], Double>> members) {
    different(members.stream().map(Map.Entry::getKey).toList());
    if (members.stream().anyMatch(member -> member.getValue().isNaN())) {
      throw BadPayloadException.dataFormat();
    }
    return new SortedSetValue(members);
  }

  private static double textScore(RdbReader from) {
    int length = from.readByte();
    return switch (length) {
      case NAN -> Double.NaN;
      case INFINITY -> Double.POSITIVE_INFINITY;
      case NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
      default -> score(from.readBytes(length));
    };
  }

  private static double score(byte[] text) {
    try {
      return Numbers.parseDouble(text);
    } catch (InvalidValueException e) {
      throw BadPayloadException.dataFormat();
    }
  }

  private static void requirePairs(List<byte[]> strings) {
    if (strings.size() % 2 != 0) {
      throw BadPayloadException.dataFormat();
    }
  }

  private static List<byte[]> some(List<byte[]> elements) {
    if (elements.isEmpty()) {
      throw BadPayloadException.dataFormat();
    }
    return elements;
  }

  private static List<byte[]> different(List<byte[]> elements) {
    TreeSet<byte[]> seen = new TreeSet<>(Arrays::compareUnsigned);
    if (!seen.addAll(some(elements)) || seen.size() != elements.size()) {
      throw BadPayloadException.dataFormat();
    }
    return elements;
  }
}
