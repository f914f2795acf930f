package dev.rondo.cluster.coordinator;

import dev.rondo.storage.Entry;
import dev.rondo.storage.EntryCodec;
import dev.rondo.storage.StoredRow;

/**
 * An entry with its bytes, which are made once for all replicas.
 *
 * @param entry loaded
 * @param row as {@link EntryCodec} writes it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EncodedEntry(Entry entry, byte[] row) {
  static EncodedEntry of(Entry entry) {
    return new EncodedEntry(entry, EntryCodec.encode(StoredRow.of(entry)));
  }
}
