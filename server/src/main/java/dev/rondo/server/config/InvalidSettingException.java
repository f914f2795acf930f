package dev.rondo.server.config;

/**
 * A text that does not stand for a value of its setting; the message says why, in Redis's words
 * where it has them.
 */
public final class InvalidSettingException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidSettingException(String reason) {
    super(reason);
  }
}
