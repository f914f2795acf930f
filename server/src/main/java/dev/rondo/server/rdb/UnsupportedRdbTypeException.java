package dev.rondo.server.rdb;

/** A sound payload of a type of value that is not read here. Carries no stack trace. */
public final class UnsupportedRdbTypeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int typeId;

  UnsupportedRdbTypeException(int typeId) {
    super("RDB type " + typeId + " is not supported", null, false, false);
    this.typeId = typeId;
  }

  /** The RDB type byte, such as 4 for a plain hash. */
  public int typeId() {
    return typeId;
  }
}
