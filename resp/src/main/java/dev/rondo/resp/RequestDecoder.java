package dev.rondo.resp;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Turns the bytes a client sends into requests: a state machine with one method a state.
 *
 * <pre>
 *  START --"*2\r\n"--&gt; LENGTH --"$3\r\n"--&gt; BULK ------"GET\r\n"------&gt; LENGTH ... COMPLETE
 *    |                         \--"$99999\r\n"--&gt; LARGE_BULK -&gt; LARGE_BULK_END --/     |
 *     \--"GET key\r\n" (inline)-------------------------------------------------------/
 * </pre>
 *
 * <p>What was not consumed stays in the caller's buffer, which must begin with it at the next call.
 * That is little: an incomplete line (at most 64 KiB), an incomplete bulk string shorter than 32
 * KiB, or the first 16 KiB of a longer one. A longer one is received piece by piece in its final
 * array.
 *
 * <p>Nothing is allocated on a client's word alone: arrays grow with what has arrived, and before
 * they exceed 64 KiB a request, a {@link PayloadBudget} is asked. The reservation is given back
 * when the request was handed over, or by {@link #close}.
 *
 * <p>One instance serves one connection; one thread at a time may call it.
 */
public final class RequestDecoder implements AutoCloseable {

  /** The longest line, line end excluded: an inline command or a length header. */
  static final int MAX_LINE_BYTES = 64 << 10;

  /** From this length on a bulk string is received piece by piece. */
  static final int LARGE_BULK_BYTES = 32 << 10;

  /** What must have come of a large bulk string before an array is allocated for it. */
  static final int FIRST_PIECE_BYTES = 16 << 10;

  /** An array for a large bulk string is at most so many times as long as what has come of it. */
  private static final int GROWTH = 16;

  /** A request takes so much without asking the budget, and reserves in steps of as much. */
  static final int UNRESERVED_BYTES = 8 << 10;

  /** The array's header and its place in the arguments, on a 64-bit JVM. */
  private static final int ARGUMENT_OVERHEAD_BYTES = 24;

  private static final int INITIAL_ARGUMENTS = 16;
  private static final int LINE_END_BYTES = 2;

  /** What a client may send before it has authenticated, as in Redis. */
  private static final int MAX_UNAUTHENTICATED_ARGUMENTS = 10;

  private static final int MAX_UNAUTHENTICATED_BULK_BYTES = 16 << 10;

  /** The longest array a JVM allocates. */
  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

  private static final byte[] NO_BYTES = {};
  private static final byte[][] NO_ARGUMENTS = {};

  /** What comes next in the input. */
  private enum State {
    /** The first line of a request: {@code *<count>}, or an inline command. */
    START,
    /** {@code $<length>}. */
    LENGTH,
    /** The bytes of a bulk string that is taken as a whole, and its line end. */
    BULK,
    /** The bytes of a bulk string that is taken piece by piece. */
    LARGE_BULK,
    /** The line end behind it. */
    LARGE_BULK_END,
    /** Nothing: the request is to be handed over. */
    COMPLETE,
    /** Nothing that matters: after an error, or {@link #close}. */
    CLOSED
  }

  private final Supplier<RequestLimits> limits;
  private final PayloadBudget budget;
  private boolean authenticated;

  private State state = State.START;

  /** How much of the current line was searched for its end, so that no byte is searched twice. */
  private int searchedBytes;

  private int expectedArguments;
  private int receivedArguments;
  private byte[][] arguments = NO_ARGUMENTS;

  private int bulkBytes;
  private byte[] largeBulk = NO_BYTES;
  private int largeBulkReceived;

  /** What the request will take when the announced arguments have come. */
  private long announcedBytes;

  private long allocatedBytes;
  private long reservedBytes;

  /**
   * Creates a decoder for a connection that has not authenticated.
   *
   * @param limits asked again for each header, so that a changed setting has effect at once
   */
  public RequestDecoder(Supplier<RequestLimits> limits, PayloadBudget budget) {
    this.limits = limits;
    this.budget = budget;
  }

  /**
   * Says whether the client may send more than 10 arguments and 16 KiB an argument, as from the
   * next header on: it has authenticated, or need not.
   */
  public void authenticated(boolean authenticated) {
    this.authenticated = authenticated;
  }

  /**
   * Consumes {@code in} as far as possible and hands each complete request to {@code sink}, until
   * the sink pauses; another call goes on from there. After an error or {@link #close} all input is
   * discarded.
   *
   * @throws ProtocolException when the client broke the protocol or a limit; requests before that
   *     place have been handed over
   */
  public void decode(ByteBuf in, RequestSink sink) {
    try {
      while (step(in, sink)) {}
    } catch (ProtocolException e) {
      close();
      throw e;
    }
  }

  /** Drops a half-received request and gives back its reservation. May be called repeatedly. */
  @Override
  public void close() {
    clear();
    releaseReservation();
    state = State.CLOSED;
  }

  /** Takes the next step; false when the input does not suffice for it, or the sink paused. */
  private boolean step(ByteBuf in, RequestSink sink) {
    return switch (state) {
      case START -> readStart(in);
      case LENGTH -> readLength(in);
      case BULK -> readBulk(in);
      case LARGE_BULK -> readLargeBulk(in);
      case LARGE_BULK_END -> readLargeBulkEnd(in);
      case COMPLETE -> handOver(sink);
      case CLOSED -> discard(in);
    };
  }

  private boolean readStart(ByteBuf in) {
    if (!in.isReadable()) {
      return false;
    }
    return in.getByte(in.readerIndex()) == '*' ? readCount(in) : readInline(in);
  }

  private boolean readInline(ByteBuf in) {
    int length = lineLength(in, '\n', 0, "too big inline request");
    if (length < 0) {
      return false;
    }
    byte[] line = new byte[length];
    in.readBytes(line).skipBytes(1);
    // The splitter takes a carriage return at the end for the blank that it is.
    arguments = InlineArguments.split(line);
    if (arguments.length > 0) {
      state = State.COMPLETE;
    }
    return true;
  }

  private boolean readCount(ByteBuf in) {
    int length = lineLength(in, '\r', 1, "too big mbulk count string");
    if (length < 0) {
      return false;
    }
    long count = readNumber(in, length, "invalid multibulk length");
    if (count > limits.get().maxArguments()) {
      throw ProtocolException.malformed("invalid multibulk length");
    }
    if (count > MAX_UNAUTHENTICATED_ARGUMENTS && !authenticated) {
      throw ProtocolException.malformed("unauthenticated multibulk length");
    }
    if (count > 0) {
      expectedArguments = (int) count;
      arguments = new byte[Math.min(expectedArguments, INITIAL_ARGUMENTS)][];
      state = State.LENGTH;
    }
    return true;
  }

  private boolean readLength(ByteBuf in) {
    int length = lineLength(in, '\r', 1, "too big bulk count string");
    if (length < 0) {
      return false;
    }
    byte type = in.getByte(in.readerIndex());
    if (type != '$') {
      throw ProtocolException.malformed("expected '$', got '" + (char) (type & 0xFF) + "'");
    }
    long bytes = readNumber(in, length, "invalid bulk length");
    RequestLimits current = limits.get();
    if (bytes < 0 || bytes > Math.min(current.maxBulkBytes(), MAX_ARRAY_BYTES)) {
      throw ProtocolException.malformed("invalid bulk length");
    }
    if (bytes > MAX_UNAUTHENTICATED_BULK_BYTES && !authenticated) {
      throw ProtocolException.malformed("unauthenticated bulk length");
    }
    announcedBytes += bytes + ARGUMENT_OVERHEAD_BYTES;
    if (announcedBytes > current.maxRequestBytes()) {
      throw ProtocolException.requestTooLarge();
    }
    bulkBytes = (int) bytes;
    state = bulkBytes < LARGE_BULK_BYTES ? State.BULK : State.LARGE_BULK;
    return true;
  }

  private boolean readBulk(ByteBuf in) {
    if (in.readableBytes() < bulkBytes + LINE_END_BYTES) {
      return false;
    }
    countAllocation(bulkBytes + ARGUMENT_OVERHEAD_BYTES);
    byte[] bulk = new byte[bulkBytes];
    in.readBytes(bulk).skipBytes(LINE_END_BYTES);
    addArgument(bulk);
    return true;
  }

  private boolean readLargeBulk(ByteBuf in) {
    int available = Math.min(in.readableBytes(), bulkBytes - largeBulkReceived);
    if (largeBulkReceived + available < FIRST_PIECE_BYTES) {
      return false;
    }
    growLargeBulk(largeBulkReceived + available);
    in.readBytes(largeBulk, largeBulkReceived, available);
    largeBulkReceived += available;
    if (largeBulkReceived < bulkBytes) {
      return false;
    }
    state = State.LARGE_BULK_END;
    return true;
  }

  private boolean readLargeBulkEnd(ByteBuf in) {
    if (in.readableBytes() < LINE_END_BYTES) {
      return false;
    }
    in.skipBytes(LINE_END_BYTES);
    byte[] bulk = largeBulk;
    largeBulk = NO_BYTES;
    largeBulkReceived = 0;
    addArgument(bulk);
    return true;
  }

  private boolean handOver(RequestSink sink) {
    byte[][] complete = arguments;
    clear();
    state = State.START;
    try {
      return sink.onRequest(complete);
    } finally {
      releaseReservation();
    }
  }

  private static boolean discard(ByteBuf in) {
    in.skipBytes(in.readableBytes());
    return false;
  }

  /**
   * The length of the line {@code in} begins with, up to {@code terminator}; -1 when the
   * terminator, or one of the {@code trailing} bytes behind it, has not come.
   */
  private int lineLength(ByteBuf in, char terminator, int trailing, String tooLong) {
    int start = in.readerIndex();
    int end = in.indexOf(start + searchedBytes, in.writerIndex(), (byte) terminator);
    int length = (end < 0 ? in.writerIndex() : end) - start;
    if (length > MAX_LINE_BYTES) {
      throw ProtocolException.malformed(tooLong);
    }
    if (end < 0 || end + trailing >= in.writerIndex()) {
      searchedBytes = length;
      return -1;
    }
    searchedBytes = 0;
    return length;
  }

  /**
   * Consumes a header line of {@code length} bytes and returns the number behind its type byte.
   * Redis takes only a number's shortest form: no plus sign, no zeros in front, no blanks. The line
   * end is a carriage return and any byte.
   */
  private static long readNumber(ByteBuf in, int length, String invalid) {
    int start = in.readerIndex() + 1;
    int end = in.readerIndex() + length;
    boolean negative = start < end && in.getByte(start) == '-';
    int first = negative ? start + 1 : start;
    int digits = end - first;
    boolean zeroInFront = digits > 0 && in.getByte(first) == '0' && (digits > 1 || negative);
    if (digits < 1 || digits > 19 || zeroInFront) {
      throw ProtocolException.malformed(invalid);
    }
    // Summed up below zero, where the range is larger by one; 19 digits that overflow come out
    // above.
    long sum = 0;
    for (int i = first; i < end; i++) {
      int digit = in.getByte(i) - '0';
      if (digit < 0 || digit > 9) {
        throw ProtocolException.malformed(invalid);
      }
      sum = sum * 10 - digit;
    }
    if (sum > 0 || (sum == Long.MIN_VALUE && !negative)) {
      throw ProtocolException.malformed(invalid);
    }
    in.skipBytes(length + LINE_END_BYTES);
    return negative ? sum : -sum;
  }

  private void addArgument(byte[] argument) {
    if (receivedArguments == arguments.length) {
      int capacity = (int) Math.min(expectedArguments, 2L * arguments.length);
      arguments = Arrays.copyOf(arguments, capacity);
    }
    arguments[receivedArguments++] = argument;
    state = receivedArguments == expectedArguments ? State.COMPLETE : State.LENGTH;
  }

  /** Makes room for the first {@code arrived} bytes, and for more in proportion to them. */
  private void growLargeBulk(int arrived) {
    if (arrived > largeBulk.length) {
      int capacity = (int) Math.min(bulkBytes, (long) GROWTH * arrived);
      countAllocation(capacity - largeBulk.length);
      largeBulk = Arrays.copyOf(largeBulk, capacity);
    }
  }

  /** To be called before {@code bytes} are allocated: asks the budget when it becomes much. */
  private void countAllocation(int bytes) {
    allocatedBytes += bytes;
    if (allocatedBytes >= UNRESERVED_BYTES && allocatedBytes > reservedBytes) {
      long step = Math.max(allocatedBytes - reservedBytes, UNRESERVED_BYTES);
      if (!budget.tryReserve(step)) {
        throw ProtocolException.outOfMemory();
      }
      reservedBytes += step;
    }
  }

  /** Forgets the current request. */
  private void clear() {
    searchedBytes = 0;
    expectedArguments = 0;
    receivedArguments = 0;
    arguments = NO_ARGUMENTS;
    bulkBytes = 0;
    largeBulk = NO_BYTES;
    largeBulkReceived = 0;
    announcedBytes = 0;
    allocatedBytes = 0;
  }

  private void releaseReservation() {
    if (reservedBytes > 0) {
      budget.release(reservedBytes);
      reservedBytes = 0;
    }
  }
}
