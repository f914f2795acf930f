package dev.rondo.server.command.sortedsets;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Update;
import dev.rondo.server.command.CommandException;
import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Scores;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds members to a sorted set, or gives them other scores: ZADD, ZINCRBY, GEOADD.
 *
 * @param options how
 * @param members in the order given; a member may be there several times
 */
public record ZaddUpdate(ZaddOptions options, List<ScoredMember> members)
    implements Update<ZaddUpdate.Result> {
  /**
   * What came of it.
   *
   * @param added how many members are new
   * @param changed how many others have another score than before
   * @param lastScore the score of the last member, nothing when an option left it as it was
   */
  public record Result(int added, int changed, OptionalDouble lastScore) {
    /** The reply of a command that counts. */
    public int count(ZaddOptions options) {
      return options.countChanges() ? added + changed : added;
    }
  }

  public ZaddUpdate {
    members = List.copyOf(members);
  }

  @Override
  public Change<Result> apply(@Nullable Entry current, long nowMillis) {
    Adding adding = new Adding(SortedSet.of(current));
    members.forEach(adding::add);
    return Change.edit(adding.result(), DataType.SORTED_SET, adding.edits());
  }

  /** The sorted set while members are added one after the other. */
  private final class Adding {
    private final SortedSet set;
    private final Map<byte[], Double> scores = new TreeMap<>(Arrays::compareUnsigned);
    private int added;
    private int changed;
    private OptionalDouble lastScore = OptionalDouble.empty();

    Adding(SortedSet set) {
      this.set = set;
    }

    void add(ScoredMember asked) {
      OptionalDouble present = present(asked.member());
      lastScore = present.isPresent() ? replaced(present.getAsDouble(), asked) : added(asked);
    }

    private OptionalDouble present(byte[] member) {
      Double score = scores.get(member);
      return score == null ? set.scoreOf(member) : OptionalDouble.of(score);
    }

    private OptionalDouble added(ScoredMember asked) {
      if (options.onlyPresent()) {
        return OptionalDouble.empty();
      }
      added++;
      scores.put(asked.member(), asked.score());
      return OptionalDouble.of(asked.score());
    }

    private OptionalDouble replaced(double present, ScoredMember asked) {
      if (options.onlyNew()) {
        return OptionalDouble.empty();
      }
      double score = options.increment() ? present + asked.score() : asked.score();
      if (Double.isNaN(score)) {
        throw new CommandException("ERR resulting score is not a number (NaN)");
      }
      if ((options.onlyGreater() && score <= present) || (options.onlyLess() && score >= present)) {
        return OptionalDouble.empty();
      }
      if (score != present) {
        changed++;
        scores.put(asked.member(), score);
      }
      return OptionalDouble.of(score);
    }

    Result result() {
      return new Result(added, changed, lastScore);
    }

    ElementEdits edits() {
      ElementEdits edits = new ElementEdits();
      scores.forEach((member, score) -> edits.put(member, Scores.encode(score)));
      return edits;
    }
  }
}
