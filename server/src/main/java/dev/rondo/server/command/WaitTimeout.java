package dev.rondo.server.command;

import dev.rondo.server.text.LongDouble;
import dev.rondo.storage.Key;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;

/** The timeout of a blocking command: seconds with a fraction, rounded up to milliseconds. */
public final class WaitTimeout {
  private static final BigInteger MAX_MILLIS = BigInteger.valueOf(Long.MAX_VALUE);

  private WaitTimeout() {}

  /**
   * Reads an argument.
   *
   * @return milliseconds; 0 for ever
   * @throws CommandException when it is no number, negative or too large
   */
  public static long millis(byte[] argument) {
    LongDouble seconds = LongDouble.parse(argument);
    if (seconds == null) {
      throw new CommandException("ERR timeout is not a float or out of range");
    }
    BigInteger millis = seconds.ceilingOfProduct(1000);
    if (millis.signum() < 0) {
      throw new CommandException("ERR timeout is negative");
    }
    if (millis.compareTo(MAX_MILLIS) > 0) {
      throw new CommandException("ERR timeout is out of range");
    }
    return millis.longValueExact();
  }

  /**
   * Checks an argument.
   *
   * @throws CommandException as {@link #millis} does
   */
  public static void check(byte[] argument) {
    long unused = millis(argument);
  }

  /** The keys between a command's name and its timeout, the last argument, which is checked. */
  public static List<Key> keysBefore(Invocation call) {
    int last = call.argumentCount() - 1;
    check(call.argument(last));
    return IntStream.range(1, last).mapToObj(call::key).toList();
  }
}
