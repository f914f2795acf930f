package dev.rondo.cluster;

import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.MapElements;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Update} decided: the answer, and what becomes of the key.
 *
 * @param result the answer for the client
 * @param effect what becomes of the key
 * @param <T> what the update answers
 */
public record Change<T extends @Nullable Object>(T result, Effect effect) {
  /** What can become of a key. */
  public sealed interface Effect {}

  /** The key stays as it is. */
  public record Keep() implements Effect {
    private static final Keep INSTANCE = new Keep();
  }

  /** The key is gone. */
  public record Delete() implements Effect {
    private static final Delete INSTANCE = new Delete();
  }

  /** The key becomes a string, whatever it was, with this expiry. The array is given away. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and copying 2 KB a write is dear
  public record PutString(byte[] value, long expireAtMillis) implements Effect {}

  /**
   * Elements of a collection are put and removed; the key keeps its expiry. A key that holds
   * nothing becomes a collection of this type, one that holds something of another type is
   * replaced; one without elements afterwards is deleted.
   */
  public record Edit(DataType type, ElementEdits edits) implements Effect {}

  /**
   * The key becomes a collection of what the edits put, whatever it was, with this expiry; deleted
   * when they put nothing.
   */
  public record PutCollection(DataType type, ElementEdits edits, long expireAtMillis)
      implements Effect {}

  /** The key keeps what it holds and gets this expiry, or none with {@link Entry#NO_EXPIRY}. */
  public record Expire(long expireAtMillis) implements Effect {}

  /** Answers, and leaves the key as it is. */
  public static <T extends @Nullable Object> Change<T> keep(T result) {
    return new Change<>(result, Keep.INSTANCE);
  }

  /** Answers, and deletes the key. */
  public static <T extends @Nullable Object> Change<T> delete(T result) {
    return new Change<>(result, Delete.INSTANCE);
  }

  /** Answers, and makes the key a string that stays until deleted. */
  public static <T extends @Nullable Object> Change<T> putString(T result, byte[] value) {
    return new Change<>(result, new PutString(value, Entry.NO_EXPIRY));
  }

  /** Answers, and makes the key a string with an expiry ({@link Entry#NO_EXPIRY} for none). */
  public static <T extends @Nullable Object> Change<T> putString(
      T result, byte[] value, long expireAtMillis) {
    return new Change<>(result, new PutString(value, expireAtMillis));
  }

  /** Answers, and edits a collection; with no edits, leaves the key as it is. */
  public static <T extends @Nullable Object> Change<T> edit(
      T result, DataType type, ElementEdits edits) {
    return edits.isEmpty() ? keep(result) : new Change<>(result, new Edit(type, edits));
  }

  /** Answers, and makes the key a collection that stays until deleted. */
  public static <T extends @Nullable Object> Change<T> putCollection(
      T result, DataType type, ElementEdits edits) {
    return putCollection(result, type, edits, Entry.NO_EXPIRY);
  }

  /** Answers, and makes the key a collection with an expiry ({@link Entry#NO_EXPIRY} for none). */
  public static <T extends @Nullable Object> Change<T> putCollection(
      T result, DataType type, ElementEdits edits, long expireAtMillis) {
    return new Change<>(result, new PutCollection(type, edits, expireAtMillis));
  }

  /** Answers, and makes the key hold what another one shows, with its expiry. */
  public static <T extends @Nullable Object> Change<T> putCopy(T result, Entry source) {
    return source.shownElements() instanceof MapElements elements
        ? putCollection(
            result, source.type(), ElementEdits.copyOf(elements), source.expireAtMillis())
        : putString(result, source.stringValue(), source.expireAtMillis());
  }

  /** Answers, and sets or removes the expiry. */
  public static <T extends @Nullable Object> Change<T> expire(T result, long expireAtMillis) {
    return new Change<>(result, new Expire(expireAtMillis));
  }
}
