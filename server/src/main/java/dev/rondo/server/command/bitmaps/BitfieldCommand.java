package dev.rondo.server.command.bitmaps;

import dev.rondo.cluster.Change;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.strings.Strings;
import dev.rondo.server.command.strings.ValueLimit;
import dev.rondo.server.text.Bitfield;
import dev.rondo.storage.Entry;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Integers of any width inside a string: BITFIELD, and BITFIELD_RO that only reads. */
final class BitfieldCommand {
  private final ValueLimit limit;

  BitfieldCommand(ValueLimit limit) {
    this.limit = limit;
  }

  /** BITFIELD key [GET ... | SET ... | INCRBY ... | OVERFLOW ...] ... */
  void bitfield(Invocation call) {
    Bitfield program = parse(call);
    if (program.isReadOnly()) {
      read(call, program);
      return;
    }
    call.update(
        call.key(1),
        (current, nowMillis) -> apply(program, current),
        BitfieldCommand::writeReplies);
  }

  /** BITFIELD_RO key [GET type offset ...]. */
  void bitfieldRo(Invocation call) {
    Bitfield program = parse(call);
    if (!program.isReadOnly()) {
      throw new CommandException("ERR BITFIELD_RO only supports the GET subcommand");
    }
    read(call, program);
  }

  private Bitfield parse(Invocation call) {
    List<byte[]> arguments = Arrays.asList(call.arguments());
    return Bitfield.parse(arguments.subList(2, arguments.size()), limit.maxBytes());
  }

  private static void read(Invocation call, Bitfield program) {
    call.read(
        call.key(1),
        (entry, out) -> writeReplies(program.apply(Strings.valueOrEmpty(entry)).replies(), out));
  }

  private static Change<List<@Nullable Long>> apply(Bitfield program, @Nullable Entry current) {
    Bitfield.Result result = program.apply(Strings.valueOrEmpty(current));
    byte[] changed = result.newValue();
    return changed == null
        ? Change.keep(result.replies())
        : Change.putString(result.replies(), changed, Strings.expiryOf(current));
  }

  private static void writeReplies(List<@Nullable Long> replies, ReplyWriter out) {
    out.array(replies.size());
    for (Long reply : replies) {
      if (reply == null) {
        out.nil();
      } else {
        out.integer(reply);
      }
    }
  }
}
