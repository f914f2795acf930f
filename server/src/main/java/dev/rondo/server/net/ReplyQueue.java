package dev.rondo.server.net;

import dev.rondo.resp.ReplyBuffer;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.Reply;
import dev.rondo.server.session.Session;
import dev.rondo.storage.Key;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection's replies in the order of its requests. A reply that comes when all before it have
 * been given is written straight into the outgoing buffer; one that comes early is kept apart until
 * its turn. Used on the connection's event loop alone.
 */
final class ReplyQueue {
  /** Encoded replies that leave together. */
  record Chunk(ReplyBuffer buffer) {
    void release() {
      buffer.release();
    }
  }

  /** The place of a request whose reply is still owed, or has to wait for others. */
  static final class Place {
    private final List<Key> keys;
    private final boolean barrier;
    private boolean silent;
    private boolean given;
    private @Nullable ReplyBuffer early;

    /**
     * @param keys what the request works on
     * @param barrier whether no later request may run before this one is answered
     */
    Place(List<Key> keys, boolean barrier) {
      this.keys = keys;
      this.barrier = barrier;
    }
  }

  private final ByteBufAllocator allocator;
  private final Session session;
  private final Deque<Place> places = new ArrayDeque<>();
  private final Set<Key> keysInFlight = new HashSet<>();
  private int barriers;
  private long earlyBytes;
  private long earlyCopiedBytes;
  private ReplyWriter writer;

  ReplyQueue(ByteBufAllocator allocator, Session session) {
    this.allocator = allocator;
    this.session = session;
    this.writer = new ReplyWriter(new ReplyBuffer(allocator), session.respVersion());
  }

  /** How many requests are owed a reply. */
  int pending() {
    return places.size();
  }

  /** Whether a request on these keys may run before those that are still pending. */
  boolean isIndependent(List<Key> keys) {
    if (barriers > 0) {
      return false;
    }
    for (Key key : keys) {
      if (keysInFlight.contains(key)) {
        return false;
      }
    }
    return true;
  }

  /** Writes the reply of a request that is answered at once. */
  void give(Reply reply, boolean silent) {
    if (silent) {
      discard(reply);
    } else if (places.isEmpty()) {
      write(reply, writer);
    } else {
      Place place = new Place(List.of(), false);
      place.given = true;
      keepApart(place, reply);
      places.add(place);
    }
  }

  /** Keeps a place for a request that is not answered yet. */
  void reserve(Place place, boolean silent) {
    place.silent = silent;
    places.add(place);
    keysInFlight.addAll(place.keys);
    barriers += place.barrier ? 1 : 0;
  }

  /** Writes the reply of a request that has a place, and all that waited for it alone. */
  void give(Place place, Reply reply) {
    place.given = true;
    place.keys.forEach(keysInFlight::remove);
    barriers -= place.barrier ? 1 : 0;
    if (place.silent) {
      discard(reply);
    } else if (places.peek() == place) {
      write(reply, writer);
    } else {
      keepApart(place, reply);
    }
    for (Place head = places.peek(); head != null && head.given; head = places.peek()) {
      places.remove();
      if (head.early != null) {
        earlyBytes -= head.early.readableBytes();
        earlyCopiedBytes -= head.early.copiedBytes();
        writer.buffer().appendAll(head.early);
        head.early = null;
      }
    }
  }

  /** Writes something that is no reply, after what was written so far. */
  void push(Reply message) {
    write(message, writer);
  }

  /** All bytes that are kept: what may leave now and what has to wait for its turn. */
  long heldBytes() {
    return writer.buffer().readableBytes() + earlyBytes;
  }

  /** The part of {@link #heldBytes} that lies outside the heap; large payloads do not. */
  long copiedBytes() {
    return writer.buffer().copiedBytes() + earlyCopiedBytes;
  }

  /** The bytes that may leave now. */
  long readableBytes() {
    return writer.buffer().readableBytes();
  }

  /** The buffer of what may leave now; to be drained at once. */
  ReplyBuffer buffer() {
    return writer.buffer();
  }

  /** Takes away what may leave now; later replies go to another buffer. */
  Chunk take() {
    Chunk chunk = new Chunk(writer.buffer());
    writer = new ReplyWriter(new ReplyBuffer(allocator), session.respVersion());
    return chunk;
  }

  void release() {
    writer.buffer().release();
    for (Place place : places) {
      if (place.early != null) {
        place.early.release();
        place.early = null;
      }
    }
    places.clear();
    earlyBytes = 0;
    earlyCopiedBytes = 0;
  }

  private void keepApart(Place place, Reply reply) {
    ReplyBuffer early = encodeApart(reply);
    place.early = early;
    earlyBytes += early.readableBytes();
    earlyCopiedBytes += early.copiedBytes();
  }

  private void write(Reply reply, ReplyWriter into) {
    into.version(session.respVersion());
    reply.writeTo(into);
  }

  private ReplyBuffer encodeApart(Reply reply) {
    ReplyBuffer buffer = new ReplyBuffer(allocator);
    write(reply, new ReplyWriter(buffer, session.respVersion()));
    return buffer;
  }

  private void discard(Reply reply) {
    encodeApart(reply).release();
  }
}
