package dev.rondo.server.command;

import dev.rondo.resp.ReplyWriter;

/** Writes one whole reply. May throw {@link CommandException} before it has written anything. */
@FunctionalInterface
public interface Reply {
  void writeTo(ReplyWriter out);
}
