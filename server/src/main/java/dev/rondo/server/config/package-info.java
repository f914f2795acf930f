/**
 * What a node can be told: every setting is declared once, with its type, default, help and whether
 * it may change while the node runs.
 *
 * <p>{@link dev.rondo.server.config.Settings} lists the declarations. {@link
 * dev.rondo.server.config.ConfigSources} gathers texts from the file, the environment and the
 * flags, and resolves them into one {@link dev.rondo.server.config.Config}, which the node asks,
 * and which CONFIG GET, SET and REWRITE speak to. {@link dev.rondo.server.config.MemoryPlan}
 * divides the memory a node may take.
 *
 * <p>Only the config file is read and written here. The package knows {@code resp} for the
 * splitting of lines, {@code cluster} and {@code storage} for the enums some settings are made of,
 * and nothing of sessions or commands.
 */
@NullMarked
package dev.rondo.server.config;

import org.jspecify.annotations.NullMarked;
