/** Tests of clients that wait, with timers and attempts in the test's hand. */
@NullMarked
package dev.rondo.server.blocking;

import org.jspecify.annotations.NullMarked;
