/**
 * What can be seen of a node from outside: counters, latencies, the slow log, INFO's text,
 * Prometheus's page.
 *
 * <p>The event loops write into {@link dev.rondo.server.metrics.ServerStatistics}, {@link
 * dev.rondo.server.metrics.CommandStatistics} and {@link dev.rondo.server.metrics.ErrorStatistics},
 * which cost a few nanoseconds and take no locks. Whoever wants to look takes immutable figures
 * from them: {@link dev.rondo.server.metrics.InfoReport} turns {@link
 * dev.rondo.server.metrics.NodeFigures} into INFO's sections, {@link
 * dev.rondo.server.metrics.NodeMetrics} shows the same through Micrometer, and {@link
 * dev.rondo.server.metrics.AdminServer} serves that over HTTP.
 *
 * <p>The package knows {@code storage}'s figures and {@code config}'s values. It knows nothing of
 * commands, sessions or the network package: the wiring tells it what happened. Clocks are given.
 */
@NullMarked
package dev.rondo.server.metrics;

import org.jspecify.annotations.NullMarked;
