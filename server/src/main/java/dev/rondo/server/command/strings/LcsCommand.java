package dev.rondo.server.command.strings;

import dev.rondo.cluster.Transaction;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.Reply;
import dev.rondo.server.text.Lcs;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import java.util.List;

/** LCS key1 key2 [LEN] [IDX] [MINMATCHLEN n] [WITHMATCHLEN]: the longest common subsequence. */
final class LcsCommand {
  private final ValueLimit limit;

  LcsCommand(ValueLimit limit) {
    this.limit = limit;
  }

  void lcs(Invocation call) {
    Key one = call.key(1);
    Key other = call.key(2);
    call.transact(
        List.of(one, other),
        view -> {
          byte[] a = string(view, one);
          byte[] b = string(view, other);
          // As in Redis: a key of another type is reported before a wrong option.
          return reply(a, b, LcsOptions.parse(call));
        },
        Reply::writeTo);
  }

  private static byte[] string(Transaction.View view, Key key) {
    Entry entry = view.read(key);
    if (entry != null && entry.type() != DataType.STRING) {
      throw new CommandException("ERR The specified keys must contain string values");
    }
    return Strings.valueOrEmpty(entry);
  }

  private Reply reply(byte[] a, byte[] b, LcsOptions options) {
    if (options.lengthOnly()) {
      int length = Lcs.length(a, b, limit.maxBytes());
      return out -> out.integer(length);
    }
    Lcs.Result found = Lcs.find(a, b, limit.maxBytes());
    return options.withMatches()
        ? out -> writeMatches(found, options, out)
        : out -> out.bulk(found.sequence());
  }

  private static void writeMatches(Lcs.Result found, LcsOptions options, ReplyWriter out) {
    List<Lcs.Match> matches = found.matches(options.minMatchBytes());
    out.map(2);
    out.bulk("matches");
    out.array(matches.size());
    for (Lcs.Match match : matches) {
      out.array(options.withMatchLengths() ? 3 : 2);
      writeRange(match.aStart(), match.aEnd(), out);
      writeRange(match.bStart(), match.bEnd(), out);
      if (options.withMatchLengths()) {
        out.integer(match.length());
      }
    }
    out.bulk("len");
    out.integer(found.length());
  }

  private static void writeRange(int first, int last, ReplyWriter out) {
    out.array(2);
    out.integer(first);
    out.integer(last);
  }
}
