package dev.rondo.server.blocking;

import dev.rondo.storage.DataType;
import dev.rondo.storage.Key;

/** What can be waited for: that a key holds something of a type. */
public record Place(Key key, DataType type) {}
