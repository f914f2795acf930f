package dev.rondo.cluster.transport;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.Message.Forward;
import dev.rondo.cluster.transport.Message.ForwardReply;
import dev.rondo.cluster.transport.Message.Gossip;
import dev.rondo.cluster.transport.Message.HintsDelivered;
import dev.rondo.cluster.transport.Message.Read;
import dev.rondo.cluster.transport.Message.ReadKind;
import dev.rondo.cluster.transport.Message.ReadReply;
import dev.rondo.cluster.transport.Message.Status;
import dev.rondo.cluster.transport.Message.Write;
import dev.rondo.cluster.transport.Message.WriteReply;
import dev.rondo.storage.Key;
import dev.rondo.storage.StoreException;
import dev.rondo.storage.Varint;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Messages to bytes and back, as {@code cluster/PROTOCOL.md} specifies. A message travels as a head
 * and a tail: the tail is the message's one large byte array, so that it is copied neither here nor
 * when it is received. The numbers on the wire are those below; the order of enum constants in Java
 * means nothing.
 */
public final class MessageCodec {
  /** The version of the form below, the first byte of every head. */
  public static final int VERSION = 1;

  private static final int GOSSIP = 1;
  private static final int READ = 2;
  private static final int READ_REPLY = 3;
  private static final int WRITE = 4;
  private static final int WRITE_REPLY = 5;
  private static final int FORWARD = 6;
  private static final int FORWARD_REPLY = 7;
  private static final int HINTS_DELIVERED = 8;

  private static final byte[] NO_TAIL = {};

  private MessageCodec() {}

  /**
   * Makes a message ready to be sent; no array is copied.
   *
   * @throws IllegalArgumentException when the message has no form in bytes: a negative timeout
   */
  public static Frame frame(Message message) {
    if (message instanceof Write m) {
      long hintFor = m.hintFor() == null ? 0 : m.hintFor().actor();
      return frame(WRITE, m.key(), m.row(), m.id(), m.epoch(), hintFor);
    } else if (message instanceof WriteReply m) {
      return frame(WRITE_REPLY, null, NO_TAIL, m.id(), number(m.status()));
    } else if (message instanceof Read m) {
      return frame(READ, m.key(), NO_TAIL, m.id(), m.epoch(), number(m.kind()));
    } else if (message instanceof ReadReply m) {
      byte[] row = m.row();
      boolean found = row != null;
      return frame(
          READ_REPLY, null, row == null ? NO_TAIL : row, m.id(), number(m.status()), found ? 1 : 0);
    } else if (message instanceof Forward m) {
      if (m.timeoutMillis() < 0) {
        throw new IllegalArgumentException("negative timeout: " + m.timeoutMillis());
      }
      return frame(
          FORWARD, null, m.command(), m.id(), m.epoch(), m.sentMillis(), m.timeoutMillis());
    } else if (message instanceof ForwardReply m) {
      return frame(FORWARD_REPLY, null, m.reply(), m.id(), number(m.status()));
    } else if (message instanceof Gossip m) {
      return frame(GOSSIP, null, m.packet());
    } else if (message instanceof HintsDelivered m) {
      return frame(HINTS_DELIVERED, null, NO_TAIL, m.incarnation());
    }
    throw new AssertionError("a message without a form: " + message.getClass());
  }

  private static Frame frame(int type, @Nullable Key key, byte[] tail, long... numbers) {
    return new Frame(type, numbers, key, tail);
  }

  /**
   * Reads a message.
   *
   * @param head all of the head and nothing else; read to its end
   * @param tail given away
   * @throws IllegalArgumentException when these bytes are no message
   */
  public static Message read(ByteBuffer head, byte[] tail) {
    Message message;
    try {
      int version = head.get();
      if (version != VERSION) {
        throw new IllegalArgumentException("a message of unknown version " + version);
      }
      message = readBody(head, tail);
    } catch (BufferUnderflowException | StoreException e) {
      throw new IllegalArgumentException("a message's head is malformed", e);
    }
    if (head.hasRemaining()) {
      throw new IllegalArgumentException("a message's head is too long");
    }
    return message;
  }

  private static Message readBody(ByteBuffer head, byte[] tail) {
    int type = head.get();
    return switch (type) {
      case GOSSIP -> new Gossip(tail);
      case READ -> withoutTail(tail, readRead(head));
      case READ_REPLY -> readReadReply(head, tail);
      case WRITE -> readWrite(head, tail);
      case WRITE_REPLY -> withoutTail(tail, new WriteReply(Varint.read(head), readStatus(head)));
      case FORWARD ->
          new Forward(
              Varint.read(head),
              Varint.read(head),
              Varint.read(head),
              readTimeoutMillis(head),
              tail);
      case FORWARD_REPLY -> new ForwardReply(Varint.read(head), readStatus(head), tail);
      case HINTS_DELIVERED -> withoutTail(tail, new HintsDelivered(Varint.read(head)));
      default -> throw new IllegalArgumentException("a message of unknown type " + type);
    };
  }

  private static Read readRead(ByteBuffer head) {
    long id = Varint.read(head);
    long epoch = Varint.read(head);
    ReadKind kind = readKind(head);
    return new Read(id, epoch, readKey(head), kind);
  }

  private static Message readReadReply(ByteBuffer head, byte[] tail) {
    long id = Varint.read(head);
    Status status = readStatus(head);
    long found = Varint.read(head);
    if (found == 0) {
      return withoutTail(tail, new ReadReply(id, status, null));
    } else if (found == 1) {
      return new ReadReply(id, status, tail);
    }
    throw new IllegalArgumentException("neither found nor not: " + found);
  }

  private static Write readWrite(ByteBuffer head, byte[] tail) {
    long id = Varint.read(head);
    long epoch = Varint.read(head);
    long hintFor = Varint.read(head);
    return new Write(id, epoch, readKey(head), tail, hintFor == 0 ? null : new NodeId(hintFor));
  }

  private static int readTimeoutMillis(ByteBuffer head) {
    long millis = Varint.read(head);
    if (millis < 0 || millis > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("timeout out of range: " + millis);
    }
    return (int) millis;
  }

  /** A key takes what is left of the head. */
  private static Key readKey(ByteBuffer head) {
    int database = head.get() & 0xFF;
    byte[] bytes = new byte[head.remaining()];
    head.get(bytes);
    return new Key(database, bytes);
  }

  private static Message withoutTail(byte[] tail, Message message) {
    if (tail.length > 0) {
      throw new IllegalArgumentException("a tail where none belongs");
    }
    return message;
  }

  private static int number(Status status) {
    return switch (status) {
      case OK -> 0;
      case NOT_MINE -> 1;
      case OVERLOADED -> 2;
      case NOT_READY -> 3;
      case FAILED -> 4;
    };
  }

  private static Status readStatus(ByteBuffer head) {
    long number = Varint.read(head);
    for (Status status : Status.values()) {
      if (number(status) == number) {
        return status;
      }
    }
    throw new IllegalArgumentException("unknown status " + number);
  }

  private static int number(ReadKind kind) {
    return switch (kind) {
      case FULL -> 0;
      case VERSION -> 1;
    };
  }

  private static ReadKind readKind(ByteBuffer head) {
    long number = Varint.read(head);
    for (ReadKind kind : ReadKind.values()) {
      if (number(kind) == number) {
        return kind;
      }
    }
    throw new IllegalArgumentException("unknown kind of read " + number);
  }
}
