/**
 * Clusters under load while nodes are killed, stopped or cut off: no request may fail, nothing
 * acknowledged may be lost, and all nodes must be equal again afterwards. Prints how long requests
 * took; no time decides a test.
 *
 * <p>Nodes run on the loopback interface, or, to be cut off from each other, in network namespaces
 * ({@link dev.rondo.compat.faults.Namespaces}). Those need a process that may make them, so {@link
 * dev.rondo.compat.faults.CutTest} runs {@link dev.rondo.compat.faults.CutDrill} as one. The system
 * property {@code rondo.faults.seconds} makes faults last longer than in the ordinary build.
 */
@NullMarked
package dev.rondo.compat.faults;

import org.jspecify.annotations.NullMarked;
