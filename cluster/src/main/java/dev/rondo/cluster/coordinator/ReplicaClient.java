package dev.rondo.cluster.coordinator;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.Message.ReadKind;
import dev.rondo.cluster.transport.Message.Status;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.EntryCodec;
import dev.rondo.storage.Key;
import dev.rondo.storage.StoreException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads and writes one replica's copy of a key, be it this node's or another's. Thread-safe. */
final class ReplicaClient {
  private final ClusterState state;
  private final Replica local;
  private final Requests requests;

  ReplicaClient(ClusterState state, Replica local, Requests requests) {
    this.state = state;
    this.local = local;
    this.requests = requests;
  }

  /** How a read of one copy ended; exactly one of the first two is called, once. */
  interface ReadOutcome {
    /** What is stored there; with version only when no more was asked for. */
    void answered(@Nullable Entry stored);

    void failed();

    /** The answer takes long. */
    void slow();
  }

  /** How a write of one copy ended; exactly one is called, once. */
  interface WriteOutcome {
    void written();

    void failed();
  }

  void read(NodeId node, Key key, ReadKind kind, long deadlineNanos, ReadOutcome outcome) {
    if (node.equals(state.self())) {
      readHere(key, kind, outcome);
      return;
    }
    requests.send(
        node,
        state.addressOf(node),
        Lane.DATA,
        deadlineNanos,
        id -> new Message.Read(id, state.epoch(), key, kind),
        new Requests.Outcome() {
          @Override
          public void replied(Message.Reply reply) {
            readReplied(reply, kind, outcome);
          }

          @Override
          public void failed(Requests.Failure failure) {
            outcome.failed();
          }

          @Override
          public void slow() {
            outcome.slow();
          }
        });
  }

  private void readHere(Key key, ReadKind kind, ReadOutcome outcome) {
    local.stored(
        key,
        kind == ReadKind.FULL,
        new Completion<>() {
          @Override
          @SuppressWarnings("NullAway") // takes null: the checker ignores type arguments
          public void success(@Nullable Entry stored) {
            outcome.answered(stored);
          }

          @Override
          public void failure(Throwable cause) {
            outcome.failed();
          }
        });
  }

  private static void readReplied(Message.Reply reply, ReadKind kind, ReadOutcome outcome) {
    if (!(reply instanceof Message.ReadReply read) || read.status() != Status.OK) {
      outcome.failed();
      return;
    }
    Entry entry;
    try {
      entry = read.row() == null ? null : decode(read.row(), kind);
    } catch (StoreException corrupt) {
      outcome.failed();
      return;
    }
    outcome.answered(entry);
  }

  private static Entry decode(byte[] row, ReadKind kind) {
    ByteBuffer bytes = ByteBuffer.wrap(row);
    return kind == ReadKind.FULL
        ? EntryCodec.decode(bytes).entry()
        : EntryCodec.decodeVersion(bytes).entry();
  }

  /**
   * Has a copy merge an entry.
   *
   * @param hintFor the replica this node stands in for; null when it is a replica itself
   */
  void write(
      NodeId node,
      Key key,
      EncodedEntry entry,
      @Nullable NodeId hintFor,
      long deadlineNanos,
      WriteOutcome outcome) {
    if (node.equals(state.self())) {
      local.merge(key, entry.entry(), writtenHere(outcome));
      return;
    }
    requests.send(
        node,
        state.addressOf(node),
        Lane.DATA,
        deadlineNanos,
        id -> new Message.Write(id, state.epoch(), key, entry.row(), hintFor),
        new Requests.Outcome() {
          @Override
          public void replied(Message.Reply reply) {
            if (reply instanceof Message.WriteReply write && write.status() == Status.OK) {
              outcome.written();
            } else {
              outcome.failed();
            }
          }

          @Override
          public void failed(Requests.Failure failure) {
            outcome.failed();
          }

          /** Of a slot's few replicas none is dispensable while it is believed to answer. */
          @Override
          public boolean isPatient() {
            return state.isLive(node);
          }
        });
  }

  private static Completion<Boolean> writtenHere(WriteOutcome outcome) {
    return new Completion<>() {
      @Override
      public void success(Boolean changed) {
        outcome.written();
      }

      @Override
      public void failure(Throwable cause) {
        outcome.failed();
      }
    };
  }
}
