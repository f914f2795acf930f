package dev.rondo.server.command.strings;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Update;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.strings.Expiry.Kind;
import dev.rondo.server.command.strings.SetOptions.Condition;
import java.util.Optional;
import java.util.function.BiConsumer;

/** SET, and the commands that are SET with an option: SETEX, PSETEX, SETNX, GETSET. */
final class SetCommand {
  private static final SetOptions IF_ABSENT =
      new SetOptions(Condition.IF_ABSENT, false, false, null);

  private SetCommand() {}

  /** SET key value [options]. */
  static void set(Invocation call) {
    if (call.argumentCount() == 3) {
      call.update(call.key(1), overwrite(call.argument(2)), (done, out) -> out.ok());
      return;
    }
    SetOptions options = SetOptions.parse(call);
    if (options.returnOld()) {
      setAndGet(call, options, call.argument(2));
    } else {
      set(call, options, call.argument(2), SetCommand::writeOkOrNil);
    }
  }

  /** SETEX key seconds value. */
  static void setex(Invocation call) {
    set(call, expiring(Kind.EX, call.argument(2)), call.argument(3), SetCommand::writeOkOrNil);
  }

  /** PSETEX key milliseconds value. */
  static void psetex(Invocation call) {
    set(call, expiring(Kind.PX, call.argument(2)), call.argument(3), SetCommand::writeOkOrNil);
  }

  /** SETNX key value. */
  static void setnx(Invocation call) {
    set(call, IF_ABSENT, call.argument(2), (written, out) -> out.integer(written ? 1 : 0));
  }

  /** GETSET key value. */
  static void getset(Invocation call) {
    byte[] value = call.argument(2);
    call.update(
        call.key(1),
        (current, nowMillis) -> Change.putString(Strings.value(current), value),
        Strings::writeBulk);
  }

  /** Makes a key this string, whatever it was. */
  static Update<Boolean> overwrite(byte[] value) {
    return Update.ofVersion((current, nowMillis) -> Change.putString(true, value));
  }

  private static SetOptions expiring(Kind kind, byte[] number) {
    return new SetOptions(Condition.ALWAYS, false, false, new Expiry(kind, number));
  }

  /** Sets without a look at the old value; the reply tells whether the condition held. */
  private static void set(
      Invocation call, SetOptions options, byte[] value, BiConsumer<Boolean, ReplyWriter> reply) {
    String command = call.spec().name();
    Update<Boolean> update =
        (current, nowMillis) -> {
          long expireAtMillis = options.expireAtMillis(current, nowMillis, command);
          return options.condition().holds(current != null)
              ? Change.putString(true, value, expireAtMillis)
              : Change.keep(false);
        };
    call.update(call.key(1), Update.ofVersion(update), reply);
  }

  /** Sets and answers the old value, whether the condition held or not. */
  private static void setAndGet(Invocation call, SetOptions options, byte[] value) {
    String command = call.spec().name();
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          long expireAtMillis = options.expireAtMillis(current, nowMillis, command);
          Optional<byte[]> old = Strings.value(current);
          return options.condition().holds(current != null)
              ? Change.putString(old, value, expireAtMillis)
              : Change.keep(old);
        },
        Strings::writeBulk);
  }

  private static void writeOkOrNil(boolean written, ReplyWriter out) {
    if (written) {
      out.ok();
    } else {
      out.nil();
    }
  }
}
