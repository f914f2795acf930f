package dev.rondo.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.redis.ArrayRedisMessage;
import io.netty.handler.codec.redis.ErrorRedisMessage;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.IntegerRedisMessage;
import io.netty.handler.codec.redis.RedisArrayAggregator;
import io.netty.handler.codec.redis.RedisBulkStringAggregator;
import io.netty.handler.codec.redis.RedisDecoder;
import io.netty.handler.codec.redis.RedisEncoder;
import io.netty.handler.codec.redis.RedisMessage;
import io.netty.handler.codec.redis.SimpleStringRedisMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Netty's codec, which knows nothing of ours, must understand us and be understood. */
class NettyCodecOracleTest {

  private static final int ROUNDS = 300;
  private static final String NIL = "nil";
  private static final String NIL_ARRAY = "nil array";

  private final long seed = Long.getLong("rondo.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void nettyDecodesOurReplies() {
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new RedisDecoder(),
            new RedisBulkStringAggregator(),
            new RedisArrayAggregator(100, 100));
    ReplyBuffer buffer = new ReplyBuffer(PooledByteBufAllocator.DEFAULT);
    ReplyWriter writer = new ReplyWriter(buffer, RespVersion.RESP2);
    for (int round = 0; round < ROUNDS; round++) {
      List<Object> expected = new ArrayList<>();
      for (int i = random.nextInt(20); i >= 0; i--) {
        expected.add(writeAnyReply(writer, 3));
      }
      for (ByteBuf piece = buffer.poll(); piece != null; piece = buffer.poll()) {
        channel.writeInbound(piece);
      }
      List<Object> decoded = new ArrayList<>();
      for (RedisMessage m = channel.readInbound(); m != null; m = channel.readInbound()) {
        decoded.add(model(m));
        ReferenceCountUtil.release(m);
      }
      assertThat(decoded).as("seed %d", seed).isEqualTo(expected);
    }
    channel.finishAndReleaseAll();
  }

  @Test
  void weDecodeNettysRequests() {
    EmbeddedChannel channel = new EmbeddedChannel(new RedisEncoder());
    ByteBuf in = PooledByteBufAllocator.DEFAULT.directBuffer();
    List<List<String>> decoded = new ArrayList<>();
    List<List<String>> expected = new ArrayList<>();
    try (RequestDecoder decoder =
        new RequestDecoder(() -> RequestLimits.DEFAULT, PayloadBudget.UNLIMITED)) {
      decoder.authenticated(true);
      for (int round = 0; round < ROUNDS; round++) {
        List<String> request = anyRequest();
        expected.add(request);
        channel.writeOutbound(message(request));
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
          in.writeBytes(out);
          out.release();
          decoder.decode(in, arguments -> decoded.add(TestConnection.strings(arguments)));
          in.discardReadBytes();
        }
      }
    }
    assertThat(decoded).as("seed %d", seed).isEqualTo(expected);
    assertThat(in.isReadable()).isFalse();
    assertThat(in.refCnt()).isEqualTo(1);
    in.release();
    channel.finishAndReleaseAll();
  }

  /** Writes a reply and returns what it means: text, a long, a list, or one of the two nils. */
  private Object writeAnyReply(ReplyWriter writer, int depth) {
    switch (random.nextInt(depth > 0 ? 12 : 8)) {
      case 0 -> {
        writer.ok();
        return "OK";
      }
      case 1 -> {
        writer.error("ERR line\r\nend");
        return "ERR line  end";
      }
      case 2 -> {
        long value = random.nextLong() >> random.nextInt(64);
        writer.integer(value);
        return value;
      }
      case 3 -> {
        writer.nil();
        return NIL;
      }
      case 4 -> {
        writer.nilArray();
        return NIL_ARRAY;
      }
      case 5 -> {
        writer.bool(true);
        return 1L;
      }
      case 6 -> {
        writer.verbatim("txt", "caf\u00e9");
        return "caf\303\251";
      }
      case 7 -> {
        byte[] payload = anyPayload();
        writer.bulk(payload);
        return new String(payload, ISO_8859_1);
      }
      default -> {
        return writeAnyAggregate(writer, depth - 1);
      }
    }
  }

  private List<Object> writeAnyAggregate(ReplyWriter writer, int depth) {
    int size = random.nextInt(5);
    int elements = size;
    switch (random.nextInt(4)) {
      case 0 -> writer.array(size);
      case 1 -> writer.set(size);
      case 2 -> writer.push(size);
      default -> {
        writer.map(size);
        elements = 2 * size;
      }
    }
    List<Object> written = new ArrayList<>();
    for (int i = 0; i < elements; i++) {
      written.add(writeAnyReply(writer, depth));
    }
    return written;
  }

  private static Object model(RedisMessage message) {
    if (message == FullBulkStringRedisMessage.NULL_INSTANCE) {
      return NIL;
    } else if (message == ArrayRedisMessage.NULL_INSTANCE) {
      return NIL_ARRAY;
    } else if (message instanceof SimpleStringRedisMessage simple) {
      return simple.content();
    } else if (message instanceof ErrorRedisMessage error) {
      return error.content();
    } else if (message instanceof IntegerRedisMessage integer) {
      return integer.value();
    } else if (message instanceof FullBulkStringRedisMessage bulk) {
      return bulk.content().toString(ISO_8859_1);
    } else if (message instanceof ArrayRedisMessage array) {
      return array.children().stream().map(NettyCodecOracleTest::model).toList();
    }
    throw new AssertionError("unexpected: " + message);
  }

  private List<String> anyRequest() {
    List<String> request = new ArrayList<>();
    for (int i = random.nextInt(20); i >= 0; i--) {
      request.add(new String(anyPayload(), ISO_8859_1));
    }
    return request;
  }

  private byte[] anyPayload() {
    byte[] payload = new byte[random.nextInt(1 << random.nextInt(18))];
    random.nextBytes(payload);
    return payload;
  }

  private static RedisMessage message(List<String> request) {
    List<RedisMessage> arguments = new ArrayList<>();
    for (String argument : request) {
      arguments.add(
          new FullBulkStringRedisMessage(Unpooled.wrappedBuffer(argument.getBytes(ISO_8859_1))));
    }
    return new ArrayRedisMessage(arguments);
  }
}
