/**
 * Messages between clients: subscribing, publishing, and looking at who listens.
 *
 * <p>Subscriptions are this node's own ({@link dev.rondo.server.session.Subscriptions}). A
 * published message goes to the clients of this node at once, and to the other nodes through {@link
 * dev.rondo.server.command.pubsub.Broadcast}, which has them give it to theirs. Nothing is kept:
 * who is not connected does not get it, as in Redis.
 */
@NullMarked
package dev.rondo.server.command.pubsub;

import org.jspecify.annotations.NullMarked;
