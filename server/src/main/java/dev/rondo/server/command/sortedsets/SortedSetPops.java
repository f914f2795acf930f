package dev.rondo.server.command.sortedsets;

import dev.rondo.cluster.Change;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Counts;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.PopOptions;
import dev.rondo.server.command.Popped;
import dev.rondo.server.command.WaitTimeout;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands that take the members with the lowest or the highest scores out of a sorted set. */
public final class SortedSetPops {
  private SortedSetPops() {}

  /**
   * Takes members from one end of the sorted set an entry holds.
   *
   * @param lowest whether those with the lowest scores are taken, the lowest first
   * @param count how many at most
   * @throws CommandException WRONGTYPE when the entry is no sorted set
   */
  public static Change<List<ScoredMember>> pop(
      @Nullable Entry current, boolean lowest, long count) {
    SortedSet set = SortedSet.of(current);
    RankSpan span = new RankSpan(0, set.size()).limited(!lowest, 0, count);
    List<ScoredMember> taken = new ArrayList<>(span.length());
    for (int i = 0; i < span.length(); i++) {
      taken.add(set.scored(lowest ? span.from() + i : span.toExclusive() - 1 - i));
    }
    return Change.edit(taken, DataType.SORTED_SET, set.removing(span));
  }

  /** ZPOPMIN or ZPOPMAX. */
  static Handler zpop(boolean lowest) {
    return call -> {
      if (call.argumentCount() > 3) {
        throw CommandException.syntaxError();
      }
      boolean counted = call.argumentCount() == 3;
      long count = counted ? Counts.positive(call.argument(2)) : 1;
      call.update(
          call.key(1),
          (current, nowMillis) -> pop(current, lowest, count),
          (taken, out) -> {
            if (counted || taken.isEmpty()) {
              ScoredReplies.write(taken, true, out);
            } else {
              // One member alone is no pair in a list, in RESP3 either.
              out.array(2);
              out.bulk(taken.get(0).member());
              out.real(taken.get(0).score());
            }
          });
    };
  }

  static void zmpop(Invocation call) {
    Popped.run(call, 1, "MIN", "MAX", SortedSetPops::pop, SortedSetPops::writePairs);
  }

  static void bzmpop(Invocation call) {
    Popped.run(call, 2, "MIN", "MAX", SortedSetPops::pop, SortedSetPops::writePairs);
  }

  /** BZPOPMIN or BZPOPMAX. */
  static Handler blockingPop(boolean lowest) {
    return call ->
        Popped.take(
            call,
            WaitTimeout.keysBefore(call),
            SortedSetPops::pop,
            new PopOptions(lowest, 1),
            (popped, out) -> {
              out.array(3);
              out.bulk(popped.key().bytes());
              out.bulk(popped.elements().get(0).member());
              out.real(popped.elements().get(0).score());
            });
  }

  /** Writes members in pairs with their scores, in RESP2, too. */
  private static void writePairs(List<ScoredMember> members, ReplyWriter out) {
    out.array(members.size());
    for (ScoredMember scored : members) {
      out.array(2);
      out.bulk(scored.member());
      out.real(scored.score());
    }
  }
}
