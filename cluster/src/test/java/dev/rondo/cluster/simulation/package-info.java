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
 *
 *   SimCluster   whole nodes over that network, whose messages pass the real codec
 *     |-- SimMember      a Node, the little that a front end does, its disk
 *     |     '-- SimStore -> SimDisk   what was applied; what survives the process, the machine
 *     |-- SimClient      asks one thing after another
 *     |-- Faults         harms nodes, clocks and network
 *     '-- History        what clients were answered, and what must hold of it
 * </pre>
 *
 * <p>Replicas of a key are equal once all hints are delivered, but for what only anti-entropy could
 * find: keys of writes that were under way when the process that made them ended, hints that ended
 * with it before they were committed, and what a machine lost with its power. {@link
 * dev.rondo.cluster.simulation.History#isOnlyForRepair} knows those keys; nothing else is excused.
 *
 * <p>One seed decides everything. Nothing may depend on the order of a hash set, on identity hash
 * codes or on real time: the hash over all events of two runs of one seed would differ.
 */
@NullMarked
package dev.rondo.cluster.simulation;

import org.jspecify.annotations.NullMarked;
