/**
 * Commands about the server: what it can do (COMMAND), who may use it (ACL), how it is set up and
 * how it fares.
 *
 * <p>What COMMAND and ACL CAT say comes from the rows of the {@link
 * dev.rondo.server.command.CommandTable} alone; nothing is said twice.
 */
@NullMarked
package dev.rondo.server.command.admin;

import org.jspecify.annotations.NullMarked;
