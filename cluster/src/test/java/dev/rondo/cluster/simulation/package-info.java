/**
 * The deterministic simulator: one event queue in virtual time under a whole cluster. The objects
 * that run in service run here unchanged, because they are given their clock, timers, transport and
 * randomness.
 *
 * <pre>
 *   Seeds        many seeds, one scenario; says how to run a failing one again
 *     '-- Simulation     virtual time, the queue, the invariants, the trace's hash
 *           |-- SimNode        a process: starts, is paused, crashes, starts again; its clocks
 *           |     '-- SimScheduler   its timers
 *           '-- SimNetwork     delays, loses, doubles and cuts what nodes send
 * </pre>
 *
 * <p>One seed decides everything. Nothing may depend on the order of a hash set, on identity hash
 * codes or on real time: the hash over all events of two runs of one seed would differ.
 */
@NullMarked
package dev.rondo.cluster.simulation;

import org.jspecify.annotations.NullMarked;
