/** Tests of the membership: its values and rules by tables, its behaviour in the simulator. */
@NullMarked
package dev.rondo.cluster.membership;

import org.jspecify.annotations.NullMarked;
