/** Tests of SORT, against what a real Redis answers. */
@NullMarked
package dev.rondo.server.command.sort;

import org.jspecify.annotations.NullMarked;
