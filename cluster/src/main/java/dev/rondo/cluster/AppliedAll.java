package dev.rondo.cluster;

import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Transaction} did to this node's copies.
 *
 * @param result what the transaction answers
 * @param written the changed keys with what is stored under them now
 * @param <T> what the transaction answers
 */
public record AppliedAll<T extends @Nullable Object>(T result, Map<Key, Entry> written) {}
