package dev.rondo.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * Writes replies, in the version of the protocol that the connection speaks, behind one another
 * into a {@link ReplyBuffer}.
 *
 * <p>A caller speaks RESP3's language; in RESP2 a map becomes a flat array, a set an array, a
 * double a bulk string, and so on, as Redis maps them. An aggregate's method writes only its
 * header: the caller writes as many elements behind it as it announced.
 *
 * <p>Small replies allocate nothing. A payload of 32 KiB or more is referred to, not copied: such
 * an array must not change any more once it was written.
 *
 * <p>One thread at a time may use it.
 */
public final class ReplyWriter {

  private static final byte[] OK = ascii("+OK\r\n");
  private static final byte[] NULL = ascii("_\r\n");
  private static final byte[] NULL_BULK = ascii("$-1\r\n");
  private static final byte[] NULL_ARRAY = ascii("*-1\r\n");
  private static final byte[] TRUE = ascii("#t\r\n");
  private static final byte[] FALSE = ascii("#f\r\n");

  /** Carriage return and line feed. */
  private static final int LINE_END = '\r' << 8 | '\n';

  private static final int LINE_END_BYTES = 2;

  /** A type byte, a sign, 19 digits and the line end. */
  private static final int MAX_HEADER_BYTES = 23;

  private static final int VERBATIM_FORMAT_BYTES = 3;

  private final ReplyBuffer out;
  private final byte[] header = new byte[MAX_HEADER_BYTES];
  private RespVersion version;

  /** Creates a writer that appends to {@code out}. */
  public ReplyWriter(ReplyBuffer out, RespVersion version) {
    this.out = out;
    this.version = version;
  }

  /** The buffer this writes into. */
  public ReplyBuffer buffer() {
    return out;
  }

  /** The version in which the next reply will be written. */
  public RespVersion version() {
    return version;
  }

  /** Changes the version, as {@code HELLO} does. */
  public void version(RespVersion newVersion) {
    version = newVersion;
  }

  /** {@code +OK}. */
  public void ok() {
    copy(OK);
  }

  /** A status such as {@code +PONG}. Line ends in it become blanks. */
  public void simple(String text) {
    line('+', text.getBytes(UTF_8));
  }

  /** An error, {@code text} beginning with its code ({@code ERR}). Line ends become blanks. */
  public void error(String text) {
    line('-', text.getBytes(UTF_8));
  }

  /** As {@link #error(String)}, for a text that quotes a client's bytes as they are. */
  public void error(byte[] text) {
    line('-', text.clone());
  }

  /** The answer to a broken request. */
  public void error(ProtocolException e) {
    line('-', e.replyText().getBytes(ISO_8859_1));
  }

  /** An integer: {@code :n}. */
  public void integer(long value) {
    number(':', value);
  }

  /** A bulk string. */
  public void bulk(byte[] payload) {
    bulk(payload, 0, payload.length);
  }

  /** A bulk string out of {@code length} bytes of {@code payload} from {@code offset} on. */
  public void bulk(byte[] payload, int offset, int length) {
    number('$', length);
    payload(payload, offset, length);
  }

  /** A bulk string, encoded in UTF-8. */
  public void bulk(String text) {
    // Within LARGE_BYTES even if each character takes three bytes: no array in between.
    if (text.length() > ReplyBuffer.LARGE_BYTES / 3) {
      bulk(text.getBytes(UTF_8));
      return;
    }
    int length = ByteBufUtil.utf8Bytes(text);
    number('$', length);
    ByteBuf room = out.room(length + LINE_END_BYTES);
    if (length == text.length()) {
      ByteBufUtil.writeAscii(room, text);
    } else {
      ByteBufUtil.writeUtf8(room, text);
    }
    room.writeShort(LINE_END);
  }

  /** The absent value: RESP2 {@code $-1}, RESP3 {@code _}. */
  public void nil() {
    copy(version == RespVersion.RESP3 ? NULL : NULL_BULK);
  }

  /** The absent value where an array was due: RESP2 {@code *-1}, RESP3 {@code _}. */
  public void nilArray() {
    copy(version == RespVersion.RESP3 ? NULL : NULL_ARRAY);
  }

  /** The header of an array; {@code size} elements follow. */
  public void array(int size) {
    aggregate('*', size);
  }

  /** An array without elements. */
  public void emptyArray() {
    array(0);
  }

