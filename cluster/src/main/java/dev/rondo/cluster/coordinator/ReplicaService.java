package dev.rondo.cluster.coordinator;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.transport.Inbox.ReplyTo;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.Message.ReadKind;
import dev.rondo.cluster.transport.Message.Status;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.EntryCodec;
import dev.rondo.storage.StoreException;
import dev.rondo.storage.StoredRow;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what coordinators of other nodes ask of this node's copies. Safe on any thread; whoever
 * carries the answer commits before it leaves.
 */
public final class ReplicaService {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaService.class);

  private final ClusterState state;
  private final Replica local;
  private final Hints hints;

  public ReplicaService(ClusterState state, Replica local, Hints hints) {
    this.state = state;
    this.local = local;
    this.hints = hints;
  }

  /** Answers a read. */
  public void read(Message.Read read, ReplyTo replyTo) {
    if (isStranger(read.epoch(), read.key().slot())) {
      replyTo.send(new Message.ReadReply(read.id(), Status.NOT_MINE, null));
      return;
    }
    boolean full = read.kind() == ReadKind.FULL;
    local.stored(
        read.key(),
        full,
        new Completion<>() {
          @Override
          public void success(@Nullable Entry stored) {
            replyTo.send(new Message.ReadReply(read.id(), Status.OK, encode(stored, full)));
          }

          @Override
          public void failure(Throwable cause) {
            LOG.warn("a read for another node failed", cause);
            replyTo.send(new Message.ReadReply(read.id(), Status.FAILED, null));
          }
        });
  }

  private static byte @Nullable [] encode(@Nullable Entry stored, boolean full) {
    if (stored == null) {
      return null;
    }
    return full ? EntryCodec.encode(StoredRow.of(stored)) : EntryCodec.encodeVersion(stored);
  }

  /** Carries out a write, or keeps it for the node it is meant for. */
  public void write(NodeId from, Message.Write write, ReplyTo replyTo) {
    Entry entry;
    try {
      entry = EntryCodec.decode(ByteBuffer.wrap(write.row())).entry();
    } catch (StoreException corrupt) {
      LOG.warn("node {} sent an entry that is none", from, corrupt);
      reply(write, Status.FAILED, replyTo);
      return;
    }
    if (write.hintFor() != null && !write.hintFor().equals(state.self())) {
      boolean kept = hints.add(write.hintFor(), write.key(), write.row());
      reply(write, kept ? Status.OK : Status.OVERLOADED, replyTo);
      return;
    }
    if (isStranger(write.epoch(), write.key().slot())) {
      reply(write, Status.NOT_MINE, replyTo);
      return;
    }
    local.merge(
        write.key(),
        entry,
        new Completion<>() {
          @Override
          public void success(Boolean changed) {
            reply(write, Status.OK, replyTo);
          }

          @Override
          public void failure(Throwable cause) {
            LOG.warn("a write for another node failed", cause);
            reply(write, Status.FAILED, replyTo);
          }
        });
  }

  private static void reply(Message.Write write, Status status, ReplyTo replyTo) {
    replyTo.send(new Message.WriteReply(write.id(), status));
  }

  /** Whether this node knows a ring at least as new as the sender's and holds no copy in it. */
  private boolean isStranger(long senderEpoch, int slot) {
    return senderEpoch <= state.epoch() && !state.replicas(slot).contains(state.self());
  }
}
