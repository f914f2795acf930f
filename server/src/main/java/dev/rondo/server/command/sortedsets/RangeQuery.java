package dev.rondo.server.command.sortedsets;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.text.Numbers;
import java.util.Locale;
import java.util.Set;

/**
 * What a command of the ZRANGE family asks for.
 *
 * @param range which members
 * @param reverse whether the highest score comes first
 * @param offset how many of them are passed over
 * @param count how many are shown at most, negative for all
 * @param withScores whether scores are shown, too
 */
record RangeQuery(
    SortedSetRange range, boolean reverse, long offset, long count, boolean withScores) {
  /** What the ends of a range are. */
  enum Kind {
    RANK,
    SCORE,
    MEMBER
  }

  /** The words that may follow the ends of the range. */
  enum Option {
    WITHSCORES,
    LIMIT,
    REV,
    BYSCORE,
    BYLEX
  }

  /**
   * A form of the command.
   *
   * @param options what may be said in it
   * @param kind the kind of range when nothing is said
   * @param reverse the direction when nothing is said
   */
  record Form(Set<Option> options, Kind kind, boolean reverse) {
    static final Form ZRANGE = new Form(Set.of(Option.values()), Kind.RANK, false);
    static final Form ZRANGESTORE =
        new Form(Set.of(Option.LIMIT, Option.REV, Option.BYSCORE, Option.BYLEX), Kind.RANK, false);

    /** An old command, of one kind and direction. */
    static Form fixed(Kind kind, boolean reverse) {
      return new Form(Set.of(Option.WITHSCORES, Option.LIMIT), kind, reverse);
    }
  }

  /**
   * Reads the arguments from the first end of the range on.
   *
   * @param from where that stands
   */
  static RangeQuery parse(byte[][] arguments, int from, Form form) {
    return new Parser(form).parse(arguments, from);
  }

  /** The span shown of a sorted set. */
  RankSpan in(SortedSet set) {
    return range.in(set).limited(reverse, offset, count);
  }

  private static final class Parser {
    private final Form form;
    private Kind kind;
    private boolean reverse;
    private boolean withScores;
    private long offset;
    private long count = -1;

    Parser(Form form) {
      this.form = form;
      this.kind = form.kind;
      this.reverse = form.reverse;
    }

    RangeQuery parse(byte[][] arguments, int from) {
      for (int i = from + 2; i < arguments.length; i++) {
        Option option = option(arguments[i]);
        if (option == Option.LIMIT) {
          if (i + 2 >= arguments.length) {
            throw CommandException.syntaxError();
          }
          offset = Numbers.parseLong(arguments[++i]);
          count = Numbers.parseLong(arguments[++i]);
        } else {
          accept(option);
        }
      }
      refuseConflicts();
      boolean swapped = reverse && kind != Kind.RANK;
      byte[] min = arguments[swapped ? from + 1 : from];
      byte[] max = arguments[swapped ? from : from + 1];
      // Redis lets LIMIT without a limit pass for ranks, and does not look at the offset then.
      long skipped = kind == Kind.RANK ? 0 : offset;
      return new RangeQuery(range(min, max), reverse, skipped, count, withScores);
    }

    private Option option(byte[] word) {
      String text = Bytes.text(word).toUpperCase(Locale.ROOT);
      for (Option option : form.options) {
        if (option.name().equals(text)) {
          return option;
        }
      }
      throw CommandException.syntaxError();
    }

    private void accept(Option option) {
      boolean twice =
          switch (option) {
            case REV -> reverse;
            case BYSCORE, BYLEX -> kind != Kind.RANK;
            case WITHSCORES, LIMIT -> false;
          };
      if (twice) {
        throw CommandException.syntaxError();
      }
      switch (option) {
        case REV -> reverse = true;
        case BYSCORE -> kind = Kind.SCORE;
        case BYLEX -> kind = Kind.MEMBER;
        case WITHSCORES -> withScores = true;
        case LIMIT -> throw new IllegalArgumentException("LIMIT has values");
      }
    }

    private void refuseConflicts() {
      if (count != -1 && kind == Kind.RANK) {
        throw new CommandException(
            "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or"
                + " BYLEX");
      }
      if (withScores && kind == Kind.MEMBER) {
        throw new CommandException(
            "ERR syntax error, WITHSCORES not supported in combination with BYLEX");
      }
    }

    private SortedSetRange range(byte[] min, byte[] max) {
      return switch (kind) {
        case RANK -> SortedSetRange.ByRank.parse(min, max, reverse);
        case SCORE -> SortedSetRange.ByScore.parse(min, max);
        case MEMBER -> SortedSetRange.ByMember.parse(min, max);
      };
    }
  }
}
