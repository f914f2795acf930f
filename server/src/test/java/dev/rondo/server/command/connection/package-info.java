/** Tests of the commands about the connection itself. */
@NullMarked
package dev.rondo.server.command.connection;

import org.jspecify.annotations.NullMarked;
