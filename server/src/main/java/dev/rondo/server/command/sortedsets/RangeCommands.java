package dev.rondo.server.command.sortedsets;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Transaction;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.sortedsets.RangeQuery.Form;
import dev.rondo.server.command.sortedsets.SortedSetRange.ByMember;
import dev.rondo.server.command.sortedsets.SortedSetRange.ByRank;
import dev.rondo.server.command.sortedsets.SortedSetRange.ByScore;
import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Key;
import java.util.List;

/** Commands about a range of a sorted set: to show it, to count it, to remove it, to store it. */
final class RangeCommands {
  private RangeCommands() {}

  /** A command that shows a range. */
  static Handler show(Form form) {
    return call -> {
      RangeQuery query = RangeQuery.parse(call.arguments(), 2, form);
      call.read(
          call.key(1),
          (entry, out) -> {
            SortedSet set = SortedSet.of(entry);
            ScoredReplies.write(set, query.in(set), query.reverse(), query.withScores(), out);
          });
    };
  }

  static void zrangestore(Invocation call) {
    RangeQuery query = RangeQuery.parse(call.arguments(), 3, Form.ZRANGESTORE);
    Key target = call.key(1);
    Key source = call.key(2);
    Transaction<Integer> work =
        view -> {
          SortedSet set = SortedSet.of(view.read(source));
          RankSpan span = query.in(set);
          ElementEdits edits = new ElementEdits();
          for (int rank = span.from(); rank < span.toExclusive(); rank++) {
            edits.put(set.member(rank), set.value(rank));
          }
          return view.update(target, SortedSet.storing(edits));
        };
    call.transact(List.of(target, source), work, (stored, out) -> out.integer(stored));
  }

  static void zcount(Invocation call) {
    count(call, ByScore.parse(call.argument(2), call.argument(3)));
  }

  static void zlexcount(Invocation call) {
    count(call, ByMember.parse(call.argument(2), call.argument(3)));
  }

  private static void count(Invocation call, SortedSetRange range) {
    call.read(call.key(1), (entry, out) -> out.integer(range.in(SortedSet.of(entry)).length()));
  }

  static void zremrangebyrank(Invocation call) {
    remove(call, ByRank.parse(call.argument(2), call.argument(3), false));
  }

  static void zremrangebyscore(Invocation call) {
    remove(call, ByScore.parse(call.argument(2), call.argument(3)));
  }

  static void zremrangebylex(Invocation call) {
    remove(call, ByMember.parse(call.argument(2), call.argument(3)));
  }

  private static void remove(Invocation call, SortedSetRange range) {
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          SortedSet set = SortedSet.of(current);
          RankSpan span = range.in(set);
          return Change.edit(span.length(), DataType.SORTED_SET, set.removing(span));
        },
        (removed, out) -> out.integer(removed));
  }
}
