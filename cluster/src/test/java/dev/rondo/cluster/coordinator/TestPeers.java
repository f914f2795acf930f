package dev.rondo.cluster.coordinator;

import dev.rondo.cluster.Deletions;
import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.cluster.transport.Transport;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Dot;
import dev.rondo.storage.Entry;
import dev.rondo.storage.EntryCodec;
import dev.rondo.storage.HybridClock;
import dev.rondo.storage.Key;
import dev.rondo.storage.SingleElement;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.StoredRow;
import dev.rondo.storage.VectorClock;
import dev.rondo.storage.rocksdb.RocksStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A node, number 9, that holds no key, and the replicas 1, 2 and 3 of every key. What it asks of
 * them is kept here; the test answers.
 */
public final class TestPeers implements ClusterState, Transport, AutoCloseable {
  public static final NodeId SELF = new NodeId(9);
  public static final List<NodeId> REPLICAS = List.of(new NodeId(1), new NodeId(2), new NodeId(3));

  /** A request on its way to a node. */
  public record Sent(NodeId to, Message message) {}

  public final List<Sent> sent = new ArrayList<>();
  public final RocksStore store;
  public final Replica replica;
  public final Requests requests;
  public long nowMillis;

  public TestPeers(Path directory, InFlightLimits limits) {
    InstantSource clock = InstantSource.system();
    store =
        RocksStore.open(
            new StoreSettings(directory, 1, StoreSettings.Fsync.NO, 1 << 20, 1 << 20, 0, 1),
            clock,
            new Random(1));
    replica = new Replica(store, clock, new HybridClock(clock), Deletions.KEEP_TOMBSTONE);
    requests = new Requests(this, () -> nowMillis * 1_000_000, limits);
  }

  /** A string that a node wrote. */
  public static Entry written(long actor, long time, String value) {
    return new Entry(
        DataType.STRING,
        VectorClock.EMPTY.advance(actor, time),
        Entry.NO_EXPIRY,
        0,
        SingleElement.of(new Dot(actor, time, time), value.getBytes(StandardCharsets.US_ASCII)));
  }

  /** The requests that were sent since the last call. */
  public synchronized List<Sent> takeSent() {
    List<Sent> taken = List.copyOf(sent);
    sent.clear();
    return taken;
  }

  public void answerRead(Sent request, @Nullable Entry entry) {
    Message.Read read = (Message.Read) request.message();
    byte[] row =
        entry == null
            ? null
            : read.kind() == Message.ReadKind.FULL
                ? EntryCodec.encode(StoredRow.of(entry))
                : EntryCodec.encodeVersion(entry);
    requests.replied(request.to(), new Message.ReadReply(read.id(), Message.Status.OK, row));
  }

  /** The entry that a write carries. */
  public static Entry entryOf(Sent request) {
    return EntryCodec.decode(ByteBuffer.wrap(((Message.Write) request.message()).row())).entry();
  }

  public void answerWrite(Sent request, Message.Status status) {
    Message.Write write = (Message.Write) request.message();
    requests.replied(request.to(), new Message.WriteReply(write.id(), status));
  }

  /** Lets time pass. */
  public void pass(long millis) {
    nowMillis += millis;
    requests.tick();
  }

  @Override
  public synchronized boolean send(NodeAddress to, Lane lane, Message message) {
    sent.add(new Sent(new NodeId(to.port()), message));
    return true;
  }

  @Override
  public void forget(NodeAddress node) {}

  @Override
  public void reset(NodeAddress node) {}

  @Override
  public NodeId self() {
    return SELF;
  }

  @Override
  public long epoch() {
    return 1;
  }

  @Override
  public List<NodeId> replicas(int slot) {
    return REPLICAS;
  }

  @Override
  public Iterable<NodeId> fallbacks(int slot) {
    return List.of();
  }

  @Override
  public boolean isLive(NodeId node) {
    return true;
  }

  @Override
  public boolean isCaughtUp(NodeId node) {
    return true;
  }

  @Override
  public NodeAddress addressOf(NodeId node) {
    return new NodeAddress("127.0.0.1", (int) node.actor());
  }

  @Override
  public String dataCentreOf(NodeId node) {
    return "";
  }

  @Override
  public void close() {
    store.close();
  }

  /** A key. */
  public static Key key(String name) {
    return new Key(0, name.getBytes(StandardCharsets.US_ASCII));
  }
}
