package dev.rondo.cluster.coordinator;

import java.util.List;

/**
 * Counts answers until a {@link Requirement} is met. A value with no I/O in it; not safe for use by
 * several threads.
 */
final class Quorum {
  private final List<Requirement.Part> parts;
  private final int[] missing;
  private int missingInAll;

  Quorum(Requirement requirement) {
    this.parts = requirement.parts();
    this.missing = new int[parts.size()];
    for (int i = 0; i < missing.length; i++) {
      missing[i] = parts.get(i).answers();
      missingInAll += missing[i];
    }
  }

  private Quorum(Quorum other) {
    this.parts = other.parts;
    this.missing = other.missing.clone();
    this.missingInAll = other.missingInAll;
  }

  /** Where this stands now, to count on from apart. */
  Quorum copy() {
    return new Quorum(this);
  }

  /**
   * An answer came from a data centre.
   *
   * @return whether it was one that was missing
   */
  boolean answered(String dataCentre) {
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] > 0 && parts.get(i).counts(dataCentre)) {
        missing[i]--;
        missingInAll--;
        return true;
      }
    }
    return false;
  }

  /** Whether nothing is missing any more. */
  boolean isReached() {
    return missingInAll == 0;
  }

  /** How many answers are still missing. */
  int missing() {
    return missingInAll;
  }
}
