package dev.rondo.server.session;

import dev.rondo.cluster.Level;
import dev.rondo.storage.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client's last command that changes data named, for WAIT to ask about.
 *
 * @param keys its keys, the first ones when there are very many
 * @param level how many replicas had to have it before it was answered
 */
public record LastWrite(List<Key> keys, Level level) {
  /** No write yet. */
  public static final LastWrite NONE = new LastWrite(List.of(), Level.Named.ONE);

  private static final int MAX_KEYS = 1_000;
  private static final int MAX_KEY_BYTES = 64 << 10;

  /** A write; of its keys at most 1,000 and 64 KB, but at least one, are remembered. */
  public static LastWrite of(Iterable<Key> written, Level level) {
    List<Key> kept = new ArrayList<>(1);
    int bytes = 0;
    for (Key key : written) {
      bytes += key.bytes().length;
      if (!kept.isEmpty() && (kept.size() == MAX_KEYS || bytes > MAX_KEY_BYTES)) {
        break;
      }
      kept.add(key);
    }
    return new LastWrite(List.copyOf(kept), level);
  }
}
