package dev.rondo.server.rdb;

/**
 * A payload that RESTORE refuses. The message is the whole Redis error text. Carries no stack
 * trace.
 */
public final class BadPayloadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String redisError;

  private BadPayloadException(String redisError) {
    super(redisError, null, false, false);
    this.redisError = redisError;
  }

  /** The error text with its code word, as it goes to the client. */
  @Override
  public String getMessage() {
    return redisError;
  }

  static BadPayloadException versionOrChecksum() {
    return new BadPayloadException("ERR DUMP payload version or checksum are wrong");
  }

  static BadPayloadException dataFormat() {
    return new BadPayloadException("ERR Bad data format");
  }
}
