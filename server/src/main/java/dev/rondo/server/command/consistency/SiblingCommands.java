package dev.rondo.server.command.consistency;

import static dev.rondo.server.command.CommandFlag.DENYOOM;
import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.WRITE;
import static dev.rondo.server.command.CommandGroup.RONDO;

import dev.rondo.cluster.Change;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.KeySpec;
import dev.rondo.storage.Entry;
import dev.rondo.storage.SingleElement;
import dev.rondo.storage.VectorClock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of SIBLINGS and RESOLVE: what a client sees and does about writes that were made on two
 * sides of a cut network at once (Dynamo paper, section 4.4: the application reconciles).
 */
public final class SiblingCommands {
  /** The rows of this family. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("siblings", 2, RONDO, SiblingCommands::siblings)
            .flags(READONLY, FAST)
            .keys(KeySpec.one("RO", "access"))
            .complexity("O(N) with N siblings")
            .summary(
                "Shows all values that concurrent writes left under a key, the latest first, and"
                    + " the context for RESOLVE: [context, [value ...]]."),
        CommandSpec.named("resolve", 4, RONDO, SiblingCommands::resolve)
            .flags(WRITE, DENYOOM, FAST)
            .keys(KeySpec.one("RW", "access", "update"))
            .summary(
                "Replaces the values that SIBLINGS showed: RESOLVE <key> <context> <value>. Keeps"
                    + " the expiry; refused when the key was written since."));
  }

  private static void siblings(Invocation call) {
    call.read(call.key(1), SiblingCommands::show);
  }

  private static void show(@Nullable Entry entry, ReplyWriter out) {
    if (entry == null) {
      out.nilArray();
      return;
    }
    if (!(entry.shownElements() instanceof SingleElement values)) {
      throw CommandException.wrongType();
    }
    out.array(2);
    out.bulk(SiblingContext.format(entry.clock()));
    out.array(values.siblings());
    for (int i = 0; i < values.siblings(); i++) {
      out.bulk(values.value(i));
    }
  }

  private static void resolve(Invocation call) {
    VectorClock context;
    try {
      context = SiblingContext.parse(call.text(2));
    } catch (IllegalArgumentException e) {
      throw new CommandException("ERR context must be what SIBLINGS answered");
    }
    byte[] value = call.argument(3);
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          if (current == null) {
            throw CommandException.noSuchKey();
          }
          if (!context.covers(current.clock())) {
            throw new CommandException(
                "CONFLICT the key was written since SIBLINGS answered this context");
          }
          return Change.putString(true, value, current.expireAtMillis());
        },
        (done, out) -> out.ok());
  }
}
