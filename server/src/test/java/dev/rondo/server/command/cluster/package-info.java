@NullMarked
package dev.rondo.server.command.cluster;

import org.jspecify.annotations.NullMarked;
