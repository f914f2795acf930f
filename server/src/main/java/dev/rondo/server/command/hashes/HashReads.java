package dev.rondo.server.command.hashes;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.resp.RespVersion;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.RandomElements;
import dev.rondo.server.command.Typed;
import dev.rondo.server.command.keys.ElementScan;
import dev.rondo.storage.DataType;
import dev.rondo.storage.HashFields;
import dev.rondo.storage.MapElements;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** The commands that look at a hash and leave it as it is. */
final class HashReads {
  private final InstantSource clock;
  private final RandomGenerator random;

  HashReads(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** HGET key field. */
  void hget(Invocation call) {
    byte[] field = call.argument(2);
    read(call, (hash, out) -> hash.writeValue(field, out));
  }

  /** HMGET key field [field ...]. */
  void hmget(Invocation call) {
    read(
        call,
        (hash, out) -> {
          out.array(call.argumentCount() - 2);
          for (int i = 2; i < call.argumentCount(); i++) {
            hash.writeValue(call.argument(i), out);
          }
        });
  }

  /** HEXISTS key field. */
  void hexists(Invocation call) {
    byte[] field = call.argument(2);
    read(call, (hash, out) -> out.integer(hash.contains(field) ? 1 : 0));
  }

  /** HSTRLEN key field. */
  void hstrlen(Invocation call) {
    byte[] field = call.argument(2);
    read(
        call,
        (hash, out) -> {
          byte[] stored = hash.stored(field);
          out.integer(stored == null ? 0 : HashFields.length(stored));
        });
  }

  /** HLEN key. */
  void hlen(Invocation call) {
    read(call, (hash, out) -> out.integer(hash.size()));
  }

  /** HGETALL key. */
  void hgetall(Invocation call) {
    read(
        call,
        (hash, out) -> {
          int size = hash.size();
          out.map(size);
          for (int i = 0; i < size; i++) {
            out.bulk(hash.field(i));
            hash.writeValue(i, out);
          }
        });
  }

  /** HKEYS key. */
  void hkeys(Invocation call) {
    read(
        call,
        (hash, out) -> {
          int size = hash.size();
          out.array(size);
          for (int i = 0; i < size; i++) {
            out.bulk(hash.field(i));
          }
        });
  }

  /** HVALS key. */
  void hvals(Invocation call) {
    read(
        call,
        (hash, out) -> {
          int size = hash.size();
          out.array(size);
          for (int i = 0; i < size; i++) {
            hash.writeValue(i, out);
          }
        });
  }

  /** HRANDFIELD key [count [WITHVALUES]]. */
  void hrandfield(Invocation call) {
    RandomGenerator draws = new SplittableRandom(random.nextLong());
    if (call.argumentCount() == 2) {
      read(call, (hash, out) -> writeOne(hash, draws, out));
      return;
    }
    long count = RandomElements.parseCount(call.argument(2));
    boolean withValues = call.argumentCount() == 4 && call.argumentIs(3, "WITHVALUES");
    if (call.argumentCount() > 3 && !withValues) {
      throw CommandException.syntaxError();
    }
    if (withValues && Math.abs(count) > Long.MAX_VALUE / 2) {
      throw CommandException.outOfRange("value");
    }
    read(
        call,
        (hash, out) ->
            writeSome(
                hash,
                RandomElements.draw(count, hash.size(), hash.weightBytes(), draws),
                withValues,
                out));
  }

  private static void writeOne(Hash hash, RandomGenerator draws, ReplyWriter out) {
    if (hash.size() == 0) {
      out.nil();
    } else {
      out.bulk(hash.field(draws.nextInt(hash.size())));
    }
  }

  private static void writeSome(Hash hash, int[] drawn, boolean withValues, ReplyWriter out) {
    if (!withValues) {
      out.array(drawn.length);
      for (int i : drawn) {
        out.bulk(hash.field(i));
      }
      return;
    }
    boolean inPairs = out.version() == RespVersion.RESP3;
    out.array(inPairs ? drawn.length : 2 * drawn.length);
    for (int i : drawn) {
      if (inPairs) {
        out.array(2);
      }
      out.bulk(hash.field(i));
      hash.writeValue(i, out);
    }
  }

  /** HSCAN key cursor [MATCH pattern] [COUNT count]. */
  void hscan(Invocation call) {
    long cursor = ElementScan.cursor(call);
    call.read(
        call.key(1),
        (entry, out) -> {
          MapElements elements = Typed.collectionOrNull(entry, DataType.HASH);
          if (elements == null) {
            ElementScan.writeEmpty(out);
            return;
          }
          Hash hash = Hash.of(entry, clock.millis());
          ElementScan scan = ElementScan.of(elements, cursor, call.arguments(), hash::isLive);
          scan.writeHeader(out, 2);
          for (int place : scan.places()) {
            out.bulk(elements.key(place));
            Hash.writeStored(elements.value(place), out);
          }
        });
  }

  private void read(Invocation call, BiConsumer<Hash, ReplyWriter> reply) {
    call.read(call.key(1), (entry, out) -> reply.accept(Hash.of(entry, clock.millis()), out));
  }
}
