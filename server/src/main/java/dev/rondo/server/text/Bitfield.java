package dev.rondo.server.text;

import static dev.rondo.server.text.InvalidValueException.SYNTAX;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A parsed BITFIELD or BITFIELD_RO command: a list of reads and writes of integers of 1 to 64 bits
 * at any bit offset of a value. A pure program: {@link #parse} makes it from arguments, {@link
 * #apply} runs it on a value and returns the replies and the changed copy.
 */
public final class Bitfield {
  static final String BAD_OFFSET = "ERR bit offset is not an integer or out of range";
  private static final String BAD_TYPE =
      "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.";

  private final List<Operation> operations;

  private Bitfield(List<Operation> operations) {
    this.operations = List.copyOf(operations);
  }

  /** What a write does with a number its field cannot hold. */
  public enum Overflow {
    /** Keeps the lowest bits. */
    WRAP,
    /** Writes the nearest number the field can hold. */
    SAT,
    /** Writes nothing and replies null. */
    FAIL
  }

  /** One step, on the field of {@code type} whose first bit is {@code offset}. */
  public sealed interface Operation {
    BitfieldType type();

    long offset();
  }

  /** Replies the field's number. */
  public record Get(BitfieldType type, long offset) implements Operation {}

  /** Replies the field's number and replaces it by {@code value}. */
  public record Set(BitfieldType type, long offset, long value, Overflow overflow)
      implements Operation {}

  /** Adds {@code increment} to the field's number and replies the sum. */
  public record IncrBy(BitfieldType type, long offset, long increment, Overflow overflow)
      implements Operation {}

  /** What running the program gave. */
  public static final class Result {
    private final List<@Nullable Long> replies;
    private final byte @Nullable [] newValue;

    private Result(List<@Nullable Long> replies, byte @Nullable [] newValue) {
      this.replies = Collections.unmodifiableList(replies);
      this.newValue = newValue;
    }

    /** One number for each operation, in order; null where {@link Overflow#FAIL} refused it. */
    public List<@Nullable Long> replies() {
      return replies;
    }

    /**
     * The value to store, or null when it stays as it is: the program only reads, or no write gave
     * its field another number. A value that is shorter than the farthest field written grows, even
     * where every write was refused.
     */
    public byte @Nullable [] newValue() {
      return newValue;
    }
  }

  /**
   * Parses what follows the key: {@code [GET type offset] [SET type offset value] [INCRBY type
   * offset increment] [OVERFLOW WRAP|SAT|FAIL] ...}. An OVERFLOW holds for the writes behind it.
   *
   * @param maxValueBytes longest value allowed ({@code proto-max-bulk-len}); offsets must lie
   *     inside it
   * @throws InvalidValueException with Redis's text for a syntax error, a bad type, offset, number
   *     or overflow word
   */
  public static Bitfield parse(List<byte[]> arguments, long maxValueBytes) {
    return new Parser(arguments, maxValueBytes).parse();
  }

  /** The steps, in the order they are taken. */
  public List<Operation> operations() {
    return operations;
  }

  /** Whether no operation writes: the only programs BITFIELD_RO takes. */
  public boolean isReadOnly() {
    return operations.stream().allMatch(Get.class::isInstance);
  }

  /**
   * Runs the program on {@code value}, which is not changed; the empty array stands for a missing
   * key.
   */
  public Result apply(byte[] value) {
    byte[] bits =
        isReadOnly() ? value : Arrays.copyOf(value, Math.max(value.length, bytesWritten()));
    boolean changed = bits.length != value.length;
    List<@Nullable Long> replies = new ArrayList<>(operations.size());
    for (Operation operation : operations) {
      long old = operation.type().read(bits, operation.offset());
      replies.add(run(operation, old, bits));
      changed |= operation.type().read(bits, operation.offset()) != old;
    }
    return new Result(replies, changed ? bits : null);
  }

  private int bytesWritten() {
    long farthest =
        operations.stream()
            .filter(operation -> !(operation instanceof Get))
            .mapToLong(operation -> operation.offset() + operation.type().bits() - 1)
            .max()
            .getAsLong();
    return Math.toIntExact((farthest >> 3) + 1);
  }

  private static @Nullable Long run(Operation operation, long old, byte[] bits) {
    BitfieldType type = operation.type();
    if (operation instanceof Set set) {
      Long fitted = type.fit(set.value(), 0, set.overflow());
      return writeIfPresent(set, fitted, bits) ? old : null;
    }
    if (operation instanceof IncrBy incrBy) {
      Long sum = type.fit(old, incrBy.increment(), incrBy.overflow());
      return writeIfPresent(incrBy, sum, bits) ? sum : null;
    }
    return old;
  }

  private static boolean writeIfPresent(Operation operation, @Nullable Long number, byte[] bits) {
    if (number == null) {
      return false;
    }
    operation.type().write(bits, operation.offset(), number);
    return true;
  }

  /** Reads arguments once, left to right, in the order Redis checks them. */
  private static final class Parser {
    private final List<byte[]> arguments;
    private final long maxValueBytes;
    private final List<Operation> operations = new ArrayList<>();
    private Overflow overflow = Overflow.WRAP;
    private int at;

    Parser(List<byte[]> arguments, long maxValueBytes) {
      this.arguments = arguments;
      this.maxValueBytes = maxValueBytes;
    }

    Bitfield parse() {
      while (at < arguments.size()) {
        String word = word(arguments.get(at++));
        switch (word) {
          case "GET" -> {
            need(2);
            BitfieldType type = type();
            operations.add(new Get(type, offset(type)));
          }
          case "SET" -> {
            need(3);
            BitfieldType type = type();
            operations.add(new Set(type, offset(type), number(), overflow));
          }
          case "INCRBY" -> {
            need(3);
            BitfieldType type = type();
            operations.add(new IncrBy(type, offset(type), number(), overflow));
          }
          case "OVERFLOW" -> {
            need(1);
            overflow = overflow();
          }
          default -> throw new InvalidValueException(SYNTAX);
        }
      }
      return new Bitfield(operations);
    }

    private void need(int count) {
      if (arguments.size() - at < count) {
        throw new InvalidValueException(SYNTAX);
      }
    }

    private Overflow overflow() {
      return switch (word(arguments.get(at++))) {
        case "WRAP" -> Overflow.WRAP;
        case "SAT" -> Overflow.SAT;
        case "FAIL" -> Overflow.FAIL;
        default -> throw new InvalidValueException("ERR Invalid OVERFLOW type specified");
      };
    }

    private BitfieldType type() {
      byte[] text = arguments.get(at++);
      BitfieldType type = BitfieldType.parse(text);
      if (type == null) {
        throw new InvalidValueException(BAD_TYPE);
      }
      return type;
    }

    /**
     * An offset in bits, or after a {@code #} in fields of the type. The product wraps, as it does
     * in Redis.
     */
    private long offset(BitfieldType type) {
      byte[] text = arguments.get(at++);
      boolean inFields = text.length > 0 && text[0] == '#';
      byte[] digits = inFields ? Arrays.copyOfRange(text, 1, text.length) : text;
      if (!Numbers.isLong(digits)) {
        throw new InvalidValueException(BAD_OFFSET);
      }
      long offset = Numbers.parseLong(digits) * (inFields ? type.bits() : 1);
      return BitOps.checkOffset(offset, maxValueBytes);
    }

    private long number() {
      return Numbers.parseLong(arguments.get(at++));
    }

    private static String word(byte[] argument) {
      return new String(argument, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
    }
  }
}
