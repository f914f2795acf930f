package dev.rondo.server.command.keys;

import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.WRITE;
import static dev.rondo.server.command.CommandGroup.GENERIC;

import dev.rondo.cluster.Change;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.Entry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** The rows of the commands that set, remove or show when a key ends. */
final class ExpiryCommands {
  private static final int NO_KEY = -2;
  private static final int NO_EXPIRY = -1;

  private final InstantSource clock;

  ExpiryCommands(InstantSource clock) {
    this.clock = clock;
  }

  List<CommandSpec> rows() {
    return List.of(
        expire("expire", ExpireTime.SECONDS_FROM_NOW)
            .since("1.0.0")
            .summary("Lets a key end after some seconds."),
        expire("pexpire", ExpireTime.MILLIS_FROM_NOW)
            .since("2.6.0")
            .summary("Lets a key end after some milliseconds."),
        expire("expireat", ExpireTime.SECONDS_SINCE_1970)
            .since("1.2.0")
            .summary("Lets a key end at a moment, given in seconds since 1970."),
        expire("pexpireat", ExpireTime.MILLIS_SINCE_1970)
            .since("2.6.0")
            .summary("Lets a key end at a moment, given in milliseconds since 1970."),
        CommandSpec.named("persist", 2, GENERIC, ExpiryCommands::persist)
            .flags(WRITE, FAST)
            .repeatable()
            .keys(KeySpec.one("RW", "update"))
            .since("2.2.0")
            .summary("Lets a key stay until it is deleted."),
        show("ttl", at -> toSeconds(millisUntil(at)))
            .tips("nondeterministic_output")
            .since("1.0.0")
            .summary("Tells after how many seconds a key ends."),
        show("pttl", this::millisUntil)
            .tips("nondeterministic_output")
            .since("2.6.0")
            .summary("Tells after how many milliseconds a key ends."),
        show("expiretime", ExpiryCommands::toSeconds)
            .since("7.0.0")
            .summary("Tells at which moment a key ends, in seconds since 1970."),
        show("pexpiretime", LongUnaryOperator.identity())
            .since("7.0.0")
            .summary("Tells at which moment a key ends, in milliseconds since 1970."));
  }

  private static CommandSpec expire(String name, ExpireTime time) {
    return CommandSpec.named(name, -3, GENERIC, call -> expire(call, time))
        .flags(WRITE, FAST)
        .repeatableWhen(arguments -> arguments.length == 3)
        .keys(KeySpec.one("RW", "update"));
  }

  private static void expire(Invocation call, ExpireTime time) {
    ExpireCondition condition = ExpireCondition.parse(call.arguments(), 3);
    long amount = Numbers.parseLong(call.argument(2));
    String command = call.spec().name();
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          long at = time.resolve(amount, nowMillis, command);
          if (current == null || !condition.allows(current, at)) {
            return Change.keep(false);
          }
          return at <= nowMillis
              ? Change.delete(true)
              : Change.expire(true, Math.min(at, ExpireTime.LATEST_MILLIS));
        },
        (changed, out) -> out.integer(changed ? 1 : 0));
  }

  private static void persist(Invocation call) {
    call.update(
        call.key(1),
        (current, nowMillis) ->
            current == null || !current.hasExpiry()
                ? Change.keep(false)
                : Change.expire(true, Entry.NO_EXPIRY),
        (changed, out) -> out.integer(changed ? 1 : 0));
  }

  /** A row that answers with a figure made from the expiry in milliseconds since 1970. */
  private static CommandSpec show(String name, LongUnaryOperator figure) {
    return CommandSpec.named(
            name,
            2,
            GENERIC,
            call ->
                call.readVersion(
                    call.key(1),
                    (entry, out) -> {
                      if (entry == null) {
                        out.integer(NO_KEY);
                      } else if (!entry.hasExpiry()) {
                        out.integer(NO_EXPIRY);
                      } else {
                        out.integer(figure.applyAsLong(entry.expireAtMillis()));
                      }
                    }))
        .flags(READONLY, FAST)
        .keys(KeySpec.one("RO", "access"));
  }

  private long millisUntil(long expireAtMillis) {
    return Math.max(0, expireAtMillis - clock.millis());
  }

  /** Rounds to the nearest second, halves up, as Redis shows times. */
  private static long toSeconds(long millis) {
    return millis / 1000 + (millis % 1000 >= 500 ? 1 : 0);
  }
}
