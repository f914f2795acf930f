package dev.rondo.server.net;

import dev.rondo.storage.Store;
import dev.rondo.storage.StoreException;
import io.netty.channel.SingleThreadEventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets replies out of one event loop, after the writes that came before them are committed. One for
 * each event loop, used on that loop alone.
 *
 * <p>Connections that have written replies {@link #enter}; at the end of the loop's iteration the
 * store commits once for all of them. When that is done at once, as it is unless each write has to
 * reach the platter or RocksDB asks for a pause, the replies leave in the same breath. Otherwise
 * they wait here, in order, while the loop serves on.
 */
final class CommitGate implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(CommitGate.class);

  private final Store store;
  private final SingleThreadEventLoop loop;
  private List<Connection> entered = new ArrayList<>();
  private final Deque<Group> waiting = new ArrayDeque<>();

  /** Replies that were waiting for the same commit. */
  private static final class Group {
    private final List<Connection> connections = new ArrayList<>();
    private final List<ReplyQueue.Chunk> chunks = new ArrayList<>();
    private boolean decided;
    private @Nullable StoreException failure;
  }

  CommitGate(Store store, SingleThreadEventLoop loop) {
    this.store = store;
    this.loop = loop;
  }

  /** Has a connection's replies sent after the commit at the end of this iteration. */
  void enter(Connection connection) {
    if (entered.isEmpty()) {
      loop.executeAfterEventLoopIteration(this);
    }
    entered.add(connection);
  }

  /** The end of an iteration: commits and lets everything out, or has it wait. */
  @Override
  public void run() {
    List<Connection> leaving = entered;
    entered = new ArrayList<>(leaving.size());
    Group group = new Group();
    Store.Commit commit;
    try {
      commit = store.commit(failure -> loop.execute(() -> decide(group, failure)));
    } catch (StoreException e) {
      commit = Store.Commit.DONE;
      group.failure = e;
    }
    if (commit == Store.Commit.DONE && group.failure == null && waiting.isEmpty()) {
      for (Connection connection : leaving) {
        connection.sendReplies();
      }
      return;
    }
    for (Connection connection : leaving) {
      group.connections.add(connection);
      group.chunks.add(connection.takeReplies());
    }
    waiting.add(group);
    if (commit == Store.Commit.DONE) {
      decide(group, group.failure);
    }
  }

  private void decide(Group group, @Nullable StoreException failure) {
    group.decided = true;
    group.failure = failure;
    for (Group head = waiting.peek(); head != null && head.decided; head = waiting.peek()) {
      waiting.remove();
      letOut(head);
    }
  }

  private static void letOut(Group group) {
    if (group.failure != null) {
      LOG.error(
          "a commit failed, so {} connections are closed unanswered",
          group.connections.size(),
          group.failure);
    }
    for (int i = 0; i < group.connections.size(); i++) {
      Connection connection = group.connections.get(i);
      if (group.failure == null) {
        connection.sendReplies(group.chunks.get(i));
      } else {
        group.chunks.get(i).release();
        connection.closeNow();
      }
    }
  }
}
