package dev.rondo.server.command.strings;

import dev.rondo.cluster.Change;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.storage.Entry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GET, and the commands that read a whole value and do something to its key: GETDEL, GETEX. */
final class GetCommand {
  private GetCommand() {}

  /** GET key. */
  static void get(Invocation call) {
    call.read(call.key(1), GetCommand::writeValue);
  }

  /** GETDEL key. */
  static void getdel(Invocation call) {
    call.update(
        call.key(1),
        (current, nowMillis) -> Change.delete(Strings.value(current)),
        Strings::writeBulk);
  }

  /** GETEX key [EX s | PX ms | EXAT s | PXAT ms | PERSIST]. */
  static void getex(Invocation call) {
    boolean persist = false;
    Expiry expiry = null;
    for (int i = 2; i < call.argumentCount(); i++) {
      if (call.argumentIs(i, "PERSIST") && expiry == null) {
        persist = true;
      } else if (!persist) {
        expiry = Expiry.parse(call, i++, expiry);
      } else {
        throw CommandException.syntaxError();
      }
    }
    if (expiry != null) {
      getAndExpire(call, expiry);
    } else if (persist) {
      call.update(call.key(1), (current, nowMillis) -> persist(current), Strings::writeBulk);
    } else {
      get(call);
    }
  }

  private static void getAndExpire(Invocation call, Expiry expiry) {
    String command = call.spec().name();
    call.update(
        call.key(1),
        (current, nowMillis) -> expire(current, expiry, nowMillis, command),
        Strings::writeBulk);
  }

  private static Change<Optional<byte[]>> expire(
      @Nullable Entry current, Expiry expiry, long nowMillis, String command) {
    Optional<byte[]> value = Strings.value(current);
    if (value.isEmpty()) {
      return Change.keep(value);
    }
    long atMillis = expiry.atMillis(nowMillis, command);
    return expiry.isOver(atMillis, nowMillis)
        ? Change.delete(value)
        : Change.expire(value, atMillis);
  }

  private static Change<Optional<byte[]>> persist(@Nullable Entry current) {
    Optional<byte[]> value = Strings.value(current);
    return current != null && current.hasExpiry()
        ? Change.expire(value, Entry.NO_EXPIRY)
        : Change.keep(value);
  }

  private static void writeValue(@Nullable Entry entry, ReplyWriter out) {
    Strings.writeBulk(Strings.valueOrNull(entry), out);
  }
}
