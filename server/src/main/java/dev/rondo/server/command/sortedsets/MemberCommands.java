package dev.rondo.server.command.sortedsets;

import dev.rondo.cluster.Change;
import dev.rondo.resp.RealFormat;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.RandomElements;
import dev.rondo.server.command.keys.ElementScan;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.MapElements;
import dev.rondo.storage.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Commands about members that are named, drawn at random, or walked through. */
final class MemberCommands {
  private final RandomGenerator random;

  MemberCommands(RandomGenerator random) {
    this.random = random;
  }

  static void zadd(Invocation call) {
    int optionCount = ZaddOptions.count(call.arguments(), 2);
    int first = 2 + optionCount;
    int rest = call.argumentCount() - first;
    if (rest == 0 || rest % 2 != 0) {
      throw CommandException.syntaxError();
    }
    ZaddOptions options = ZaddOptions.parse(call.arguments(), 2, optionCount);
    if (options.increment() && rest > 2) {
      throw new CommandException("ERR INCR option supports a single increment-element pair");
    }
    List<ScoredMember> members = new ArrayList<>(rest / 2);
    for (int i = first; i < call.argumentCount(); i += 2) {
      members.add(scored(call, i));
    }
    add(call, options, members);
  }

  static void zincrby(Invocation call) {
    add(call, ZaddOptions.ZINCRBY, List.of(scored(call, 2)));
  }

  private static ScoredMember scored(Invocation call, int at) {
    return new ScoredMember(call.argument(at + 1), Numbers.parseDouble(call.argument(at)));
  }

  private static void add(Invocation call, ZaddOptions options, List<ScoredMember> members) {
    call.update(
        call.key(1),
        new ZaddUpdate(options, members),
        (result, out) -> {
          if (options.increment()) {
            writeScore(result.lastScore(), out);
          } else {
            out.integer(result.count(options));
          }
        });
  }

  static void zrem(Invocation call) {
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          SortedSet set = SortedSet.of(current);
          ElementEdits edits = new ElementEdits();
          for (int i = 2; i < call.argumentCount(); i++) {
            if (set.contains(call.argument(i))) {
              edits.remove(call.argument(i));
            }
          }
          return Change.edit(edits.size(), DataType.SORTED_SET, edits);
        },
        (removed, out) -> out.integer(removed));
  }

  static void zcard(Invocation call) {
    call.read(call.key(1), (entry, out) -> out.integer(SortedSet.of(entry).size()));
  }

  static void zscore(Invocation call) {
    call.read(
        call.key(1),
        (entry, out) -> writeScore(SortedSet.of(entry).scoreOf(call.argument(2)), out));
  }

  static void zmscore(Invocation call) {
    call.read(
        call.key(1),
        (entry, out) -> {
          SortedSet set = SortedSet.of(entry);
          out.array(call.argumentCount() - 2);
          for (int i = 2; i < call.argumentCount(); i++) {
            writeScore(set.scoreOf(call.argument(i)), out);
          }
        });
  }

  private static void writeScore(OptionalDouble score, ReplyWriter out) {
    if (score.isPresent()) {
      out.real(score.getAsDouble());
    } else {
      out.nil();
    }
  }

  /** ZRANK or ZREVRANK. */
  static Handler rank(boolean reverse) {
    return call -> {
      if (call.argumentCount() > 4) {
        throw CommandException.wrongArity(call.spec().name());
      }
      boolean withScore = call.argumentCount() == 4;
      if (withScore && !call.argumentIs(3, "WITHSCORE")) {
        throw CommandException.syntaxError();
      }
      call.read(
          call.key(1),
          (entry, out) ->
              writeRank(SortedSet.of(entry), call.argument(2), reverse, withScore, out));
    };
  }

  private static void writeRank(
      SortedSet set, byte[] member, boolean reverse, boolean withScore, ReplyWriter out) {
    OptionalInt rank = set.rankOf(member);
    if (rank.isEmpty()) {
      if (withScore) {
        out.nilArray();
      } else {
        out.nil();
      }
      return;
    }
    if (withScore) {
      out.array(2);
    }
    out.integer(reverse ? set.size() - 1 - rank.getAsInt() : rank.getAsInt());
    if (withScore) {
      out.real(set.score(rank.getAsInt()));
    }
  }

  void zrandmember(Invocation call) {
    RandomGenerator draws = new SplittableRandom(random.nextLong());
    if (call.argumentCount() == 2) {
      call.read(call.key(1), (entry, out) -> writeOne(SortedSet.of(entry), draws, out));
      return;
    }
    long count = RandomElements.parseCount(call.argument(2));
    boolean withScores = call.argumentCount() == 4 && call.argumentIs(3, "WITHSCORES");
    if (call.argumentCount() > 3 && !withScores) {
      throw CommandException.syntaxError();
    }
    if (withScores && Math.abs(count) > Long.MAX_VALUE / 2) {
      throw CommandException.outOfRange("value");
    }
    call.read(
        call.key(1),
        (entry, out) -> {
          SortedSet set = SortedSet.of(entry);
          List<ScoredMember> drawn =
              Arrays.stream(RandomElements.draw(count, set.size(), set.weightBytes(), draws))
                  .mapToObj(set::scored)
                  .toList();
          ScoredReplies.write(drawn, withScores, out);
        });
  }

  private static void writeOne(SortedSet set, RandomGenerator draws, ReplyWriter out) {
    if (set.isEmpty()) {
      out.nil();
    } else {
      out.bulk(set.member(draws.nextInt(set.size())));
    }
  }

  static void zscan(Invocation call) {
    long cursor = ElementScan.cursor(call);
    call.read(
        call.key(1),
        (entry, out) -> {
          MapElements elements = SortedSet.of(entry).elementsOrNull();
          if (elements == null) {
            ElementScan.writeEmpty(out);
            return;
          }
          ElementScan scan = ElementScan.of(elements, cursor, call.arguments(), place -> true);
          scan.writeHeader(out, 2);
          for (int place : scan.places()) {
            out.bulk(elements.key(place));
            out.bulk(RealFormat.format(Scores.decode(elements.value(place))));
          }
        });
  }
}
