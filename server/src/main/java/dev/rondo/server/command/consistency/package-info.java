/**
 * Rondo's own commands to say how many replicas a request asks for: {@code AT} for one request,
 * {@code CONSISTENCY} for a connection, READONLY and READWRITE as cluster clients send them.
 */
@NullMarked
package dev.rondo.server.command.consistency;

import org.jspecify.annotations.NullMarked;
