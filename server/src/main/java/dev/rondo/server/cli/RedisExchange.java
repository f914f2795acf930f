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
  private RedisExchange() {}

  /**
   * Sends requests one after another.
   *
   * @param requests each as its words
   * @param timeout for everything together
   * @return the answer to the last one
   * @throws IOException when there is no connection, no answer in time, an error, or something that
   *     is not a simple string
   */
  static String run(String host, int port, List<List<String>> requests, Duration timeout)
      throws IOException, InterruptedException {
    CompletableFuture<String> answer = new CompletableFuture<>();
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

  /** Sends all requests at once and keeps the last answer, or the first error. */
  private static final class Conversation extends SimpleChannelInboundHandler<RedisMessage> {
    private final List<List<String>> requests;
    private final CompletableFuture<String> answer;
    private int answered;

    Conversation(List<List<String>> requests, CompletableFuture<String> answer) {
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
      answered++;
      if (message instanceof ErrorRedisMessage error) {
        answer.completeExceptionally(new IOException(error.content()));
      } else if (!(message instanceof SimpleStringRedisMessage text)) {
        answer.completeExceptionally(new IOException("unexpected answer: " + message));
      } else if (answered == requests.size()) {
        answer.complete(text.content());
      }
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
