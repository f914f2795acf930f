package dev.rondo.resp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into arguments as Redis does for inline commands and its config file.
 *
 * <ul>
 *   <li>Blanks separate arguments.
 *   <li>Double quotes hold blanks and the escapes {@code \n \r \t \b \a}, {@code \xHH} (two
 *       hexadecimal digits, any byte), and {@code \c} for any other character {@code c} itself.
 *   <li>Single quotes hold blanks and the one escape {@code \'}.
 *   <li>A quote may open inside an argument ({@code a"b c"} is {@code ab c}), but after a closing
 *       quote the argument must end.
 * </ul>
 */
public final class InlineArguments {

  private final byte[] line;
  private int position;

  private InlineArguments(byte[] line) {
    this.line = line;
  }

  /**
   * Splits {@code line}, which has no line end.
   *
   * @return the arguments; none for a blank line
   * @throws ProtocolException when a quote is not closed, or is closed inside an argument
   */
  public static byte[][] split(byte[] line) {
    return new InlineArguments(line).arguments();
  }

  private byte[][] arguments() {
    List<byte[]> arguments = new ArrayList<>();
    for (skipBlanks(); position < line.length; skipBlanks()) {
      arguments.add(argument());
    }
    return arguments.toArray(byte[][]::new);
  }

  private void skipBlanks() {
    while (position < line.length && isBlank(line[position])) {
      position++;
    }
  }

  private byte[] argument() {
    ByteArrayOutputStream argument = new ByteArrayOutputStream();
    while (position < line.length && !isSeparator(line[position])) {
      byte next = line[position++];
      if (next == '"' || next == '\'') {
        quoted(next, argument);
        break;
      }
      argument.write(next);
    }
    return argument.toByteArray();
  }

  /**
   * Reads on from behind an opening quote to behind the closing one, which must end the argument.
   */
  private void quoted(byte quote, ByteArrayOutputStream argument) {
    while (position < line.length) {
      byte next = line[position++];
      if (next == quote) {
        if (position < line.length && !isBlank(line[position])) {
          break;
        }
        return;
      }
      if (next == '\\' && quote == '"' && position < line.length) {
        argument.write(escaped());
      } else if (next == '\\' && position < line.length && line[position] == '\'') {
        argument.write(line[position++]);
      } else {
        argument.write(next);
      }
    }
    throw ProtocolException.malformed("unbalanced quotes in request");
  }

  /** Reads what follows a backslash between double quotes. */
  private int escaped() {
    byte next = line[position++];
    if (next == 'x' && position + 1 < line.length) {
      int high = Character.digit(line[position], 16);
      int low = Character.digit(line[position + 1], 16);
      if (high >= 0 && low >= 0) {
        position += 2;
        return high << 4 | low;
      }
    }
    return switch (next) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 0x07;
      default -> next;
    };
  }

  /** What may stand between arguments. */
  private static boolean isBlank(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /** What ends an argument outside quotes: fewer characters than {@link #isBlank}, as in Redis. */
  private static boolean isSeparator(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}
