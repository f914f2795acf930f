package dev.rondo.storage;

import org.jspecify.annotations.Nullable;

/** What can go wrong with a store; {@link #kind} says what a caller may do about it. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The kinds of failure. */
  public enum Kind {
    /** Another process has the data directory open. */
    LOCKED,
    /** A row or file cannot be understood; the data is not what was written. */
    CORRUPT,
    /** Nothing was written because the disk is nearly full; reads and deletes still work. */
    DISK_FULL,
    /** Nothing was done because an entry would become larger than one may be. */
    TOO_LARGE,
    /** Nothing was done because too many operations wait for the disk already. */
    OVERLOADED,
    /**
     * The disk failed while writing: what was being written may be lost, and no more is accepted.
     */
    IO,
    /** The store was closed. */
    CLOSED
  }

  private final Kind kind;

  private StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What sort of failure this is. */
  public Kind kind() {
    return kind;
  }

  public static StoreException locked(String message, Throwable cause) {
    return new StoreException(Kind.LOCKED, message, cause);
  }

  public static StoreException corrupt(String message) {
    return new StoreException(Kind.CORRUPT, message, null);
  }

  public static StoreException diskFull(String message) {
    return new StoreException(Kind.DISK_FULL, message, null);
  }

  public static StoreException tooLarge(String message) {
    return new StoreException(Kind.TOO_LARGE, message, null);
  }

  public static StoreException overloaded(String message) {
    return new StoreException(Kind.OVERLOADED, message, null);
  }

  public static StoreException io(String message, Throwable cause) {
    return new StoreException(Kind.IO, message, cause);
  }

  public static StoreException closed() {
    return new StoreException(Kind.CLOSED, "the store is closed", null);
  }
}
