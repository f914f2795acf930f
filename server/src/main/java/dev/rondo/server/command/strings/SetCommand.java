package dev.rondo.server.command.strings;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Update;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.strings.Expiry.Kind;
import dev.rondo.server.command.strings.SetOptions.Condition;
import dev.rondo.storage.Entry;
import org.jspecify.annotations.Nullable;

/** SET, and what once were its options: SETEX, PSETEX, SETNX, GETSET. */
final class SetCommand {
  private static final SetOptions IF_ABSENT =
      new SetOptions(Condition.IF_ABSENT, false, false, null);

  private SetCommand() {}

  /** What a SET did, and what was there before if it was asked for. */
  private record Result(boolean written, byte @Nullable [] old) {}

  /** SET key value [options]. */
  static void set(Invocation call) {
    if (call.argumentCount() == 3) {
      call.update(call.key(1), overwrite(call.argument(2)), (nothing, out) -> out.ok());
      return;
    }
    SetOptions options = SetOptions.parse(call);
    Update<Result> update = update(call, options, call.argument(2));
    if (options.returnOld()) {
      call.update(call.key(1), update, (done, out) -> Strings.writeBulk(done.old(), out));
      return;
    }
    call.update(
        call.key(1),
        Update.ofVersion(update),
        (done, out) -> {
          if (done.written()) {
            out.ok();
          } else {
            out.nil();
          }
        });
  }

  /** SETEX key seconds value. */
  static void setex(Invocation call) {
    setExpiring(call, Kind.EX);
  }

  /** PSETEX key milliseconds value. */
  static void psetex(Invocation call) {
    setExpiring(call, Kind.PX);
  }

  private static void setExpiring(Invocation call, Kind kind) {
    Expiry expiry = new Expiry(kind, call.argument(2));
    SetOptions options = new SetOptions(Condition.ALWAYS, false, false, expiry);
    call.update(
        call.key(1),
        Update.ofVersion(update(call, options, call.argument(3))),
        (done, out) -> out.ok());
  }

  /** SETNX key value. */
  static void setnx(Invocation call) {
    call.update(
        call.key(1),
        Update.ofVersion(update(call, IF_ABSENT, call.argument(2))),
        (done, out) -> out.integer(done.written() ? 1 : 0));
  }

  /** GETSET key value. */
  static void getset(Invocation call) {
    byte[] value = call.argument(2);
    call.update(
        call.key(1),
        (current, nowMillis) -> Change.putString(Strings.valueOrNull(current), value),
        Strings::writeBulk);
  }

  /** Makes a key this string, whatever it was. */
  static Update<@Nullable Void> overwrite(byte[] value) {
    return Update.ofVersion((current, nowMillis) -> Change.putString(null, value));
  }

  private static Update<Result> update(Invocation call, SetOptions options, byte[] value) {
    String command = call.spec().name();
    return (current, nowMillis) -> apply(options, value, command, current, nowMillis);
  }

  private static Change<Result> apply(
      SetOptions options,
      byte[] value,
      String command,
      @Nullable Entry current,
      long nowMillis) {
    Expiry expiry = options.expiry();
    long expireAtMillis = options.keepTtl() ? Strings.expiryOf(current) : Entry.NO_EXPIRY;
    if (expiry != null) {
      expireAtMillis = expiry.atMillis(nowMillis, command);
    }
    byte[] old = options.returnOld() ? Strings.valueOrNull(current) : null;
    return options.condition().holds(current != null)
        ? Change.putString(new Result(true, old), value, expireAtMillis)
        : Change.keep(new Result(false, old));
  }
}