  /**
   * The header of a map; {@code pairs} times a key and its value follow. RESP2: an array of both.
   */
  public void map(int pairs) {
    if (version == RespVersion.RESP3) {
      aggregate('%', pairs);
    } else {
      aggregate('*', Math.multiplyExact(pairs, 2));
    }
  }

  /** The header of a set; {@code size} elements follow. RESP2: an array. */
  public void set(int size) {
    aggregate(version == RespVersion.RESP3 ? '~' : '*', size);
  }

  /**
   * The header of a message that is no reply, such as one of pub/sub; {@code size} elements follow.
   * RESP2: an array.
   */
  public void push(int size) {
    aggregate(version == RespVersion.RESP3 ? '>' : '*', size);
  }

  /**
   * The header of attributes of the next reply; {@code pairs} times a key and its value follow, and
   * then the reply.
   *
   * @throws IllegalStateException in RESP2, which has none: the caller has to leave them out
   */
  public void attribute(int pairs) {
    if (version != RespVersion.RESP3) {
      throw new IllegalStateException("RESP2 has no attributes");
    }
    aggregate('|', pairs);
  }

  /** A truth value. RESP2: the integer 1 or 0. */
  public void bool(boolean value) {
    if (version == RespVersion.RESP3) {
      copy(value ? TRUE : FALSE);
    } else {
      integer(value ? 1 : 0);
    }
  }

  /** A floating point number, formatted by {@link RealFormat}. RESP2: a bulk string. */
  public void real(double value) {
    real(RealFormat.format(value));
  }

  /** A floating point number that the caller has formatted. RESP2: a bulk string. */
  public void real(String formatted) {
    lineOrBulk(',', formatted);
  }

  /** An integer of any size in decimal digits. RESP2: a bulk string. */
  public void bigNumber(String digits) {
    lineOrBulk('(', digits);
  }

  /**
   * Text for people to read.
   *
   * @param format three characters: {@code txt}, or {@code mkd} for Markdown; RESP2 leaves it out
   */
  public void verbatim(String format, String text) {
    if (format.length() != VERBATIM_FORMAT_BYTES) {
      throw new IllegalArgumentException("a format has three characters: " + format);
    }
    if (version == RespVersion.RESP3) {
      byte[] payload = (format + ':' + text).getBytes(UTF_8);
      number('=', payload.length);
      payload(payload, 0, payload.length);
    } else {
      bulk(text);
    }
  }

  /**
   * Replies, or elements of one, that are encoded already in the version of this writer.
   *
   * @param replies not to be changed any more
   */
  public void encoded(byte[] replies) {
    encoded(replies, 0, replies.length);
  }

  /** As {@link #encoded(byte[])}, {@code length} bytes from {@code offset} on. */
  public void encoded(byte[] replies, int offset, int length) {
    if (length >= ReplyBuffer.LARGE_BYTES) {
      out.refer(replies, offset, length);
    } else {
      out.room(length).writeBytes(replies, offset, length);
    }
  }

  private void aggregate(char type, int size) {
    if (size < 0) {
      throw new IllegalArgumentException("negative size: " + size);
    }
    number(type, size);
  }

  private void lineOrBulk(char type, String text) {
    if (version == RespVersion.RESP3) {
      line(type, text.getBytes(US_ASCII));
    } else {
      bulk(text);
    }
  }

  /** Writes a line with {@code text}, in which line ends are replaced first: in place. */
  private void line(char type, byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\r' || text[i] == '\n') {
        text[i] = ' ';
      }
    }
    out.room(1).writeByte(type);
    payload(text, 0, text.length);
  }

  /** Writes {@code type}, the number in decimal and a line end. */
  private void number(char type, long value) {
    int start = MAX_HEADER_BYTES;
    header[--start] = '\n';
    header[--start] = '\r';
    // Below zero, where the range is larger by one.
    long rest = value < 0 ? value : -value;
    do {
      header[--start] = (byte) ('0' - rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (value < 0) {
      header[--start] = '-';
    }
    header[--start] = (byte) type;
    int length = MAX_HEADER_BYTES - start;
    out.room(length).writeBytes(header, start, length);
  }

  /** Writes bytes and a line end. */
  private void payload(byte[] payload, int offset, int length) {
    if (length >= ReplyBuffer.LARGE_BYTES) {
      out.refer(payload, offset, length);
      out.room(LINE_END_BYTES).writeShort(LINE_END);
    } else {
      out.room(length + LINE_END_BYTES).writeBytes(payload, offset, length).writeShort(LINE_END);
    }
  }

  private void copy(byte[] reply) {
    out.room(reply.length).writeBytes(reply);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
