package dev.rondo.server.command.keys;

import dev.rondo.server.text.GlobPattern;
import dev.rondo.storage.ScanPage;
import org.jspecify.annotations.Nullable;

/** Which keys, or elements, KEYS and MATCH show. Immutable. */
final class KeyFilter {
  /** Shows all keys. */
  static final KeyFilter ALL = new KeyFilter(null);

  private final @Nullable GlobPattern pattern;

  private KeyFilter(@Nullable GlobPattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Shows what a pattern matches; a star alone shows the empty key too, which it does not match.
   */
  static KeyFilter matching(byte[] pattern) {
    boolean star = pattern.length == 1 && pattern[0] == '*';
    return star ? ALL : new KeyFilter(GlobPattern.compile(pattern));
  }

  /** The only key this can show, or null when there may be several. */
  byte @Nullable [] literalOrNull() {
    return pattern == null ? null : pattern.literalOrNull();
  }

  boolean shows(ScanPage.Row row) {
    return shows(row.key().bytes());
  }

  boolean shows(byte[] key) {
    return pattern == null || pattern.matches(key);
  }
}
