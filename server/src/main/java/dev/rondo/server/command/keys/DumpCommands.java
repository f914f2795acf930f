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
import dev.rondo.server.rdb.RestoredValue.StringValue;
import dev.rondo.server.rdb.UnsupportedRdbTypeException;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of DUMP and RESTORE, which carry one key's value from server to server. */
final class DumpCommands {
  private final RdbPayload payloads = new RdbPayload();

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
          if (entry == null) {
            out.nil();
          } else {
            out.bulk(payload(entry));
          }
        });
  }

  private byte[] payload(Entry entry) {
    if (entry.type() != DataType.STRING) {
      throw new IllegalStateException("cannot dump a " + entry.type().redisName());
    }
    return payloads.dumpString(entry.stringValue());
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
      byte[] value = value();
      if (ttlMillis == 0) {
        return Change.putString(true, value);
      }
      // The sum wraps for enormous times, which then are past, as they are in Redis.
      long at = options.absoluteTime() ? ttlMillis : ttlMillis + nowMillis;
      return at <= nowMillis
          ? Change.delete(true)
          : Change.putString(true, value, Math.min(at, ExpireTime.LATEST_MILLIS));
    }

    private byte[] value() {
      RestoredValue value;
      try {
        value = payloads.restore(payload);
      } catch (BadPayloadException e) {
        throw new CommandException(String.valueOf(e.getMessage()));
      } catch (UnsupportedRdbTypeException e) {
        throw new CommandException(
            "ERR values of RDB type " + e.typeId() + " are not supported, only strings are");
      }
      return ((StringValue) value).bytes();
    }
  }
}
