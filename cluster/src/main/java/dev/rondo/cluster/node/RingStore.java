package dev.rondo.cluster.node;

import org.jspecify.annotations.Nullable;

/** Keeps the ring over a restart. */
public interface RingStore {
  /** The ring's bytes as they were last saved, null when there are none. */
  byte @Nullable [] load();

  /** Saves; durable when it returns. Called rarely, but on threads that must not wait for long. */
  void save(byte[] ring);
}
