package dev.rondo.server.command.sortedsets;

import dev.rondo.cluster.Transaction;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.NumberedKeys;
import dev.rondo.server.command.sortedsets.CombineOptions.Kind;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Commands that make one sorted set of several: unions, intersections, differences. */
final class CombineCommands {
  /** How members of several sources become one list, in no particular order. */
  interface Combination {
    List<ScoredMember> of(List<ScoreSource> sources, CombineOptions options);
  }

  private CombineCommands() {}

  /** A command that shows the combination. */
  static Handler show(Combination combination, Kind kind) {
    return call -> {
      NumberedKeys keys = keys(call, 1);
      // Redis looks at the types of the keys before it looks at the options.
      Transaction<Shown> work =
          view -> {
            List<ScoreSource> sources = sources(view, keys.keys());
            CombineOptions options =
                CombineOptions.parse(call.arguments(), keys.next(), keys.keys().size(), kind);
            return new Shown(sorted(combination.of(sources, options)), options.withScores());
          };
      call.transact(
          keys.keys(),
          work,
          (shown, out) -> ScoredReplies.write(shown.members, shown.withScores, out));
    };
  }

  private record Shown(List<ScoredMember> members, boolean withScores) {
    Shown {
      members = List.copyOf(members);
    }
  }

  /** A command that stores the combination in its first key. */
  static Handler store(Combination combination, Kind kind) {
    return call -> {
      NumberedKeys keys = keys(call, 2);
      Key target = call.key(1);
      List<Key> all = new ArrayList<>(keys.keys());
      all.add(target);
      Transaction<Integer> work =
          view -> {
            List<ScoreSource> sources = sources(view, keys.keys());
            CombineOptions options =
                CombineOptions.parse(call.arguments(), keys.next(), keys.keys().size(), kind);
            List<ScoredMember> members = combination.of(sources, options);
            return view.update(target, SortedSet.storing(SortedSet.putting(members)));
          };
      call.transact(all, work, (stored, out) -> out.integer(stored));
    };
  }

  static void zintercard(Invocation call) {
    NumberedKeys keys = keys(call, 1);
    Transaction<Integer> work =
        view -> {
          List<ScoreSource> sources = sources(view, keys.keys());
          CombineOptions options =
              CombineOptions.parse(call.arguments(), keys.next(), keys.keys().size(), Kind.COUNT);
          return intersection(sources, options).size();
        };
    call.transact(keys.keys(), work, (count, out) -> out.integer(count));
  }

  private static NumberedKeys keys(Invocation call, int at) {
    long count = Numbers.parseLong(call.argument(at));
    if (count < 1) {
      throw new CommandException(
          "ERR at least 1 input key is needed for '" + call.spec().name() + "' command");
    }
    return NumberedKeys.of(call, at, count);
  }

  private static List<ScoreSource> sources(Transaction.View view, List<Key> keys) {
    List<ScoreSource> sources = new ArrayList<>(keys.size());
    for (Key key : keys) {
      sources.add(ScoreSource.of(sources.size(), view.read(key)));
    }
    return sources;
  }

  private static List<ScoredMember> sorted(List<ScoredMember> members) {
    return members.stream().sorted(ScoredMember.ORDER).toList();
  }

  /** The order in which Redis sums scores up, which shows in their last digits. */
  private static List<ScoreSource> smallestFirst(List<ScoreSource> sources) {
    return sources.stream().sorted(Comparator.comparingInt(ScoreSource::size)).toList();
  }

  static List<ScoredMember> union(List<ScoreSource> sources, CombineOptions options) {
    Map<byte[], Double> scores = new TreeMap<>(Arrays::compareUnsigned);
    for (ScoreSource source : smallestFirst(sources)) {
      for (int place = 0; place < source.size(); place++) {
        double score = options.weighted(source.position(), source.score(place));
        scores.merge(
            source.member(place),
            score,
            (one, other) -> options.aggregate().applyAsDouble(one, other));
      }
    }
    List<ScoredMember> members = new ArrayList<>(scores.size());
    scores.forEach((member, score) -> members.add(new ScoredMember(member, score)));
    return members;
  }

  static List<ScoredMember> intersection(List<ScoreSource> sources, CombineOptions options) {
    List<ScoreSource> ordered = smallestFirst(sources);
    ScoreSource smallest = ordered.get(0);
    long most = options.limit() == 0 ? Long.MAX_VALUE : options.limit();
    List<ScoredMember> members = new ArrayList<>();
    for (int place = 0; place < smallest.size() && members.size() < most; place++) {
      byte[] member = smallest.member(place);
      OptionalDouble score = scoreInAll(member, ordered, options);
      if (score.isPresent()) {
        members.add(new ScoredMember(member, score.getAsDouble()));
      }
    }
    return members;
  }

  private static OptionalDouble scoreInAll(
      byte[] member, List<ScoreSource> sources, CombineOptions options) {
    double all = 0;
    for (int i = 0; i < sources.size(); i++) {
      ScoreSource source = sources.get(i);
      OptionalDouble score = source.scoreOf(member);
      if (score.isEmpty()) {
        return OptionalDouble.empty();
      }
      double weighted = options.weighted(source.position(), score.getAsDouble());
      all = i == 0 ? weighted : options.aggregate().applyAsDouble(all, weighted);
    }
    return OptionalDouble.of(all);
  }

  static List<ScoredMember> difference(List<ScoreSource> sources, CombineOptions options) {
    ScoreSource first = sources.get(0);
    List<ScoreSource> others = sources.subList(1, sources.size());
    List<ScoredMember> members = new ArrayList<>();
    for (int place = 0; place < first.size(); place++) {
      byte[] member = first.member(place);
      if (others.stream().noneMatch(other -> other.contains(member))) {
        members.add(new ScoredMember(member, first.score(place)));
      }
    }
    return members;
  }
}
