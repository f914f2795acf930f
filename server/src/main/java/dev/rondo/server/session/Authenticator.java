package dev.rondo.server.session;

/**
 * Decides who may be a client. There is one user, {@code default}; its password is the setting
 * {@code requirepass}. Any thread may ask.
 */
public interface Authenticator {
  /** The name of the only user. */
  String DEFAULT_USER = "default";

  /** Whether the default user has a password, so that a new client has to authenticate first. */
  boolean needsPassword();

  /** Whether somebody who says so is this user. Without a password, anybody is the default user. */
  boolean accepts(byte[] user, byte[] password);
}
