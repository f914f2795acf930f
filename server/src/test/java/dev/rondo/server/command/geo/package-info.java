/** Tests of the commands on places, against what a real Redis answers. */
@NullMarked
package dev.rondo.server.command.geo;

import org.jspecify.annotations.NullMarked;
