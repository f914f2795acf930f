/** Tests of the front door without sockets: channels, gate and store are the test's. */
@NullMarked
package dev.rondo.server.net;

import org.jspecify.annotations.NullMarked;
