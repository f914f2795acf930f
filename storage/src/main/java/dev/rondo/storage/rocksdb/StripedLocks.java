package dev.rondo.storage.rocksdb;

import dev.rondo.storage.Key;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One lock for each group of keys ("stripe"), and with each a version that every change of such a
 * key raises: odd while a change is being shown, even otherwise. Who read something without the
 * lock can tell later whether it may have changed since.
 *
 * <p>A key's stripe depends on its bytes only, so that it is the same in all databases.
 */
final class StripedLocks {
  static final int STRIPES = 1024;

  private final ReentrantLock[] locks = new ReentrantLock[STRIPES];
  private final AtomicLongArray versions = new AtomicLongArray(STRIPES);
  private volatile boolean exclusive;

  StripedLocks() {
    for (int i = 0; i < STRIPES; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  static int stripeOf(Key key) {
    return key.hash() & (STRIPES - 1);
  }

  /** The stripes of some keys, ascending, each once. */
  static int[] stripesOf(Collection<Key> keys) {
    return keys.stream().mapToInt(StripedLocks::stripeOf).sorted().distinct().toArray();
  }

  /** All stripes, ascending. */
  static int[] allStripes() {
    int[] all = new int[STRIPES];
    Arrays.setAll(all, i -> i);
    return all;
  }

  void lock(int stripe) {
    locks[stripe].lock();
  }

  boolean tryLock(int stripe) {
    return locks[stripe].tryLock();
  }

  void unlock(int stripe) {
    locks[stripe].unlock();
  }

  /** Locks some stripes, which must ascend. */
  void lock(int[] stripes) {
    for (int stripe : stripes) {
      locks[stripe].lock();
    }
  }

  void unlock(int[] stripes) {
    for (int i = stripes.length - 1; i >= 0; i--) {
      locks[stripes[i]].unlock();
    }
  }

  /** Locks everything; from before it has all until the end, {@link #isHeldExclusively} says so. */
  void lockExclusively() {
    locks[0].lock();
    exclusive = true;
    for (int i = 1; i < STRIPES; i++) {
      locks[i].lock();
    }
  }

  void unlockExclusively() {
    for (int i = STRIPES - 1; i > 0; i--) {
      locks[i].unlock();
    }
    exclusive = false;
    locks[0].unlock();
  }

  /** Whether somebody has, or waits for, all stripes, maybe for long: no time for an event loop. */
  boolean isHeldExclusively() {
    return exclusive;
  }

  /** The stripe's version; see {@link #isChanging}. */
  long version(int stripe) {
    return versions.get(stripe);
  }

  /** Whether a change of the stripe was being shown when this version was read. */
  static boolean isChanging(long version) {
    return (version & 1) != 0;
  }

  /** Begins to show changes of stripes that the caller has locked. */
  void beginChange(int[] stripes) {
    for (int stripe : stripes) {
      versions.incrementAndGet(stripe);
    }
  }

  /** The changes are shown. */
  void endChange(int[] stripes) {
    beginChange(stripes);
  }

  void beginChange(int stripe) {
    versions.incrementAndGet(stripe);
  }

  void endChange(int stripe) {
    versions.incrementAndGet(stripe);
  }
}
