package dev.rondo.storage;

import org.jspecify.annotations.Nullable;

/**
 * A node lacks a write of a key.
 *
 * @param sequence its place in the log of hints for that node, greater than that of every earlier
 *     one; never 0
 * @param key the key that was written
 * @param row the entry to send, as {@link EntryCodec} encodes it; null when what this node has of
 *     the key is to be sent
 */
@SuppressWarnings("ArrayRecordComponent") // read once and sent, never compared
public record Hint(long sequence, Key key, byte @Nullable [] row) {}
