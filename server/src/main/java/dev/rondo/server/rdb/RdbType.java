package dev.rondo.server.rdb;

/** The type bytes of RDB values, up to RDB version 11. */
final class RdbType {
  /** A string. */
  static final int STRING = 0;

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
