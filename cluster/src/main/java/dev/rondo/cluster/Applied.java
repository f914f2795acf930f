package dev.rondo.cluster;

import dev.rondo.storage.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Update} did to this node's copy of a key.
 *
 * @param result what the update answers
 * @param written the entry as it is stored now, a tombstone included; null when nothing changed or
 *     the row was purged
 * @param <T> what the update answers
 */
public record Applied<T extends @Nullable Object>(T result, @Nullable Entry written) {}
