package dev.rondo.server.command.keys;

import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.GENERIC;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.HelpReply;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HybridClock;
import dev.rondo.storage.Key;
import java.time.InstantSource;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The row of OBJECT. Redis's answers about its memory layout are given for the value as it is,
 * since clients choose by them; nothing is laid out like that here.
 */
final class ObjectCommands {
  /** Integers below this are shared in Redis, which then shows the largest reference count. */
  private static final long SHARED_INTEGERS = 10_000;

  private static final Handler HELP =
      HelpReply.of(
          "OBJECT",
          "ENCODING <key>",
          "    Return the kind of internal representation used in order to store the value",
          "    associated with a <key>.",
          "FREQ <key>",
          "    Return the access frequency index of the <key>. The returned integer is",
          "    proportional to the logarithm of the recent access frequency of the key.",
          "IDLETIME <key>",
          "    Return the idle time of the <key>, that is the approximated number of",
          "    seconds elapsed since the last access to the key.",
          "REFCOUNT <key>",
          "    Return the number of references of the value associated with the specified",
          "    <key>.");

  private final Encodings encodings;
  private final InstantSource clock;
  private final ToLongFunction<Key> idleMillis;

  ObjectCommands(Encodings encodings, InstantSource clock, ToLongFunction<Key> idleMillis) {
    this.encodings = encodings;
    this.clock = clock;
    this.idleMillis = idleMillis;
  }

  List<CommandSpec> rows() {
    return List.of(
        CommandSpec.container(
                "object",
                GENERIC,
                inspecting("object|encoding", this::encoding)
                    .since("2.2.3")
                    .summary("Names Redis's encoding of such a value."),
                CommandSpec.named("object|help", 2, GENERIC, HELP)
                    .flags(LOADING, STALE)
                    .since("6.2.0")
                    .summary("Explains the subcommands."),
                inspecting("object|idletime", this::idleTime)
                    .since("2.2.3")
                    .summary("Tells for how many seconds a key was not used."),
                inspecting("object|freq", ObjectCommands::frequency)
                    .since("4.0.0")
                    .summary("Tells how often a key is used, where an LFU policy counts that."),
                inspecting("object|refcount", ObjectCommands::references)
                    .since("2.2.3")
                    .summary("Counts the references to a value."))
            .complexity("Depends on the subcommand")
            .since("2.2.3")
            .summary("Looks behind what a key holds."));
  }

  private static CommandSpec inspecting(String name, Handler handler) {
    return CommandSpec.named(name, 3, GENERIC, handler)
        .flags(READONLY)
        .keys(KeySpec.at(2, "RO"))
        .tips("nondeterministic_output");
  }

  private void encoding(Invocation call) {
    call.read(
        call.key(2),
        (entry, out) -> {
          if (entry == null) {
            out.nil();
          } else {
            out.bulk(encodings.of(entry));
          }
        });
  }

  private static void references(Invocation call) {
    call.read(
        call.key(2),
        (entry, out) -> {
          if (entry == null) {
            out.nil();
          } else {
            out.integer(isShared(entry) ? Integer.MAX_VALUE : 1);
          }
        });
  }

  private static boolean isShared(Entry entry) {
    if (entry.type() != DataType.STRING || !Numbers.isLong(entry.stringValue())) {
      return false;
    }
    long number = Numbers.parseLong(entry.stringValue());
    return number >= 0 && number < SHARED_INTEGERS;
  }

  private void idleTime(Invocation call) {
    Key key = call.key(2);
    // Taken before the look-up, which might count as use.
    long idle = idleMillis.applyAsLong(key);
    call.readVersion(
        key,
        (entry, out) -> {
          if (entry == null) {
            out.nil();
          } else {
            out.integer((idle >= 0 ? idle : sinceWritten(entry)) / 1000);
          }
        });
  }

  private long sinceWritten(Entry entry) {
    return Math.max(0, clock.millis() - HybridClock.millisOf(entry.latestHybridTime()));
  }

  private static void frequency(Invocation call) {
    call.readVersion(
        call.key(2),
        (entry, out) -> {
          if (entry != null) {
            throw new CommandException(
                "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please"
                    + " note that when switching between policies at runtime LRU and LFU data will"
                    + " take some time to adjust.");
          }
          out.nil();
        });
  }
}
