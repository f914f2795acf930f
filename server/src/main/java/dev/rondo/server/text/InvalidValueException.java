package dev.rondo.server.text;

/**
 * A client's argument, or the value it is applied to, breaks a rule of the command. The message is
 * the whole Redis error text, such as {@code ERR value is not a valid float}.
 *
 * <p>It is an answer to a client rather than a fault of the program, so it carries no stack trace.
 */
public final class InvalidValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";
  static final String NOT_A_FLOAT = "ERR value is not a valid float";
  static final String SYNTAX = "ERR syntax error";

  private final String redisError;

  /**
   * @param redisError the error text with its code word, as it goes to the client
   */
  public InvalidValueException(String redisError) {
    super(redisError, null, false, false);
    this.redisError = redisError;
  }

  /** The error text with its code word, as it goes to the client. */
  @Override
  public String getMessage() {
    return redisError;
  }
}
