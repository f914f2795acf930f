/** Tests of the commands on lists, against what a real Redis answers. */
@NullMarked
package dev.rondo.server.command.lists;

import org.jspecify.annotations.NullMarked;
