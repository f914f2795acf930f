package dev.rondo.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of an entry: a database number and the key's bytes.
 *
 * <p>The byte array is not copied: whoever makes a key gives the array away and never changes it.
 */
public final class Key {
  private final int database;
  private final byte[] bytes;
  private final int hash;

  /**
   * @param database 0 to 255
   * @param bytes the key as the client sent it; owned by this key from now on
   */
  public Key(int database, byte[] bytes) {
    this(database, bytes, Murmur3.hash32(bytes));
  }

  private Key(int database, byte[] bytes, int hash) {
    if (database < 0 || database > 255) {
      throw new IllegalArgumentException("database out of range: " + database);
    }
    this.database = database;
    this.bytes = bytes;
    this.hash = hash;
  }

  /** The number of the database, 0 to 255. */
  public int database() {
    return database;
  }

  /** The key's bytes; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Spreads keys inside their slot: Murmur3 of the bytes, part of the row key. */
  public int hash() {
    return hash;
  }

  /** The ring slot of the key, 0 to 16383. */
  public int slot() {
    return Slots.of(bytes);
  }

  /** The same name in another database. */
  public Key inDatabase(int otherDatabase) {
    return otherDatabase == database ? this : new Key(otherDatabase, bytes, hash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key
        && key.hash == hash
        && key.database == database
        && Arrays.equals(key.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return hash * 31 + database;
  }

  @Override
  public String toString() {
    return database + "/" + new String(bytes, StandardCharsets.UTF_8);
  }
}
