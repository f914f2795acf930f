package dev.rondo.server.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Knows the default user by one password, which may change at any time. */
public final class PasswordAuthenticator implements Authenticator {
  private static final byte[] USER = DEFAULT_USER.getBytes(StandardCharsets.US_ASCII);

  private final Supplier<String> password;

  /**
   * @param password the password of now, empty for none
   */
  public PasswordAuthenticator(Supplier<String> password) {
    this.password = password;
  }

  @Override
  public boolean needsPassword() {
    return !password.get().isEmpty();
  }

  /** Takes the same time for every wrong password: hashes of equal length are compared whole. */
  @Override
  public boolean accepts(byte[] user, byte[] given) {
    String expected = password.get();
    boolean samePassword =
        MessageDigest.isEqual(sha256(expected.getBytes(StandardCharsets.UTF_8)), sha256(given));
    return Arrays.equals(user, USER) && (expected.isEmpty() || samePassword);
  }

  /** The SHA-256 of the password in hexadecimal digits, as ACL LIST shows it. */
  public String passwordHash() {
    return HexFormat.of().formatHex(sha256(password.get().getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] sha256(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
