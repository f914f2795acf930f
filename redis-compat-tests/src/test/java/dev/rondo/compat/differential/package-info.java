/**
 * Finds commands to which two servers answer differently.
 *
 * <p>How data flows: a {@link dev.rondo.compat.differential.Grammar} holds one row a command; the
 * {@link dev.rondo.compat.differential.SequenceGenerator} turns a seed into a list of {@link
 * dev.rondo.compat.differential.Step}s; {@link dev.rondo.compat.differential.Lockstep} sends each
 * step to both servers and compares what comes back, byte for byte except where {@link
 * dev.rondo.compat.differential.Normalization} names a reason; and the {@link
 * dev.rondo.compat.differential.Shrinker} reduces a sequence that differs to the few steps that
 * matter. The same seed and the same grammar always give the same sequence.
 */
@NullMarked
package dev.rondo.compat.differential;

import org.jspecify.annotations.NullMarked;
