package dev.rondo.server.session;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** All connected clients. Safe for use by many threads. */
public final class Sessions {
  private final ConcurrentMap<Long, Session> byId = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private final AtomicInteger connected = new AtomicInteger();

  /** An id that no client had before. */
  public long nextId() {
    return lastId.incrementAndGet();
  }

  /**
   * Takes a place for a client that connects.
   *
   * @return false when so many are connected already; then no place was taken
   */
  public boolean tryConnect(int maxClients) {
    if (connected.incrementAndGet() <= maxClients) {
      return true;
    }
    connected.decrementAndGet();
    return false;
  }

  /** Gives back the place of a client that disconnected. */
  public void disconnected() {
    connected.decrementAndGet();
  }

  public void add(Session session) {
    byId.put(session.id(), session);
  }

  public void remove(Session session) {
    byId.remove(session.id());
  }

  public @Nullable Session find(long id) {
    return byId.get(id);
  }

  /** All sessions at about this moment, in no order. */
  public Collection<Session> all() {
    return byId.values();
  }

  public int count() {
    return connected.get();
  }
}
