package dev.rondo.server.routing;

import dev.rondo.storage.Entry;
import dev.rondo.storage.EntryCodec;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import dev.rondo.storage.Slots;
import dev.rondo.storage.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the answers to a {@link ForwardRequest} into bytes and back: {@code server/FORWARD.md}. A
 * command's answer is RESP and needs no codec. Pure.
 */
final class ForwardReplyCodec {
  private static final int TOUCHED = 0;
  private static final int DONE = 1;
  private static final int FAILED = 2;

  private static final int HEAD_BYTES = 16;
  private static final int MAX_ERROR_BYTES = 4096;
  private static final int MAX_KEY_BYTES = 512 << 20;
  private static final int MAX_VERSION_BYTES = 1 << 20;

  private ForwardReplyCodec() {}

  static byte[] touched() {
    return begin(HEAD_BYTES).u8(TOUCHED).done();
  }

  /**
   * A transaction that ran.
   *
   * @param replies of all commands, one behind the other
   * @param lengths the length of each
   */
  static byte[] done(byte[] replies, List<Long> lengths) {
    FieldWriter out = begin(HEAD_BYTES + replies.length + 5 * lengths.size()).u8(DONE);
    out.varint(lengths.size());
    lengths.forEach(out::varint);
    return out.raw(replies).done();
  }

  static byte[] failed(String error) {
    byte[] text = error.getBytes(StandardCharsets.ISO_8859_1);
    int length = Math.min(text.length, MAX_ERROR_BYTES);
    return begin(HEAD_BYTES + length).u8(FAILED).varint(length).raw(text, length).done();
  }

  static TransactionReply decodeTransaction(byte[] bytes) {
    FieldReader in = begin(bytes);
    int outcome = in.u8();
    TransactionReply reply =
        switch (outcome) {
          case TOUCHED -> new TransactionReply.Touched();
          case DONE -> new TransactionReply.Done(replies(in));
          case FAILED ->
              new TransactionReply.Failed(
                  new String(in.bytes(MAX_ERROR_BYTES), StandardCharsets.ISO_8859_1));
          default -> throw new MalformedForwardException("unknown outcome " + outcome);
        };
    in.end();
    return reply;
  }

  private static List<byte[]> replies(FieldReader in) {
    int[] lengths = new int[in.count(1, Integer.MAX_VALUE)];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = in.varint(Integer.MAX_VALUE);
    }
    List<byte[]> replies = new ArrayList<>(lengths.length);
    for (int length : lengths) {
      replies.add(in.raw(length));
    }
    return replies;
  }

  static byte[] page(ScanPage page) {
    FieldWriter out = begin(HEAD_BYTES + 64 * page.rows().size());
    out.i64(page.nextCursor()).varint(page.rows().size());
    for (ScanPage.Row row : page.rows()) {
      out.bytes(row.key().bytes()).bytes(EntryCodec.encodeVersion(row.entry()));
    }
    return out.done();
  }

  /** Reads a page of a database; its entries are unloaded. */
  static ScanPage decodePage(int database, byte[] bytes) {
    FieldReader in = begin(bytes);
    long next = in.i64();
    if (next < 0 || next >>> 32 >= Slots.COUNT) {
      throw new MalformedForwardException("no cursor: " + next);
    }
    int size = in.count(2, Integer.MAX_VALUE);
    List<ScanPage.Row> rows = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      Key key = new Key(database, in.bytes(MAX_KEY_BYTES));
      rows.add(new ScanPage.Row(key, version(in.bytes(MAX_VERSION_BYTES))));
    }
    in.end();
    return new ScanPage(next, rows);
  }

  private static Entry version(byte[] bytes) {
    try {
      return EntryCodec.decodeVersion(ByteBuffer.wrap(bytes)).entry();
    } catch (StoreException e) {
      throw new MalformedForwardException(String.valueOf(e.getMessage()));
    }
  }

  /** A count of keys, or a hybrid time. */
  static byte[] number(long number) {
    return begin(HEAD_BYTES).i64(number).done();
  }

  static long decodeNumber(byte[] bytes) {
    FieldReader in = begin(bytes);
    long number = in.i64();
    in.end();
    if (number < 0) {
      throw new MalformedForwardException("a negative number");
    }
    return number;
  }

  private static FieldWriter begin(int expectedBytes) {
    return new FieldWriter(expectedBytes).u8(ForwardCodec.VERSION);
  }

  private static FieldReader begin(byte[] bytes) {
    FieldReader in = new FieldReader(bytes);
    int version = in.u8();
    if (version != ForwardCodec.VERSION) {
      throw new MalformedForwardException("unknown version " + version);
    }
    return in;
  }
}
