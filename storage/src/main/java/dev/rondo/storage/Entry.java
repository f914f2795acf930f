package dev.rondo.storage;

/**
 * What a key holds: its type, the vector clock of the writes it has seen, its expiry, its elements.
 *
 * <p>Immutable. An entry without elements is a tombstone: the key is deleted, and the clock says
 * which writes the deletion has seen. Expiry is a register of its own, the last writer wins by
 * hybrid time.
 *
 * <p>Rules for whoever makes a new version from one that it read, without which versions would not
 * merge alike everywhere: the clock grows by one event of the writer; a dot's hybrid time, and that
 * of an expiry which is set or removed, is later than every time in the version read ({@link
 * HybridClock#observe} of {@link #latestHybridTime} sees to that); a write that leaves the expiry
 * alone copies both of its fields. A deletion leaves the expiry alone, so that a value which
 * another node wrote meanwhile keeps the expiry it was written with.
 *
 * @param type what the elements are: of several conflicting types, the one shown; STRING for a
 *     tombstone, where it means nothing
 * @param clock the writes this version has seen
 * @param expireAtMillis the last millisecond since 1970 at which the entry may be alive, or {@link
 *     #NO_EXPIRY}; fields of a hash may expire earlier, see {@link #endMillis}
 * @param expiryHybridTime when the expiry was last set or removed, in hybrid time; 0 for never
 * @param elements the contents
 */
public record Entry(
    DataType type,
    VectorClock clock,
    long expireAtMillis,
    long expiryHybridTime,
    Elements elements) {
  /** Gives all tombstones the same type, so that equal histories make equal tombstones. */
  public Entry {
    if (elements.isEmpty()) {
      type = DataType.STRING;
    }
  }

  /** The expiry of an entry that stays until deleted. */
  public static final long NO_EXPIRY = Long.MAX_VALUE;

  /** Whether the entry has an expiry. */
  public boolean hasExpiry() {
    return expireAtMillis != NO_EXPIRY;
  }

  /**
   * The last millisecond since 1970 at which there is anything here, {@link #NO_EXPIRY} for no end:
   * the expiry, or, if that is earlier, when the last field of a hash expires.
   */
  public long endMillis() {
    return Math.min(expireAtMillis, fieldsEndMillis());
  }

  /** When the last field of a hash expires; {@link #NO_EXPIRY} when one of them never does. */
  long fieldsEndMillis() {
    if (type != DataType.HASH) {
      return NO_EXPIRY;
    }
    if (elements instanceof UnloadedElements unloaded) {
      return unloaded.fieldsEndMillis();
    }
    return shownElements() instanceof MapElements fields
        ? fields.fieldExpiries().lastMillis()
        : NO_EXPIRY;
  }

  /** Whether the end has passed; like Redis, the very millisecond still counts as alive. */
  public boolean isExpired(long nowMillis) {
    return nowMillis > endMillis();
  }

  /** Whether the key was deleted. */
  public boolean isTombstone() {
    return elements.isEmpty();
  }

  /** Whether a client sees the key. */
  public boolean isLive(long nowMillis) {
    return !isExpired(nowMillis) && !isTombstone();
  }

  /** The latest time anywhere in this version, for {@link HybridClock#observe}. */
  public long latestHybridTime() {
    return Math.max(expiryHybridTime, elements.latestHybridTime());
  }

  /** Whether the contents are in memory, not only the version. */
  public boolean isLoaded() {
    return !(elements instanceof UnloadedElements);
  }

  /**
   * The value of a string: of its siblings, the latest.
   *
   * @throws ClassCastException when the entry is of another type or not loaded
   */
  public byte[] stringValue() {
    return ((SingleElement) shownElements()).value(0);
  }

  /** The elements of the shown type; the same as {@link #elements} unless types conflict. */
  public Elements shownElements() {
    return elements instanceof ConflictingElements several ? several.of(type) : elements;
  }

  /** The same version without its contents, for keeping many versions in little memory. */
  public Entry unloaded() {
    return isTombstone() || !isLoaded()
        ? this
        : new Entry(
            type,
            clock,
            expireAtMillis,
            expiryHybridTime,
            new UnloadedElements(elements.latestHybridTime(), fieldsEndMillis()));
  }

  /**
   * Merges two versions of one key into the version that has seen what either has seen.
   * Commutative, associative and idempotent. When the types differ, all are kept until the next
   * write and the one with the latest write is shown.
   *
   * @throws IllegalStateException when the clocks are concurrent and either side is not loaded
   */
  public Entry merge(Entry other) {
    return switch (clock.compare(other.clock)) {
      case EQUAL -> isLoaded() ? this : other;
      case AFTER -> this;
      case BEFORE -> other;
      case CONCURRENT -> mergeConcurrent(other);
    };
  }

  private Entry mergeConcurrent(Entry other) {
    if (!isLoaded() || !other.isLoaded()) {
      throw new IllegalStateException("elements are not loaded");
    }
    VectorClock merged = clock.merge(other.clock);
    Entry expiry = laterExpiry(other);
    if (hasOneType() && other.hasOneType() && type == other.type) {
      Elements contents = elements.merge(clock, other.elements, other.clock);
      return new Entry(type, merged, expiry.expireAtMillis, expiry.expiryHybridTime, contents);
    }
    ConflictingElements all = byType().merge(clock, other.byType(), other.clock);
    return new Entry(
        all.shownType(), merged, expiry.expireAtMillis, expiry.expiryHybridTime, all.simplest());
  }

  private boolean hasOneType() {
    return !(elements instanceof ConflictingElements);
  }

  private ConflictingElements byType() {
    return elements instanceof ConflictingElements several
        ? several
        : ConflictingElements.ofOne(type, elements);
  }

  private Entry laterExpiry(Entry other) {
    if (expiryHybridTime != other.expiryHybridTime) {
      return expiryHybridTime > other.expiryHybridTime ? this : other;
    }
    return expireAtMillis >= other.expireAtMillis ? this : other;
  }

  /** About how many bytes this takes in memory, its key not counted. */
  public long weightBytes() {
    return 64L + 16L * clock.size() + elements.weightBytes();
  }
}
