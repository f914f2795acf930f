/** Tests of the commands on HyperLogLogs, against what a real Redis answers. */
@NullMarked
package dev.rondo.server.command.hyperloglog;

import org.jspecify.annotations.NullMarked;
