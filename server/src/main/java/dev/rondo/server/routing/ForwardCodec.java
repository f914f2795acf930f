package dev.rondo.server.routing;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Level;
import dev.rondo.resp.RequestLimits;
import dev.rondo.resp.RespVersion;
import dev.rondo.server.blocking.Place;
import dev.rondo.server.command.Dispatcher;
import dev.rondo.server.routing.ForwardRequest.Caller;
import dev.rondo.server.session.SubscriptionKind;
import dev.rondo.server.session.WatchedKeys;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Key;
import dev.rondo.storage.Slots;
import dev.rondo.storage.StoreException;
import dev.rondo.storage.VectorClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a {@link ForwardRequest} into bytes and back: {@code server/FORWARD.md}. Pure. */
final class ForwardCodec {
  static final int VERSION = 1;

  private static final int COMMAND = 1;
  private static final int TRANSACTION = 2;
  private static final int PAGE = 3;
  private static final int COUNT = 4;
  private static final int PUBLISH = 5;
  private static final int TIME = 6;
  private static final int FLUSH = 7;
  private static final int AWAIT = 8;

  /** Their places are their codes; new ones go to the end. */
  private static final List<Level.Named> NAMED_LEVELS =
      List.of(
          Level.Named.ONE,
          Level.Named.TWO,
          Level.Named.THREE,
          Level.Named.QUORUM,
          Level.Named.ALL,
          Level.Named.LOCAL_ONE,
          Level.Named.LOCAL_QUORUM,
          Level.Named.EACH_QUORUM);

  private static final int NUMBERED_LEVEL = 0x80;

  private static final int MAX_TEXT_BYTES = 1024;
  private static final int MAX_PAGE_KEYS = 10_000;
  private static final int MAX_DATABASES = 256;
  private static final int MAX_AWAIT_MILLIS = 1000;
  private static final int HEAD_BYTES = 128;

  private ForwardCodec() {}

  static byte[] encode(ForwardRequest request) {
    if (request instanceof ForwardRequest.Command command) {
      FieldWriter out = begin(COMMAND, HEAD_BYTES + lengthOf(command.arguments()));
      caller(command.caller(), out);
      arguments(command.arguments(), out);
      return out.done();
    } else if (request instanceof ForwardRequest.Transaction transaction) {
      FieldWriter out =
          begin(
              TRANSACTION,
              HEAD_BYTES + transaction.queue().stream().mapToInt(ForwardCodec::lengthOf).sum());
      caller(transaction.caller(), out);
      out.varint(transaction.queue().size());
      transaction.queue().forEach(arguments -> arguments(arguments, out));
      watched(transaction.watched(), out);
      return out.done();
    } else if (request instanceof ForwardRequest.Page page) {
      return begin(PAGE, HEAD_BYTES)
          .u8(page.database())
          .i64(page.cursor())
          .varint(page.maxKeys())
          .u16(page.lastSlot())
          .done();
    } else if (request instanceof ForwardRequest.Count count) {
      return begin(COUNT, HEAD_BYTES).u8(count.database()).done();
    } else if (request instanceof ForwardRequest.Publish publish) {
      return begin(PUBLISH, HEAD_BYTES + publish.channel().length + publish.message().length)
          .u8(publish.kind() == SubscriptionKind.SHARD_CHANNEL ? 1 : 0)
          .bytes(publish.channel())
          .bytes(publish.message())
          .done();
    } else if (request instanceof ForwardRequest.Time) {
      return begin(TIME, HEAD_BYTES).done();
    } else if (request instanceof ForwardRequest.Flush flush) {
      FieldWriter out = begin(FLUSH, HEAD_BYTES + flush.databases().size());
      out.varint(flush.databases().size());
      flush.databases().forEach(out::u8);
      return out.i64(flush.upTo()).done();
    } else if (request instanceof ForwardRequest.Await await) {
      Key key = await.place().key();
      return begin(AWAIT, HEAD_BYTES + key.bytes().length)
          .u8(key.database())
          .u8(await.place().type().code())
          .bytes(key.bytes())
          .varint(await.timeoutMillis())
          .done();
    }
    throw new IllegalArgumentException("no such request");
  }

  private static FieldWriter begin(int kind, int expectedBytes) {
    return new FieldWriter(expectedBytes).u8(VERSION).u8(kind);
  }

  private static int lengthOf(byte[][] arguments) {
    int length = 0;
    for (byte[] argument : arguments) {
      length += argument.length + 5;
    }
    return length;
  }

  /**
   * Reads a request.
   *
   * @param limits hold for each command as if a client of this node had sent it
   * @throws MalformedForwardException when the bytes are none
   */
  static ForwardRequest decode(byte[] bytes, RequestLimits limits) {
    FieldReader in = new FieldReader(bytes);
    int version = in.u8();
    if (version != VERSION) {
      throw new MalformedForwardException("unknown version " + version);
    }
    int kind = in.u8();
    ForwardRequest request =
        switch (kind) {
          case COMMAND -> new ForwardRequest.Command(caller(in), arguments(in, limits));
          case TRANSACTION ->
              new ForwardRequest.Transaction(caller(in), queue(in, limits), watched(in, limits));
          case PAGE ->
              new ForwardRequest.Page(in.u8(), in.i64(), in.varint(MAX_PAGE_KEYS), slot(in));
          case COUNT -> new ForwardRequest.Count(in.u8());
          case PUBLISH ->
              new ForwardRequest.Publish(
                  channelKind(in),
                  in.bytes(limits.maxBulkBytes()),
                  in.bytes(limits.maxBulkBytes()));
          case TIME -> new ForwardRequest.Time();
          case FLUSH -> new ForwardRequest.Flush(databases(in), in.i64());
          case AWAIT -> new ForwardRequest.Await(place(in, limits), in.varint(MAX_AWAIT_MILLIS));
          default -> throw new MalformedForwardException("unknown kind " + kind);
        };
    in.end();
    return request;
  }

