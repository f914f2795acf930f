package dev.rondo.compat.differential;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What DUMP returns for a string and RESTORE takes, one character a byte.
 *
 * <p>Layout: a type byte (0 for a string), the string in one of RDB's encodings, the RDB version in
 * two bytes, and a CRC-64 of all that, both little-endian. The string starts with a byte whose
 * upper two bits say how it goes on: 00 a length of 6 bits, 01 a length of 14 bits, 10 a length of
 * 32 (0x80) or 64 bits (0x81), big-endian, 11 a number of 8, 16 or 32 bits, little-endian (0xc0 to
 * 0xc2), or bytes packed with LZF (0xc3).
 *
 * <p>Source: the RDB file format as Redis documents it with its command pages DUMP and RESTORE.
 */
final class DumpPayload {

  private static final int FOOTER_BYTES = 10;
  private static final int VERSION = 10;

  /** The "Jones" polynomial, with its bits reversed. */
  private static final long POLYNOMIAL = 0x95ac9329ac4bc9b5L;

  private static final String SAMPLE = "hello world";

  private DumpPayload() {}

  /** A payload of a string or of a small collection, mostly a good one. */
  static String draw(RandomGenerator random) {
    String number = Long.toString(random.nextInt(-100_000, 100_000));
    List<String> bodies =
        List.of(
            "\000\013" + SAMPLE,
            "\000" + (char) number.length() + number,
            "\000\100\013" + SAMPLE,
            "\000\200\000\000\000\013" + SAMPLE,
            "\000\201\000\000\000\000\000\000\000\013" + SAMPLE,
            "\000\000",
            "\000\300\376",
            "\000\301\376\377",
            "\000\302\376\377\377\177",
            "\000\303\014\013\012" + SAMPLE,
            // "a" and then a copy of 9 bytes from 1 byte back
            "\000\303\005\012\000a\340\000\000",
            // a list, a set, a hash and a sorted set with the member a
            "\001\001\001a",
            "\002\001\001a",
            "\004\001\001a\0015",
            "\005\001\001a\000\000\000\000\000\000\360?");
    String body = bodies.get(random.nextInt(bodies.size()));
    return switch (random.nextInt(12)) {
      case 0 -> withFooter(body, VERSION) + "\000";
      case 1 -> spoil(withFooter(body, VERSION), random);
      case 2 -> withFooter(body, 65_535);
      // So much shorter than it says that Redis can't go on reading in the footer either.
      case 3 -> withFooter("\000\077" + SAMPLE, VERSION);
      case 4 -> withFooter("\372" + body.substring(1), VERSION);
      case 5 -> withFooter(body, random.nextInt(1, VERSION));
      // Redis takes a checksum of zero for "not computed".
      case 6 -> body + littleEndian(VERSION, 2) + "\0".repeat(8);
      default -> withFooter(body, VERSION);
    };
  }

  private static String spoil(String payload, RandomGenerator random) {
    int at = random.nextInt(payload.length());
    char other = (char) (payload.charAt(at) ^ 0x10);
    return payload.substring(0, at) + other + payload.substring(at + 1);
  }

  /** The payload of type and value with a version and the right checksum. */
  static String withFooter(String body, int version) {
    String checked = body + littleEndian(version, 2);
    return checked + littleEndian(crc64(checked), 8);
  }

  /** The string a payload holds; empty when it is none or its checksum is wrong. */
  static Optional<String> decode(String payload) {
    int bodyEnd = payload.length() - FOOTER_BYTES;
    if (bodyEnd < 2 || payload.charAt(0) != 0) {
      return Optional.empty();
    }
    String checked = payload.substring(0, bodyEnd + 2);
    if (!payload.endsWith(littleEndian(crc64(checked), 8))) {
      return Optional.empty();
    }
    return decodeString(payload.substring(1, bodyEnd));
  }

  /** The type of collection a payload holds; empty when it is none or its checksum is wrong. */
  static Optional<String> collectionType(String payload) {
    int footer = payload.length() - FOOTER_BYTES;
    if (footer < 1 || !payload.endsWith(littleEndian(crc64(payload.substring(0, footer + 2)), 8))) {
      return Optional.empty();
    }
    return switch (payload.charAt(0)) {
      case 1, 10, 14, 18 -> Optional.of("list");
      case 2, 11, 20 -> Optional.of("set");
      case 3, 5, 12, 17 -> Optional.of("zset");
      case 4, 13, 16 -> Optional.of("hash");
      default -> Optional.empty();
    };
  }

  private static Optional<String> decodeString(String encoded) {
    int first = encoded.charAt(0);
    return switch (first) {
      case 0xc0 -> Optional.of(Integer.toString((byte) encoded.charAt(1)));
      case 0xc1 -> Optional.of(Integer.toString((short) little(encoded, 1, 2)));
      case 0xc2 -> Optional.of(Integer.toString((int) little(encoded, 1, 4)));
      case 0xc3 -> {
        int lengths = 1 + lengthBytes(encoded, 1);
        yield Optional.of(unpack(encoded.substring(lengths + lengthBytes(encoded, lengths))));
      }
      default ->
          Optional.of(encoded.substring(lengthBytes(encoded, 0)))
              .filter(text -> text.length() == length(encoded, 0));
    };
  }

  private static int lengthBytes(String encoded, int at) {
    int first = encoded.charAt(at);
    return switch (first >> 6) {
      case 0 -> 1;
      case 1 -> 2;
      default -> first == 0x80 ? 5 : 9;
    };
  }

  private static long length(String encoded, int at) {
    int first = encoded.charAt(at);
    long value = first < 0x80 ? first & 0x3f : 0;
    for (int i = 1; i < lengthBytes(encoded, at); i++) {
      value = value << 8 | encoded.charAt(at + i);
    }
    return value;
  }

  /** LZF: runs of literal bytes, and copies of what was already unpacked. */
  private static String unpack(String packed) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < packed.length()) {
      int control = packed.charAt(at++);
      if (control < 32) {
        out.append(packed, at, at + control + 1);
        at += control + 1;
      } else {
        int length = control >> 5;
        length += length == 7 ? packed.charAt(at++) : 0;
        int from = out.length() - ((control & 31) << 8) - packed.charAt(at++) - 1;
        for (int i = 0; i < length + 2; i++) {
          out.append(out.charAt(from + i));
        }
      }
    }
    return out.toString();
  }

  private static long little(String bytes, int at, int count) {
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | bytes.charAt(at + i);
    }
    return value;
  }

  private static String littleEndian(long value, int count) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append((char) ((value >>> (8 * i)) & 0xff));
    }
    return out.toString();
  }

  /** CRC-64 as Redis computes it: Jones's polynomial, reflected, starting from 0, no final XOR. */
  static long crc64(String bytes) {
    long crc = 0;
    for (int i = 0; i < bytes.length(); i++) {
      crc ^= bytes.charAt(i);
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
      }
    }
    return crc;
  }
}
