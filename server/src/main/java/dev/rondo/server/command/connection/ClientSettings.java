package dev.rondo.server.command.connection;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.Session.ReplyMode;
import java.util.Locale;

/** What a client says of itself, and how it wants to be treated. */
final class ClientSettings {
  private ClientSettings() {}

  static void id(Invocation call) {
    long id = call.session().id();
    call.reply(out -> out.integer(id));
  }

  static void name(Invocation call) {
    String name = call.session().name();
    call.reply(
        out -> {
          if (name.isEmpty()) {
            out.nil();
          } else {
            out.bulk(name);
          }
        });
  }

  static void setName(Invocation call) {
    call.session().name(ClientAttribute.name(call.text(2)));
    call.replyOk();
  }

  /** {@code CLIENT SETINFO lib-name|lib-ver value}. */
  static void setInfo(Invocation call) {
    Session session = call.session();
    String attribute = call.text(2);
    String value = call.text(3);
    switch (attribute.toLowerCase(Locale.ROOT)) {
      case "lib-name" -> session.libraryName(ClientAttribute.check(attribute, value));
      case "lib-ver" -> session.libraryVersion(ClientAttribute.check(attribute, value));
      default -> throw new CommandException("ERR Unrecognized option '" + attribute + "'");
    }
    call.replyOk();
  }

  static void noEvict(Invocation call) {
    call.session().noEvict(isOn(call));
    call.replyOk();
  }

  static void noTouch(Invocation call) {
    call.session().noTouch(isOn(call));
    call.replyOk();
  }

  private static boolean isOn(Invocation call) {
    if (!call.argumentIs(2, "ON") && !call.argumentIs(2, "OFF")) {
      throw CommandException.syntaxError();
    }
    return call.argumentIs(2, "ON");
  }

  /**
   * CLIENT REPLY. OFF and SKIP themselves answer nothing, not even inside EXEC, whose array then
   * has less elements than it announced: so does Redis's.
   */
  static void reply(Invocation call) {
    Session session = call.session();
    if (call.argumentIs(2, "ON")) {
      session.replyMode(ReplyMode.ON);
      call.replyOk();
    } else if (call.argumentIs(2, "OFF")) {
      session.replyMode(ReplyMode.OFF);
      call.reply(out -> {});
    } else if (call.argumentIs(2, "SKIP")) {
      if (session.replyMode() != ReplyMode.OFF) {
        session.replyMode(ReplyMode.SKIP_NEXT);
      }
      call.reply(out -> {});
    } else {
      throw CommandException.syntaxError();
    }
  }
}
