package dev.rondo.cluster.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.transport.Frame;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.Message.Write;
import dev.rondo.cluster.transport.MessageCodec;
import dev.rondo.storage.Key;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FrameWriterTest {
  private static final int[] SIZES = {
    0, 1, 100, 16_000, 16_384, 16_385, 131_072, 131_073, 1_000_000
  };

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final FrameWriter writer = new FrameWriter(allocator);
  private final Random random = new Random(2);

  private Write message(long id) {
    byte[] key = new byte[SIZES[random.nextInt(SIZES.length)]];
    byte[] row = new byte[SIZES[random.nextInt(SIZES.length)]];
    random.nextBytes(key);
    random.nextBytes(row);
    return new Write(id, 1, new Key(0, key), row, null);
  }

  @Test
  void whatIsWrittenIsReadWhateverItsSizes() {
    List<Message> read = new ArrayList<>();
    FrameReader reader =
        new FrameReader(
            3_000_000, (head, tail) -> read.add(MessageCodec.read(ByteBuffer.wrap(head), tail)));
    EmbeddedChannel channel = new EmbeddedChannel();
    List<Write> written = new ArrayList<>();
    long bytes = 0;
    long taken = 0;
    for (int i = 0; i < 300; i++) {
      Write message = message(i);
      Frame frame = MessageCodec.frame(message);
      written.add(message);
      bytes += FrameWriter.sizeOf(frame);
      writer.append(frame);
      if (random.nextInt(4) == 0) {
        taken += writer.drain(channel);
        assertThat(writer.queuedBytes()).isEqualTo(bytes - taken);
        channel.flush();
        pass(channel, reader);
      }
    }
    while (writer.queuedBytes() > 0) {
      taken += writer.drain(channel);
      channel.flush();
      pass(channel, reader);
    }
    assertThat(taken).isEqualTo(bytes);
    assertThat(read).hasSameSizeAs(written);
    for (int i = 0; i < read.size(); i++) {
      Write expected = written.get(i);
      Write actual = (Write) read.get(i);
      assertThat(actual.id()).isEqualTo(expected.id());
      assertThat(actual.key()).isEqualTo(expected.key());
      assertThat(Arrays.equals(actual.row(), expected.row())).isTrue();
    }
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  private static void pass(EmbeddedChannel channel, FrameReader reader) {
    for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
      reader.read(piece);
      piece.release();
    }
  }

  @Test
  void theChannelIsGivenNoMoreThanItTakes() {
    EmbeddedChannel channel = new EmbeddedChannel();
    for (int i = 0; i < 100; i++) {
      writer.append(MessageCodec.frame(message(i)));
    }
    long taken = writer.drain(channel);
    assertThat(taken).isBetween(1L, channel.config().getWriteBufferHighWaterMark() + 200_000L);
    assertThat(writer.drain(channel)).isZero();
    channel.flush();
    channel.releaseOutbound();
    assertThat(writer.release()).isPositive();
    assertThat(writer.queuedBytes()).isZero();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }
}
