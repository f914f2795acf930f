package dev.rondo.cluster;

import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;

/**
 * Is told what comes into this node's copies, by its own changes and by merges from other nodes
 * alike. Its methods are called on any thread, after the change was applied and before whoever made
 * it is told; no key's lock is held. They must not take long.
 */
public interface PutListener {
  /** One that nobody listens through. */
  PutListener NONE =
      new PutListener() {
        @Override
        public boolean isListening() {
          return false;
        }

        @Override
        public void put(Key key, Entry entry) {}

        @Override
        public void swapped() {}
      };

  /** Tells two. */
  static PutListener both(PutListener one, PutListener other) {
    return new PutListener() {
      @Override
      public boolean isListening() {
        return one.isListening() || other.isListening();
      }

      @Override
      public void put(Key key, Entry entry) {
        one.put(key, entry);
        other.put(key, entry);
      }

      @Override
      public void swapped() {
        one.swapped();
        other.swapped();
      }
    };
  }

  /**
   * Whether anything needs to be told. Asked for each change, under the locks of the keys: one who
   * begins to listen and then works on a key either sees the change or is told of it.
   */
  boolean isListening();

  /**
   * A key has other contents.
   *
   * @param entry what it holds now; may be a tombstone or have expired
   */
  void put(Key key, Entry entry);

  /** Two databases were exchanged: any key of them may hold something else. */
  void swapped();
}
