package dev.rondo.server.cli;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends a few requests over one connection and takes their answers: a client of the smallest kind,
 * made of Netty's codec for Redis.
 */
final class RedisExchange {
  /** The most elements of an array: more than there are slots. */
  private static final int MAX_ITEMS = 1 << 16;

  /** The most arrays within each other. */
  private static final int MAX_DEPTH = 8;

  private RedisExchange() {}

  /**
   * Sends requests one after another.
   *
   * @param requests each as its words
   * @param timeout for everything together
   * @return an answer to each
   * @throws IOException when there is no connection, no answer in time, or an error among the
   *     answers
   */
  static List<RedisValue> run(String host, int port, List<List<String>> requests, Duration timeout)
      throws IOException, InterruptedException {
    CompletableFuture<List<RedisValue>> answer = new CompletableFuture<>();
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      new Bootstrap()
          .group(loop)
          .channel(NioSocketChannel.class)
          .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
          .handler(
              new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                  channel
                      .pipeline()
                      .addLast(
                          new RedisDecoder(),
                          new RedisBulkStringAggregator(),
                          new RedisArrayAggregator(MAX_ITEMS, MAX_DEPTH),
                          new RedisEncoder(),
                          new Conversation(requests, answer));
                }
              })
          .connect(host, port)
          .addListener(
              connected -> {
                if (!connected.isSuccess()) {
                  answer.completeExceptionally(connected.cause());
                }
              });
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(host + ":" + port + ": " + cause.getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException(
          host + ":" + port + ": no answer within " + timeout.toMillis() + " ms", e);
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(1, TimeUnit.SECONDS);
    }
  }

  /** Sends all requests at once and keeps the answers, or the first error. */
  private static final class Conversation extends SimpleChannelInboundHandler<RedisMessage> {
    private final List<List<String>> requests;
    private final CompletableFuture<List<RedisValue>> answer;
    private final List<RedisValue> answers = new ArrayList<>();

    Conversation(List<List<String>> requests, CompletableFuture<List<RedisValue>> answer) {
      this.requests = requests;
      this.answer = answer;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      for (List<String> request : requests) {
        List<RedisMessage> words = new ArrayList<>();
        for (String word : request) {
          words.add(
              new FullBulkStringRedisMessage(Unpooled.copiedBuffer(word, StandardCharsets.UTF_8)));
        }
        context
            .write(new ArrayRedisMessage(words))
            .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
      }
      context.flush();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, RedisMessage message) {
      try {
        answers.add(valueOf(message));
      } catch (IOException e) {
        answer.completeExceptionally(e);
      }
      if (answers.size() == requests.size()) {
        answer.complete(List.copyOf(answers));
      }
    }

    private static RedisValue valueOf(RedisMessage message) throws IOException {
      if (message instanceof ErrorRedisMessage error) {
        throw new IOException(error.content());
      } else if (message instanceof SimpleStringRedisMessage text) {
        return new RedisValue.Text(text.content());
      } else if (message instanceof IntegerRedisMessage number) {
        return new RedisValue.Whole(number.value());
      } else if (message instanceof FullBulkStringRedisMessage bulk) {
        return bulk.isNull()
            ? new RedisValue.Nil()
            : new RedisValue.Text(bulk.content().toString(StandardCharsets.UTF_8));
      } else if (message instanceof ArrayRedisMessage array) {
        return array.isNull() ? new RedisValue.Nil() : itemsOf(array);
      }
      throw new IOException("unexpected answer: " + message);
    }

    private static RedisValue itemsOf(ArrayRedisMessage array) throws IOException {
      List<RedisValue> items = new ArrayList<>();
      for (RedisMessage child : array.children()) {
        items.add(valueOf(child));
      }
      return new RedisValue.Items(items);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      answer.completeExceptionally(new IOException("the connection was closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      answer.completeExceptionally(cause);
    }
  }
}
