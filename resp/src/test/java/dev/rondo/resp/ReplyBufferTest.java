package dev.rondo.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplyBufferTest {

  private static final int MIB = 1 << 20;

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final ReplyBuffer buffer = new ReplyBuffer(allocator);
  private final ReplyWriter writer = new ReplyWriter(buffer, RespVersion.RESP2);

  @AfterEach
  void nothingLeaks() {
    buffer.release();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
  }

  @Test
  void allocatesNothingBeforeTheFirstReply() {
    assertThat(buffer.isEmpty()).isTrue();
    assertThat(buffer.poll()).isNull();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  @Test
  void aBurstOfSmallRepliesIsOnePiece() {
    for (int i = 0; i < 1000; i++) {
      writer.ok();
    }
    assertThat(buffer.readableBytes()).isEqualTo(5000);
    assertThat(pieces()).containsExactly("+OK\r\n".repeat(1000));
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void startsWithWhatTheLastBurstNeeded() {
    writer.bulk(new byte[20_000]);
    pieces();
    writer.ok();
    assertThat(allocator.metric().usedDirectMemory()).isBetween(20_000L, 33_000L);
    pieces();
    writer.ok();
    assertThat(allocator.metric().usedDirectMemory()).isLessThan(1000);
  }

  @Test
  void aSegmentDoesNotOutgrowItsBound() {
    for (int i = 0; i < 1000; i++) {
      writer.bulk(new byte[1000]);
    }
    assertThat(buffer.readableBytes()).isEqualTo(1000 * (7 + 1000 + 2));
    assertThat(pieces()).allMatch(piece -> piece.length() <= ReplyBuffer.SEGMENT_BYTES).hasSize(16);
  }

  @Test
  void refersToLargePayloadsAndDrainsThemInPieces() {
    byte[] payload = new byte[3 * MIB + 1];
    payload[5] = 'x';
    writer.bulk(payload, 5, 3 * MIB - 5);
    writer.ok();
    assertThat(allocator.metric().usedDirectMemory()).isLessThan(2000);
    long total = buffer.readableBytes();

    assertThat(poll(buffer)).isEqualTo("$3145723\r\n");
    ByteBuf piece = requireNonNull(buffer.poll());
    assertThat(piece.array()).isSameAs(payload);
    assertThat(piece.getByte(piece.readerIndex())).isEqualTo((byte) 'x');
    assertThat(piece.readableBytes()).isEqualTo(ReplyBuffer.MAX_PIECE_BYTES);
    piece.release();

    assertThat(buffer.readableBytes()).isEqualTo(total - 10 - ReplyBuffer.MAX_PIECE_BYTES);
    String rest = String.join("", pieces());
    assertThat(rest).hasSize(3 * MIB - 5 - ReplyBuffer.MAX_PIECE_BYTES + 7).endsWith("\r\n+OK\r\n");
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void appendsALateAnswerInItsTurn() {
    ReplyBuffer late = new ReplyBuffer(allocator);
    new ReplyWriter(late, RespVersion.RESP2).integer(2);
    writer.integer(1);
    buffer.appendAll(late);
    writer.integer(3);
    assertThat(late.isEmpty()).isTrue();
    assertThat(pieces()).containsExactly(":1\r\n:2\r\n:3\r\n");
  }

  @Test
  void appendsLargeAnswersWithoutCopyingThem() {
    ReplyBuffer late = new ReplyBuffer(allocator);
    ReplyWriter lateWriter = new ReplyWriter(late, RespVersion.RESP2);
    lateWriter.bulk("m".repeat(20_000).getBytes(ISO_8859_1));
    byte[] large = "l".repeat(50_000).getBytes(ISO_8859_1);
    lateWriter.bulk(large);
    lateWriter.integer(2);

    writer.integer(1);
    long used = allocator.metric().usedDirectMemory();
    buffer.appendAll(late);
    assertThat(allocator.metric().usedDirectMemory()).isEqualTo(used);
    writer.integer(3);
    assertThat(late.isEmpty()).isTrue();
    assertThat(buffer.readableBytes()).isEqualTo(4 + 20_010 + 50_010 + 4 + 4);
    assertThat(String.join("", pieces()))
        .isEqualTo(
            (":1\r\n$20000\r\n" + "m".repeat(20_000) + "\r\n$50000\r\n" + "l".repeat(50_000))
                + "\r\n:2\r\n:3\r\n");

    lateWriter.integer(4);
    buffer.appendAll(late);
    assertThat(pieces()).containsExactly(":4\r\n");
  }

  @Test
  void appendsNothing() {
    writer.ok();
    buffer.appendAll(new ReplyBuffer(allocator));
    assertThat(pieces()).containsExactly("+OK\r\n");
    assertThatIllegalArgumentException().isThrownBy(() -> buffer.appendAll(buffer));
  }

  @Test
  void canBeUsedAgainAfterRelease() {
    writer.ok();
    writer.bulk(new byte[MIB]);
    requireNonNull(buffer.poll()).release();
    buffer.release();
    assertThat(buffer.isEmpty()).isTrue();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    writer.ok();
    assertThat(pieces()).containsExactly("+OK\r\n");
  }

  @Test
  void countsWhatItCopiedApartFromLargePayloads() {
    writer.bulk("small".getBytes(ISO_8859_1));
    long small = buffer.readableBytes();
    assertThat(buffer.copiedBytes()).isEqualTo(small);
    writer.bulk("x".repeat(MIB).getBytes(ISO_8859_1));
    ReplyBuffer other = new ReplyBuffer(UnpooledByteBufAllocator.DEFAULT);
    other.appendAll(buffer);
    assertThat(buffer.copiedBytes()).isZero();
    assertThat(other.copiedBytes()).isEqualTo(other.readableBytes() - MIB);
    while (poll(other) != null) {
      assertThat(other.copiedBytes()).isBetween(0L, small + 20);
    }
    assertThat(other.copiedBytes()).isZero();
  }

  @Test
  void piecesOutliveTheBuffer() {
    writer.bulk("x".repeat(MIB).getBytes(ISO_8859_1));
    poll(buffer);
    ByteBuf piece = requireNonNull(buffer.poll());
    buffer.release();
    assertThat(piece.toString(ISO_8859_1)).isEqualTo("x".repeat(ReplyBuffer.MAX_PIECE_BYTES));
    piece.release();
  }

  private List<String> pieces() {
    List<String> pieces = new ArrayList<>();
    for (String piece = poll(buffer); piece != null; piece = poll(buffer)) {
      assertThat(piece.length()).isBetween(1, ReplyBuffer.MAX_PIECE_BYTES);
      pieces.add(piece);
    }
    return pieces;
  }

  private static @Nullable String poll(ReplyBuffer buffer) {
    ByteBuf piece = buffer.poll();
    if (piece == null) {
      return null;
    }
    String bytes = piece.toString(ISO_8859_1);
    piece.release();
    return bytes;
  }
}
