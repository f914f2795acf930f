package dev.rondo.server.command.strings;

import dev.rondo.server.command.CommandException;
import java.util.function.LongSupplier;

/**
 * How long a value may become: {@code proto-max-bulk-len}, and what an array can hold. Any thread
 * may use it.
 */
public final class ValueLimit {
  /** The longest array that every Java virtual machine makes. */
  private static final long MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

  private final LongSupplier protoMaxBulkLen;

  /**
   * @param protoMaxBulkLen gives the present setting, in bytes; may change while the node runs
   */
  public ValueLimit(LongSupplier protoMaxBulkLen) {
    this.protoMaxBulkLen = protoMaxBulkLen;
  }

  /** The most bytes a value may have now. */
  public long maxBytes() {
    return Math.min(protoMaxBulkLen.getAsLong(), MAX_ARRAY_BYTES);
  }

  /**
   * The length of {@code added} bytes behind {@code offset} others; none of the two is negative.
   *
   * @throws CommandException when that is longer than a value may be
   */
  int lengthOf(long offset, int added) {
    if (offset > maxBytes() - added) {
      throw new CommandException("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    }
    return (int) (offset + added);
  }
}
