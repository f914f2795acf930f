/**
 * What nodes say to each other, without a word on how it travels: the {@link
 * dev.rondo.cluster.transport.Message}s, their bytes (specified in {@code cluster/PROTOCOL.md}),
 * and the {@link dev.rondo.cluster.transport.Transport} that carries them. In service Netty carries
 * them, under test a network that loses and reorders them does.
 *
 * <p>A message may be lost, and silently so: whoever needs an answer keeps a timer. Between two
 * nodes and on one lane messages arrive in order while a connection lasts.
 */
@NullMarked
package dev.rondo.cluster.transport;

import org.jspecify.annotations.NullMarked;
