package dev.rondo.resp;

/**
 * How large a request may be. Lines (inline commands and length headers) and what a client may send
 * before it has authenticated are bounded by constants of {@link RequestDecoder}, as in Redis.
 *
 * @param maxBulkBytes the longest single argument, Redis's {@code proto-max-bulk-len}
 * @param maxArguments the most arguments of one request, the command's name included
 * @param maxRequestBytes the most memory that one request may take while it is received: its
 *     arguments and their overhead; Redis's {@code client-query-buffer-limit}
 */
public record RequestLimits(long maxBulkBytes, int maxArguments, long maxRequestBytes) {

  /**
   * Redis 7's defaults: 512 MiB an argument, 2^31 - 1 arguments, 1 GiB in all. It is the last of
   * them that bounds the number of arguments in practice.
   */
  public static final RequestLimits DEFAULT =
      new RequestLimits(512L << 20, Integer.MAX_VALUE, 1L << 30);

  public RequestLimits {
    if (maxBulkBytes <= 0 || maxArguments <= 0 || maxRequestBytes <= 0) {
      throw new IllegalArgumentException(
          "limits must be positive: %d, %d, %d"
              .formatted(maxBulkBytes, maxArguments, maxRequestBytes));
    }
  }

  /** These limits with another {@link #maxBulkBytes}. */
  public RequestLimits withMaxBulkBytes(long bytes) {
    return new RequestLimits(bytes, maxArguments, maxRequestBytes);
  }

  /** These limits with another {@link #maxArguments}. */
  public RequestLimits withMaxArguments(int arguments) {
    return new RequestLimits(maxBulkBytes, arguments, maxRequestBytes);
  }

  /** These limits with another {@link #maxRequestBytes}. */
  public RequestLimits withMaxRequestBytes(long bytes) {
    return new RequestLimits(maxBulkBytes, maxArguments, bytes);
  }
}
