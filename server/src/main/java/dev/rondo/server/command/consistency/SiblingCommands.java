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
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HashFields;
import dev.rondo.storage.MapElements;
import dev.rondo.storage.Scores;
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
                    + " the context for RESOLVE: [context, [value ...]], or of a collection"
                    + " [context, [[element, [value ...]] ...]]."),
        CommandSpec.named("resolve", -4, RONDO, SiblingCommands::resolve)
            .flags(WRITE, DENYOOM, FAST)
            .keys(KeySpec.one("RW", "access", "update"))
            .summary(
                "Replaces the values that SIBLINGS showed: RESOLVE <key> <context> <value>, or of a"
                    + " hash or sorted set RESOLVE <key> <context> <element> <value> [<element>"
                    + " <value> ...]. Keeps the expiry; refused when the key was written since."));
  }

  private static void siblings(Invocation call) {
    call.read(call.key(1), SiblingCommands::show);
  }

  private static void show(@Nullable Entry entry, ReplyWriter out) {
    if (entry == null) {
      out.nilArray();
    } else {
      SiblingReply.write(entry, out);
    }
  }

  private static void resolve(Invocation call) {
    if (call.argumentCount() > 4 && call.argumentCount() % 2 == 0) {
      throw CommandException.wrongArity(call.spec().name());
    }
    VectorClock context;
    try {
      context = SiblingContext.parse(call.text(2));
    } catch (IllegalArgumentException e) {
      throw new CommandException("ERR context must be what SIBLINGS answered");
    }
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
          return call.argumentCount() == 4
              ? replaceString(current, call.argument(3))
              : putElements(current, call);
        },
        (done, out) -> out.ok());
  }

  private static Change<Boolean> replaceString(Entry current, byte[] value) {
    if (current.elements() instanceof MapElements) {
      throw CommandException.wrongType();
    }
    return Change.putString(true, value, current.expireAtMillis());
  }

  /** A field keeps the expiry that is shown. */
  private static long fieldExpiry(Entry current, byte[] field) {
    byte[] shown = current.shownElements() instanceof MapElements fields ? fields.get(field) : null;
    return shown == null ? Entry.NO_EXPIRY : HashFields.expireAtMillis(shown);
  }

  private static Change<Boolean> putElements(Entry current, Invocation call) {
    ElementEdits edits = new ElementEdits();
    for (int i = 3; i < call.argumentCount(); i += 2) {
      byte[] value = call.argument(i + 1);
      edits.put(
          call.argument(i),
          switch (current.type()) {
            case HASH -> HashFields.encode(value, fieldExpiry(current, call.argument(i)));
            case SORTED_SET -> Scores.encode(Numbers.parseDouble(value));
            case STRING, LIST, SET, STREAM -> throw CommandException.wrongType();
          });
    }
    return Change.edit(true, current.type(), edits);
  }
}