  private static void caller(Caller caller, FieldWriter out) {
    out.u8(caller.database())
        .u8(caller.respVersion() == RespVersion.RESP3 ? 3 : 2)
        .u8(code(caller.consistency().read()))
        .u8(code(caller.consistency().write()))
        .text(caller.clientName())
        .text(caller.clientAddress());
  }

  private static Caller caller(FieldReader in) {
    int database = in.u8();
    int resp = in.u8();
    if (resp != 2 && resp != 3) {
      throw new MalformedForwardException("unknown protocol version " + resp);
    }
    return new Caller(
        database,
        resp == 3 ? RespVersion.RESP3 : RespVersion.RESP2,
        new Consistency(level(in.u8()), level(in.u8())),
        in.text(MAX_TEXT_BYTES),
        in.text(MAX_TEXT_BYTES));
  }

  private static int code(Level level) {
    if (level instanceof Level.Named named) {
      return NAMED_LEVELS.indexOf(named);
    }
    return NUMBERED_LEVEL | ((Level.Count) level).number();
  }

  private static Level level(int code) {
    if (code < NAMED_LEVELS.size()) {
      return NAMED_LEVELS.get(code);
    }
    int number = code & ~NUMBERED_LEVEL;
    if (code < NUMBERED_LEVEL || number < 1 || number > Level.Count.MAX) {
      throw new MalformedForwardException("unknown level " + code);
    }
    return new Level.Count(number);
  }

  private static void arguments(byte[][] arguments, FieldWriter out) {
    out.varint(arguments.length);
    for (byte[] argument : arguments) {
      out.bytes(argument);
    }
  }

  private static byte[][] arguments(FieldReader in, RequestLimits limits) {
    byte[][] arguments = new byte[in.count(1, limits.maxArguments())][];
    if (arguments.length == 0) {
      throw new MalformedForwardException("a command without a name");
    }
    long bytes = 0;
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = in.bytes(limits.maxBulkBytes());
      bytes += arguments[i].length;
    }
    if (bytes > limits.maxRequestBytes()) {
      throw new MalformedForwardException("a command of %d bytes".formatted(bytes));
    }
    return arguments;
  }

  private static List<byte[][]> queue(FieldReader in, RequestLimits limits) {
    int size = in.count(2, Dispatcher.MAX_QUEUED_COMMANDS);
    List<byte[][]> queue = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      queue.add(arguments(in, limits));
    }
    return queue;
  }

  private static void watched(WatchedKeys watched, FieldWriter out) {
    out.varint(watched.size());
    for (Key key : watched.keys()) {
      out.u8(key.database()).bytes(key.bytes());
      WatchedKeys.Version version = watched.version(key);
      out.u8(version == null ? 0 : 1);
      if (version != null) {
        VectorClock clock = version.clock();
        out.varint(clock.size());
        for (int i = 0; i < clock.size(); i++) {
          out.i64(clock.actor(i)).varint(clock.counter(i));
        }
        out.i64(version.elementsTime()).i64(version.expiryTime());
      }
    }
  }

  private static WatchedKeys watched(FieldReader in, RequestLimits limits) {
    int size = in.count(3, Integer.MAX_VALUE);
    Map<Key, WatchedKeys.@Nullable Version> versions = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      Key key = new Key(in.u8(), in.bytes(limits.maxBulkBytes()));
      versions.put(key, in.varint(1) == 0 ? null : version(in));
    }
    return WatchedKeys.of(versions);
  }

  private static WatchedKeys.Version version(FieldReader in) {
    int size = in.count(9, Integer.MAX_VALUE);
    long[] actors = new long[size];
    long[] counters = new long[size];
    for (int i = 0; i < size; i++) {
      actors[i] = in.i64();
      counters[i] = in.varint();
    }
    try {
      return new WatchedKeys.Version(VectorClock.of(actors, counters), in.i64(), in.i64());
    } catch (StoreException e) {
      throw new MalformedForwardException(String.valueOf(e.getMessage()));
    }
  }

  private static List<Integer> databases(FieldReader in) {
    int size = in.count(1, MAX_DATABASES);
    List<Integer> databases = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      databases.add(in.u8());
    }
    return databases;
  }

  private static Place place(FieldReader in, RequestLimits limits) {
    int database = in.u8();
    int type = in.u8();
    try {
      return new Place(new Key(database, in.bytes(limits.maxBulkBytes())), DataType.ofCode(type));
    } catch (StoreException e) {
      throw new MalformedForwardException(String.valueOf(e.getMessage()));
    }
  }

  private static SubscriptionKind channelKind(FieldReader in) {
    int kind = in.u8();
    if (kind > 1) {
      throw new MalformedForwardException("unknown kind of channel " + kind);
    }
    return kind == 1 ? SubscriptionKind.SHARD_CHANNEL : SubscriptionKind.CHANNEL;
  }

  private static int slot(FieldReader in) {
    int slot = in.u16();
    if (slot >= Slots.COUNT) {
      throw new MalformedForwardException("no slot: " + slot);
    }
    return slot;
  }
}
