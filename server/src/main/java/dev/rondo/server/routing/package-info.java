/**
 * Has commands run where they belong, when there is more than one node: {@link
 * dev.rondo.server.routing.Router} decides, {@link dev.rondo.server.routing.ClusterRouting} hands
 * on, {@link dev.rondo.server.routing.ForwardService} runs what other nodes hand to this one, and
 * {@link dev.rondo.server.routing.ClusterKeyspace} walks through the keys of all nodes. What
 * travels between them is specified in {@code server/FORWARD.md}.
 *
 * <p>A command goes at most one hop: the service's dispatchers have no routing. Knows the commands,
 * the sessions and the cluster's coordinator; knows no socket, no thread and no clock of its own.
 */
@NullMarked
package dev.rondo.server.routing;

import org.jspecify.annotations.NullMarked;
