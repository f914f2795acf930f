package dev.rondo.resp;

/**
 * A client sent what cannot be a request, or more than it may. The connection cannot go on: where
 * the next request starts is unknown.
 *
 * <p>The message is the text after the error code, as Redis sends it: {@code Protocol error:
 * invalid bulk length}. It may quote a byte of the client's, so that its characters stand for one
 * byte each (ISO 8859-1); {@link ReplyWriter#error(ProtocolException)} writes it so.
 *
 * <p>Clients can provoke it at will, so it costs no stack trace.
 */
public final class ProtocolException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is wrong, and what the server does about it. */
  public enum Kind {
    /** Not RESP, or a length past its limit: answer the message and close. */
    MALFORMED("ERR"),
    /** No memory for a large payload: answer the message and close. */
    OUT_OF_MEMORY("OOM"),
    /**
     * The request outgrew {@link RequestLimits#maxRequestBytes}: close, without an answer, as Redis
     * does past {@code client-query-buffer-limit}.
     */
    REQUEST_TOO_LARGE("ERR");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /** The first word of the error reply. */
    public String code() {
      return code;
    }
  }

  private final Kind kind;

  private ProtocolException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  static ProtocolException malformed(String detail) {
    return new ProtocolException(Kind.MALFORMED, "Protocol error: " + detail);
  }

  static ProtocolException outOfMemory() {
    return new ProtocolException(
        Kind.OUT_OF_MEMORY, "command not allowed when used memory > 'maxmemory'.");
  }

  static ProtocolException requestTooLarge() {
    return new ProtocolException(
        Kind.REQUEST_TOO_LARGE, "Protocol error: request exceeds client-query-buffer-limit");
  }

  /** What is wrong, and what the server does about it. */
  public Kind kind() {
    return kind;
  }

  /** The whole text of the error reply, code included: {@code ERR Protocol error: ...}. */
  public String replyText() {
    return kind.code() + " " + getMessage();
  }
}
