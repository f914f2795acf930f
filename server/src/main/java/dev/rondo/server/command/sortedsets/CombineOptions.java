package dev.rondo.server.command.sortedsets;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Counts;
import dev.rondo.server.text.InvalidValueException;
import dev.rondo.server.text.Numbers;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;

/**
 * What follows the keys in ZUNION, ZINTER, ZDIFF and their relatives.
 *
 * @param weights what the scores of each key are multiplied by
 * @param aggregate makes one score of two
 * @param withScores whether scores are shown
 * @param limit how many members are counted at most, 0 for all
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CombineOptions(
    double[] weights, DoubleBinaryOperator aggregate, boolean withScores, long limit) {
  /** Which options a command has. */
  enum Kind {
    /** ZUNION, ZINTER. */
    SHOW,
    /** ZDIFF. */
    SHOW_DIFFERENCE,
    /** ZUNIONSTORE, ZINTERSTORE. */
    STORE,
    /** ZDIFFSTORE. */
    STORE_DIFFERENCE,
    /** ZINTERCARD. */
    COUNT;

    boolean hasScores() {
      return this == SHOW || this == STORE;
    }

    boolean isShown() {
      return this == SHOW || this == SHOW_DIFFERENCE;
    }
  }

  /** Reads options from a position on. */
  static CombineOptions parse(byte[][] arguments, int from, int keys, Kind kind) {
    double[] weights = new double[keys];
    Arrays.fill(weights, 1);
    DoubleBinaryOperator aggregate = CombineOptions::sum;
    boolean withScores = false;
    long limit = 0;
    int at = from;
    while (at < arguments.length) {
      String word = Bytes.text(arguments[at]).toUpperCase(Locale.ROOT);
      int values = arguments.length - at - 1;
      if (word.equals("WEIGHTS") && kind.hasScores() && values >= keys) {
        for (int i = 0; i < keys; i++) {
          weights[i] = weight(arguments[at + 1 + i]);
        }
        at += 1 + keys;
      } else if (word.equals("AGGREGATE") && kind.hasScores() && values >= 1) {
        aggregate = aggregate(arguments[at + 1]);
        at += 2;
      } else if (word.equals("WITHSCORES") && kind.isShown()) {
        withScores = true;
        at++;
      } else if (word.equals("LIMIT") && kind == Kind.COUNT && values >= 1) {
        limit = Counts.atLeast(0, arguments[at + 1], "LIMIT can't be negative");
        at += 2;
      } else {
        throw CommandException.syntaxError();
      }
    }
    return new CombineOptions(weights, aggregate, withScores, limit);
  }

  private static double weight(byte[] text) {
    try {
      return Numbers.parseDouble(text);
    } catch (InvalidValueException e) {
      throw new CommandException("ERR weight value is not a float");
    }
  }

  private static DoubleBinaryOperator aggregate(byte[] word) {
    return switch (Bytes.text(word).toUpperCase(Locale.ROOT)) {
      case "SUM" -> CombineOptions::sum;
      case "MIN" -> (one, other) -> other < one ? other : one;
      case "MAX" -> (one, other) -> other > one ? other : one;
      default -> throw CommandException.syntaxError();
    };
  }

  /** Infinities of both signs sum up to zero (Redis command page ZUNIONSTORE). */
  private static double sum(double one, double other) {
    return orZero(one + other);
  }

  /** A score of the i-th key with its weight. */
  double weighted(int i, double score) {
    return orZero(weights[i] * score);
  }

  private static double orZero(double number) {
    return Double.isNaN(number) ? 0 : number;
  }
}
