/** Tests of the commands about consistency. */
@NullMarked
package dev.rondo.server.command.consistency;

import org.jspecify.annotations.NullMarked;
