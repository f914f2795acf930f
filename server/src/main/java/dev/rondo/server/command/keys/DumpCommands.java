package dev.rondo.server.command.keys;

import static dev.rondo.server.command.CommandFlag.DENYOOM;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.WRITE;
import static dev.rondo.server.command.CommandGroup.GENERIC;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Update;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.rdb.BadPayloadException;
import dev.rondo.server.rdb.RdbPayload;
import dev.rondo.server.rdb.RestoredValue;
import dev.rondo.server.rdb.UnsupportedRdbTypeException;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.Entry;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of DUMP and RESTORE, which carry one key's value from server to server. */
final class DumpCommands {
  /** All forms written are older than this version, so Redis 7.0 and later take them. */
  private final RdbPayload payloads = new RdbPayload(RdbPayload.REDIS_7_0_VERSION);

  private final InstantSource clock;

  /**
   * @param clock tells which fields of a hash have expired
   */
  DumpCommands(InstantSource clock) {
    this.clock = clock;
  }

  List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("dump", 2, GENERIC, this::dump)
            .flags(READONLY)
            .keys(KeySpec.one("RO", "access"))
            .tips("nondeterministic_output")
            .complexity("O(N) with N bytes in the value")
            .since("2.6.0")
            .summary("Gives the value of a key in the form RESTORE takes."),
        CommandSpec.named("restore", -4, GENERIC, this::restore)
            .flags(WRITE, DENYOOM)
            .repeatableWhen(arguments -> Bytes.containsWord(arguments, 4, "REPLACE"))
            .categories("dangerous")
            .keys(KeySpec.one("OW", "update"))
            .complexity("O(N) with N bytes in the value")
            .since("2.6.0")
            .summary("Lets a key hold the value DUMP gave."));
  }

  private void dump(Invocation call) {
    call.read(
        call.key(1),
        (entry, out) -> {
          long nowMillis = clock.millis();
          if (entry == null || entry.isExpired(nowMillis)) {
            out.nil();
          } else {
            out.bulk(payloads.dump(DumpedValue.of(entry, nowMillis)));
          }
        });
  }

  private void restore(Invocation call) {
    RestoreOptions options = RestoreOptions.parse(call.arguments(), 4);
    call.update(
        call.key(1),
        new Restore(call.argument(2), call.argument(3), options),
        (done, out) -> out.ok());
  }

  /** The rest of the arguments is only looked at once it is known that the key may be written. */
  private final class Restore implements Update<Boolean> {
    private final byte[] timeToLive;
    private final byte[] payload;
    private final RestoreOptions options;

    Restore(byte[] timeToLive, byte[] payload, RestoreOptions options) {
      this.timeToLive = timeToLive;
      this.payload = payload;
      this.options = options;
    }

    @Override
    public boolean needsElements() {
      return false;
    }

    @Override
    public Change<Boolean> apply(@Nullable Entry current, long nowMillis) {
      if (current != null && !options.replace()) {
        throw new CommandException("BUSYKEY Target key name already exists.");
      }
      long ttlMillis = Numbers.parseLong(timeToLive);
      if (ttlMillis < 0) {
        throw new CommandException("ERR Invalid TTL value, must be >= 0");
      }
      RestoredValue value = value();
      if (ttlMillis == 0) {
        return DumpedValue.put(true, value, Entry.NO_EXPIRY);
      }
      // The sum wraps for enormous times, which then are past, as they are in Redis.
      long at = options.absoluteTime() ? ttlMillis : ttlMillis + nowMillis;
      return at <= nowMillis
          ? Change.delete(true)
          : DumpedValue.put(true, value, Math.min(at, ExpireTime.LATEST_MILLIS));
    }

    private RestoredValue value() {
      try {
        return payloads.restore(payload);
      } catch (BadPayloadException e) {
        throw new CommandException(String.valueOf(e.getMessage()));
      } catch (UnsupportedRdbTypeException e) {
        throw new CommandException("ERR values of RDB type " + e.typeId() + " are not supported");
      }
    }
  }
}
