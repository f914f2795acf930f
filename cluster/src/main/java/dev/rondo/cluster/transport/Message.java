package dev.rondo.cluster.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.cluster.NodeId;
import dev.rondo.storage.Key;
import org.jspecify.annotations.Nullable;

/**
 * What one node says to another. Requests carry a number that their reply repeats; the number means
 * something to the asking node alone. Byte arrays are given away, never copied and never changed.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying values is dear
public sealed interface Message {

  /** A message that is answered by a {@link Reply} with the same number. */
  sealed interface Request extends Message {
    long id();
  }

  /** The answer to a {@link Request}. */
  sealed interface Reply extends Message {
    long id();
  }

  /** A packet of membership; its contents are the membership's own. */
  record Gossip(byte[] packet) implements Message {}

  /**
   * Asks a replica for what it has of a key.
   *
   * @param epoch the ring the sender knows
   * @param kind how much of the entry the answer is to carry
   */
  record Read(long id, long epoch, Key key, ReadKind kind) implements Request {}

  /** How much of an entry a {@link Read} asks for. */
  enum ReadKind {
    /** The entry with its contents. */
    FULL,
    /** Its version alone: type, clock, expiry. */
    VERSION
  }

  /**
   * A replica's answer to a {@link Read}.
   *
   * @param status how it went; with anything but OK there is no entry
   * @param row the stored row's bytes as {@link dev.rondo.storage.EntryCodec} writes them (only the
   *     version of it when that was asked for), null when the replica has nothing
   */
  record ReadReply(long id, Status status, byte @Nullable [] row) implements Reply {}

  /**
   * Has a replica merge an entry into what it has.
   *
   * @param epoch the ring the sender knows
   * @param row the entry, as {@link dev.rondo.storage.EntryCodec} writes it
   * @param hintFor the node this write is kept for because it cannot be reached; null when the
   *     receiver is a replica itself
   */
  record Write(long id, long epoch, Key key, byte[] row, @Nullable NodeId hintFor)
      implements Request {}

  /** Whether a {@link Write} is done: committed as the replica's {@code appendfsync} demands. */
  record WriteReply(long id, Status status) implements Reply {}

  /**
   * Has another node run a command as if its own client had sent it.
   *
   * @param epoch the ring the sender knows
   * @param sentMillis when it was sent, by a clock of the sender's that never jumps; from any
   *     origin
   * @param timeoutMillis how long the sender waits for the answer
   * @param command what is to be done; the front end's own bytes
   */
  record Forward(long id, long epoch, long sentMillis, int timeoutMillis, byte[] command)
      implements Request {}

  /**
   * The answer to a {@link Forward}.
   *
   * @param status OK, or why the command was not run
   * @param reply the front end's own bytes if OK; otherwise the reason in UTF-8, or nothing
   */
  record ForwardReply(long id, Status status, byte[] reply) implements Reply {
    /** Longer reasons are cut: they are shown to people alone. */
    private static final int MAX_REASON_CHARACTERS = 1_000;

    /** The answer to a command that was not run, or failed. */
    public static ForwardReply refusal(long id, Status status, String reason) {
      String shown = reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARACTERS));
      return new ForwardReply(id, status, shown.getBytes(UTF_8));
    }

    /** Why the command was not run; empty when the other node gave no reason. */
    public String reason() {
      return new String(reply, UTF_8);
    }
  }

  /**
   * Tells a node that came back that the sender has delivered every hint it kept for it.
   *
   * @param incarnation the life of the receiver that this speaks of
   */
  record HintsDelivered(long incarnation) implements Message {}

  /** How a request ended. */
  enum Status {
    /** It was done. */
    OK,
    /** The receiver is not the one to ask: the sender's ring is old, or the receiver's is. */
    NOT_MINE,
    /** The receiver has too much to do; nothing was done. */
    OVERLOADED,
    /** The receiver may not coordinate writes yet: it is catching up; nothing was done. */
    NOT_READY,
    /** The receiver failed; a write may have been applied. */
    FAILED
  }
}
