/** Tests of the commands on sorted sets, against what a real Redis answers. */
@NullMarked
package dev.rondo.server.command.sortedsets;

import org.jspecify.annotations.NullMarked;
