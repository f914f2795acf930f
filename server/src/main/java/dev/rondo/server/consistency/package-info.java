/**
 * Which consistency a request gets when several have a say: the request itself, its connection, its
 * user, the patterns of its keys, the server.
 *
 * <p>{@link dev.rondo.server.consistency.ConsistencyChoice} is what one of them says, {@link
 * dev.rondo.server.consistency.ConsistencyRule} ties a choice to a pattern or a user, and {@link
 * dev.rondo.server.consistency.ConsistencyPolicy} decides. All are values or pure; nothing here
 * knows of commands, sessions or settings.
 */
@NullMarked
package dev.rondo.server.consistency;

import org.jspecify.annotations.NullMarked;
