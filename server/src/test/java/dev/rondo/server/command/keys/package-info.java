/** Tests of the commands about keys; replies were recorded from Redis. */
@NullMarked
package dev.rondo.server.command.keys;

import org.jspecify.annotations.NullMarked;
