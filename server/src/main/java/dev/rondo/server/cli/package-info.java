/**
 * The command line: {@code rondo server}, {@code jvm-options}, {@code ping}, {@code status}, {@code
 * nodes}, {@code ring}, {@code config} and {@code version}.
 *
 * <p>{@link dev.rondo.server.cli.RondoCli} is the root. Every command resolves its settings through
 * {@code config}, does one thing, and ends with exit code 0, 1 (it failed, and one line on standard
 * error says why) or 2 (it was called wrongly). What is printed on standard output is meant for
 * scripts. How a node is started is given to the package, as {@link
 * dev.rondo.server.cli.NodeStarter}.
 */
@NullMarked
package dev.rondo.server.cli;

import org.jspecify.annotations.NullMarked;
