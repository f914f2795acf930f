package dev.rondo.cluster.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageCodecTest {
  /** A message and its bytes, head / tail, in hexadecimal digits. */
  record Golden(Message message, String bytes) {}

  static List<Golden> golden() {
    Key key = new Key(2, ascii("k1"));
    return List.of(
        new Golden(new Gossip(ascii("abc")), "0101/616263"),
        new Golden(new Read(300, 7, key, ReadKind.FULL), "0102ac020700026b31/"),
        new Golden(new Read(1, 0, key, ReadKind.VERSION), "0102010001026b31/"),
        new Golden(new ReadReply(5, Status.OK, ascii("row")), "0103050001/726f77"),
        new Golden(new ReadReply(5, Status.OK, ascii("")), "0103050001/"),
        new Golden(new ReadReply(5, Status.OVERLOADED, null), "0103050200/"),
        new Golden(
            new Write(-1, 9, key, ascii("row"), null), "0104ffffffffffffffffff010900026b31/726f77"),
        new Golden(new Write(1, 9, key, ascii("r"), new NodeId(130)), "010401098201026b31/72"),
        new Golden(new WriteReply(128, Status.NOT_MINE), "0105800101/"),
        new Golden(new WriteReply(1, Status.NOT_READY), "01050103/"),
        new Golden(new Forward(1, 2, 3, 1000, ascii("cmd")), "0106010203e807/636d64"),
        new Golden(new ForwardReply(1, Status.FAILED, ascii("")), "01070104/"),
        new Golden(new HintsDelivered(6), "010806/"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void bytesAreFixed(Golden golden) {
    assertThat(hex(golden.message())).isEqualTo(golden.bytes());
    assertSame(read(golden.bytes()), golden.message());
  }

  @Test
  void everyMessageHasGoldenBytes() {
    Set<Class<?>> tested =
        golden().stream().map(golden -> golden.message().getClass()).collect(Collectors.toSet());
    assertThat(tested).isEqualTo(recordsOf(Message.class).collect(Collectors.toSet()));
  }

  private static Stream<Class<?>> recordsOf(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(MessageCodecTest::recordsOf);
  }

  @Test
  void whatIsWrittenIsRead() {
    Random random = new Random(20240607);
    for (int i = 0; i < 20_000; i++) {
      Message message = randomMessage(random);
      Frame frame = MessageCodec.frame(message);
      assertSame(MessageCodec.read(ByteBuffer.wrap(head(frame)), frame.tail()), message);
    }
  }

  @Test
  void aTailIsNeverCopied() {
    byte[] row = ascii("row");
    Frame frame = MessageCodec.frame(new ReadReply(1, Status.OK, row));
    assertThat(frame.tail()).isSameAs(row);
    ReadReply read = (ReadReply) MessageCodec.read(ByteBuffer.wrap(head(frame)), row);
    assertThat(read.row()).isSameAs(row);
  }

  /** Whatever comes, it is a message or it is refused; nothing else is thrown. */
  @Test
  void hostileBytesAreRefused() {
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      Frame frame = MessageCodec.frame(randomMessage(random));
      byte[] head = spoil(head(frame), random);
      byte[] tail = random.nextBoolean() ? frame.tail() : bytes(random, 4);
      try {
        MessageCodec.read(ByteBuffer.wrap(head), tail);
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/", // nothing
        "01/", // no type
        "0201/", // another version
        "0100/", // no such type
        "0109/", // nor this
        "0105/", // no number
        "0105ff/", // half a number
        "01058000/", // a number with a needless byte
        "0105ffffffffffffffffff02/", // a number of more than 64 bits
        "01050105/", // no such status
        "0105010000/", // a byte too many
        "01050100/00", // a tail where none belongs
        "0102010002026b/", // no such kind
        "0102010000/", // no database
        "0103010002/", // neither found nor not
        "0103010000/61", // not found, and yet a row
        "010601028080808008/", // a timeout of 2^31
      })
  void malformedMessagesAreRefused(String bytes) {
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNegativeTimeoutIsRefused() {
    Forward forward = new Forward(1, 1, 1, -1, ascii(""));
    assertThatThrownBy(() -> MessageCodec.frame(forward))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] spoil(byte[] head, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> Arrays.copyOf(head, random.nextInt(head.length));
      case 1 -> {
        head[random.nextInt(head.length)] = (byte) random.nextInt();
        yield head;
      }
      default -> bytes(random, 40);
    };
  }

  private static Message randomMessage(Random random) {
    long id = number(random);
    long epoch = number(random);
    Key key = new Key(random.nextInt(256), bytes(random, 50));
    Status status = anyOf(Status.values(), random);
    byte[] tail = bytes(random, 300);
    return switch (random.nextInt(8)) {
      case 0 -> new Gossip(tail);
      case 1 -> new Read(id, epoch, key, anyOf(ReadKind.values(), random));
      case 2 -> new ReadReply(id, status, random.nextBoolean() ? tail : null);
      case 3 ->
          new Write(
              id, epoch, key, tail, random.nextBoolean() ? new NodeId(random.nextLong()) : null);
      case 4 -> new WriteReply(id, status);
      case 5 -> new Forward(id, epoch, random.nextLong(), random.nextInt(Integer.MAX_VALUE), tail);
      case 6 -> new ForwardReply(id, status, tail);
      default -> new HintsDelivered(id);
    };
  }

  private static <T> T anyOf(T[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  private static long number(Random random) {
    return random.nextLong() >>> random.nextInt(64);
  }

  private static byte[] bytes(Random random, int bound) {
    byte[] bytes = new byte[random.nextInt(bound)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String hex(Message message) {
    Frame frame = MessageCodec.frame(message);
    HexFormat hex = HexFormat.of();
    return hex.formatHex(head(frame)) + "/" + hex.formatHex(frame.tail());
  }

  private static Message read(String bytes) {
    String[] parts = bytes.split("/", -1);
    HexFormat hex = HexFormat.of();
    return MessageCodec.read(ByteBuffer.wrap(hex.parseHex(parts[0])), hex.parseHex(parts[1]));
  }

  private static byte[] head(Frame frame) {
    ByteBuffer head = ByteBuffer.allocate(frame.headBytes());
    frame.writeHead(head);
    assertThat(head.hasRemaining()).isFalse();
    return head.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static void assertSame(Message actual, Message expected) {
    assertThat(actual).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(expected);
  }
}
