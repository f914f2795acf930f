package dev.rondo.storage;

/** What a key holds; the name is what {@code TYPE} answers, the code is what the row says. */
public enum DataType {
  STRING(1, "string"),
  LIST(2, "list"),
  SET(3, "set"),
  SORTED_SET(4, "zset"),
  HASH(5, "hash"),
  STREAM(6, "stream");

  private static final DataType[] BY_CODE = values();

  private final int code;
  private final String redisName;

  DataType(int code, String redisName) {
    this.code = code;
    this.redisName = redisName;
  }

  /** The byte that stands for this type in a row; fixed for ever. */
  public int code() {
    return code;
  }

  /** The name the TYPE command answers. */
  public String redisName() {
    return redisName;
  }

  /**
   * The type a row's byte stands for.
   *
   * @throws StoreException when no type has this code
   */
  public static DataType ofCode(int code) {
    if (code < 1 || code > BY_CODE.length) {
      throw StoreException.corrupt("unknown type code " + code);
    }
    return BY_CODE[code - 1];
  }
}
