package dev.rondo.server.rdb;

import dev.rondo.server.rdb.RestoredValue.HashValue;
import dev.rondo.server.rdb.RestoredValue.ListValue;
import dev.rondo.server.rdb.RestoredValue.SetValue;
import dev.rondo.server.rdb.RestoredValue.SortedSetValue;
import dev.rondo.server.rdb.RestoredValue.StringValue;

/**
 * Makes DUMP payloads and reads them for RESTORE. The bytes are those of a Redis server that writes
 * the same RDB version. Immutable, for any thread.
 */
public final class RdbPayload {
  /** The RDB version of Redis 7.2, and the newest that {@link #restore} takes. */
  public static final int NEWEST_VERSION = 11;

  /** The RDB version of Redis 7.0, which Redis 7.2 takes, too. */
  public static final int REDIS_7_0_VERSION = 10;

  private static final int VERSION_BYTES = 2;
  private static final int CRC_BYTES = 8;
  private static final int FOOTER_BYTES = VERSION_BYTES + CRC_BYTES;

  /** What the buffer for a collection begins with; it grows. */
  private static final int COLLECTION_BYTES = 256;

  /** Type byte and the longest length. */
  private static final int HEADER_BYTES = 1 + 1 + Long.BYTES;

  private final int version;

  /** Writes payloads of the {@link #NEWEST_VERSION}. */
  public RdbPayload() {
    this(NEWEST_VERSION);
  }

  /**
   * Writes payloads of an RDB version. A server only restores versions up to its own. What is
   * written is alike in all of them.
   */
  public RdbPayload(int version) {
    if (version < 1 || version > NEWEST_VERSION) {
      throw new IllegalArgumentException("RDB version " + version + " is not known");
    }
    this.version = version;
  }

  /** The payload of a string. */
  public byte[] dumpString(byte[] value) {
    return dump(new StringValue(value));
  }

  /** The payload of a value. */
  public byte[] dump(RestoredValue value) {
    RdbWriter writer = new RdbWriter(expectedBytes(value));
    if (value instanceof StringValue string) {
      writer.writeByte(RdbType.STRING);
      writer.writeString(string.bytes());
    } else if (value instanceof ListValue list) {
      RdbCollections.write(list, writer);
    } else if (value instanceof SetValue set) {
      RdbCollections.write(set, writer);
    } else if (value instanceof SortedSetValue sortedSet) {
      RdbCollections.write(sortedSet, writer);
    } else if (value instanceof HashValue hash) {
      RdbCollections.write(hash, writer);
    }
    writer.writeLittleEndian(version, VERSION_BYTES);
    writer.writeLittleEndian(writer.crc(), CRC_BYTES);
    return writer.toByteArray();
  }

  private static int expectedBytes(RestoredValue value) {
    return value instanceof StringValue string
        ? Math.addExact(string.bytes().length, HEADER_BYTES + FOOTER_BYTES)
        : COLLECTION_BYTES;
  }

  /**
   * Reads a payload. Bytes between the value and the footer are ignored, as Redis does. A checksum
   * of 0, which switches the check off in RDB files, does not in payloads. Kinds of damage that
   * Redis lets pass under a right checksum are refused: a value that runs into the footer, and a
   * compressed string that claims to be empty; and so are small collections in which something
   * comes twice or whose parts do not fit together, which Redis takes unless it is told to look.
   *
   * @throws BadPayloadException "ERR DUMP payload version or checksum are wrong" when there is no
   *     footer, or its version is newer than known, or its checksum is not that of the payload;
   *     "ERR Bad data format" when what stands before the footer is no value
   * @throws UnsupportedRdbTypeException for a value of another type; its content has not been
   *     looked at
   */
  public RestoredValue restore(byte[] payload) {
    int footer = payload.length - FOOTER_BYTES;
    if (footer < 0 || readFooter(payload, footer, VERSION_BYTES) > NEWEST_VERSION) {
      throw BadPayloadException.versionOrChecksum();
    }
    int crcStart = footer + VERSION_BYTES;
    if (readFooter(payload, crcStart, CRC_BYTES) != Crc64.of(payload, 0, crcStart)) {
      throw BadPayloadException.versionOrChecksum();
    }
    RdbReader reader = new RdbReader(payload, 0, footer);
    int type = reader.readByte();
    if (!RdbType.isValue(type)) {
      throw BadPayloadException.dataFormat();
    }
    return type == RdbType.STRING
        ? new StringValue(reader.readString())
        : RdbCollections.read(type, reader);
  }

  private static long readFooter(byte[] payload, int from, int count) {
    long number = 0;
    for (int i = count - 1; i >= 0; i--) {
      number = number << 8 | (payload[from + i] & 0xff);
    }
    return number;
  }
}
