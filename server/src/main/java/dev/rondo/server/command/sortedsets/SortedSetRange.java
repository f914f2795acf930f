package dev.rondo.server.command.sortedsets;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.text.Numbers;
import dev.rondo.server.text.Ranges;
import java.util.Arrays;

/** Which members of a sorted set a command is about; they are always neighbours. */
sealed interface SortedSetRange {
  /** Where a range lies in a sorted set. */
  RankSpan in(SortedSet set);

  /**
   * Members by their ranks, both ends included.
   *
   * @param start the first rank; a negative one counts from the end
   * @param end the last one
   * @param reverse whether ranks count from the highest score
   */
  record ByRank(long start, long end, boolean reverse) implements SortedSetRange {
    /**
     * Reads the ends.
     *
     * @throws dev.rondo.server.text.InvalidValueException when one is no integer
     */
    static ByRank parse(byte[] start, byte[] end, boolean reverse) {
      return new ByRank(Numbers.parseLong(start), Numbers.parseLong(end), reverse);
    }

    @Override
    public RankSpan in(SortedSet set) {
      Ranges.Span span = Ranges.within(start, end, set.size());
      int from = (int) span.from();
      int to = (int) span.toExclusive();
      return reverse ? RankSpan.of(set.size() - to, set.size() - from) : RankSpan.of(from, to);
    }
  }

  /** Members by their scores. */
  record ByScore(double min, boolean withoutMin, double max, boolean withoutMax)
      implements SortedSetRange {
    /**
     * Reads the ends, each a number, behind a bracket if the end itself is left out.
     *
     * @throws CommandException when one is no number
     */
    static ByScore parse(byte[] min, byte[] max) {
      return new ByScore(number(min), isOpen(min), number(max), isOpen(max));
    }

    private static boolean isOpen(byte[] end) {
      return end.length > 0 && end[0] == '(';
    }

    private static double number(byte[] end) {
      byte[] text = isOpen(end) ? Arrays.copyOfRange(end, 1, end.length) : end;
      return Numbers.parseDoubleLeniently(text)
          .orElseThrow(() -> new CommandException("ERR min or max is not a float"));
    }

    @Override
    public RankSpan in(SortedSet set) {
      int from = set.firstRank(rank -> withoutMin ? set.score(rank) > min : set.score(rank) >= min);
      int to = set.firstRank(rank -> withoutMax ? set.score(rank) >= max : set.score(rank) > max);
      return RankSpan.of(from, to);
    }
  }

  /** Members by their bytes, in a sorted set whose scores are all the same. */
  record ByMember(End min, End max) implements SortedSetRange {
    /** An end of a range: a member, or an end of all members. */
    sealed interface End {}

    /** Before all members, or behind all of them. */
    enum Infinity implements End {
      LOWEST,
      HIGHEST
    }

    /** At a member, with it or without it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Member(byte[] bytes, boolean without) implements End {}

    /**
     * Reads the ends: {@code -}, {@code +}, or a member behind {@code [} or {@code (}.
     *
     * @throws CommandException for anything else
     */
    static ByMember parse(byte[] min, byte[] max) {
      return new ByMember(end(min), end(max));
    }

    private static End end(byte[] text) {
      char first = text.length == 0 ? 0 : (char) text[0];
      return switch (first) {
        case '-' -> infinity(text, Infinity.LOWEST);
        case '+' -> infinity(text, Infinity.HIGHEST);
        case '[', '(' -> new Member(Arrays.copyOfRange(text, 1, text.length), first == '(');
        default -> throw notValid();
      };
    }

    private static End infinity(byte[] text, Infinity which) {
      // Redis looks at a C string here, which a zero byte ends.
      if (text.length > 1 && text[1] != 0) {
        throw notValid();
      }
      return which;
    }

    private static CommandException notValid() {
      return new CommandException("ERR min or max not valid string range item");
    }

    @Override
    public RankSpan in(SortedSet set) {
      int from = set.firstRank(rank -> isReached(min, set.member(rank)));
      int to = set.firstRank(rank -> isPassed(max, set.member(rank)));
      return RankSpan.of(from, to);
    }

    private static boolean isReached(End min, byte[] member) {
      if (min instanceof Member end) {
        int order = Arrays.compareUnsigned(member, end.bytes);
        return end.without ? order > 0 : order >= 0;
      }
      return min == Infinity.LOWEST;
    }

    private static boolean isPassed(End max, byte[] member) {
      if (max instanceof Member end) {
        int order = Arrays.compareUnsigned(member, end.bytes);
        return end.without ? order >= 0 : order > 0;
      }
      return max == Infinity.LOWEST;
    }
  }
}
