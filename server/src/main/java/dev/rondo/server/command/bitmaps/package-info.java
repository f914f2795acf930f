/**
 * Commands that see a string as an array of bits or of small integers (Redis command group
 * "bitmap").
 *
 * <p>{@link dev.rondo.server.command.bitmaps.BitmapCommands} declares the rows; the handlers parse,
 * apply the algorithms of {@code dev.rondo.server.text} in one read or update of the keyspace, and
 * write the result. Built on {@code dev.rondo.server.command.strings}, because a bitmap is a
 * string.
 */
@NullMarked
package dev.rondo.server.command.bitmaps;

import org.jspecify.annotations.NullMarked;
