/**
 * Algorithms on the bytes of a value: glob patterns, number texts, bit strings, bit fields, index
 * ranges and the longest common subsequence, each as Redis documents it.
 *
 * <p>Everything here is a pure function of its arguments: no I/O, no clock, no randomness, no
 * shared mutable state, and no dependency on the other packages of the project. A command handler
 * parses its arguments with these types, applies them to the value it was given by the keyspace,
 * and turns the result into a reply itself. Byte arrays passed in are only read; arrays handed out
 * are new. Everything may be called from any thread.
 *
 * <p>An argument Redis refuses raises {@link dev.rondo.server.text.InvalidValueException}, whose
 * message is the whole error text a client receives.
 */
@NullMarked
package dev.rondo.server.text;

import org.jspecify.annotations.NullMarked;
