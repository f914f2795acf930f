/** Tests of the commands about the server. */
@NullMarked
package dev.rondo.server.command.admin;

import org.jspecify.annotations.NullMarked;
