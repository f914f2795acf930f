package dev.rondo.server.rdb;

/** The type bytes of RDB values, up to RDB version 11. */
final class RdbType {
  static final int STRING = 0;
  static final int LIST = 1;
  static final int SET = 2;

  /** A sorted set whose scores are texts. */
  static final int SORTED_SET_WITH_TEXTS = 3;

  static final int HASH = 4;

  /** A sorted set whose scores are eight bytes each. */
  static final int SORTED_SET = 5;

  static final int LIST_ZIPLIST = 10;
  static final int SET_INTSET = 11;
  static final int SORTED_SET_ZIPLIST = 12;
  static final int HASH_ZIPLIST = 13;

  /** A list in several ziplists. */
  static final int LIST_ZIPLISTS = 14;

  static final int HASH_LISTPACK = 16;
  static final int SORTED_SET_LISTPACK = 17;

  /** A list in several listpacks and plain strings. */
  static final int LIST_LISTPACKS = 18;

  static final int SET_LISTPACK = 20;

  private static final int LAST_BEFORE_GAP = 7;
  private static final int FIRST_AFTER_GAP = 9;
  private static final int LAST = 21;

  private RdbType() {}

  /**
   * Whether {@code type} is the type of a value, rather than an opcode of the file or nothing at
   * all.
   */
  static boolean isValue(int type) {
    return (type >= STRING && type <= LAST_BEFORE_GAP) || (type >= FIRST_AFTER_GAP && type <= LAST);
  }
}
