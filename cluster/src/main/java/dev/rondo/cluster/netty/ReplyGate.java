package dev.rondo.cluster.netty;

import dev.rondo.cluster.transport.Message.Reply;
import dev.rondo.storage.Store;
import dev.rondo.storage.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets replies to other nodes out of one event loop, after what came before them was committed. One
 * for each event loop, used on that loop alone.
 *
 * <p>At the end of an iteration in which replies were given it commits once for all of them. When
 * that is done at once the replies leave in the same breath. Otherwise they wait here, in order,
 * while the loop serves on; when a commit fails, none of its replies leaves.
 */
final class ReplyGate {
  private static final Logger LOG = LoggerFactory.getLogger(ReplyGate.class);

  /** Where replies go when they may. */
  interface Exit {
    void send(Reply reply);

    /** A reply of this connection must never leave; the connection is to be closed. */
    void fail();
  }

  private record Held(Exit exit, Reply reply) {}

  /** Replies that wait for the same commit. */
  private static final class Group {
    private final List<Held> replies;
    private boolean decided;
    private @Nullable StoreException failure;

    Group(List<Held> replies) {
      this.replies = replies;
    }
  }

  private final Committer committer;
  private final Executor loop;
  private final Executor endOfIteration;
  private final Deque<Group> waiting = new ArrayDeque<>();
  private List<Held> entered = new ArrayList<>();

  /**
   * @param loop runs tasks on the gate's event loop, from any thread
   * @param endOfIteration runs tasks there at the end of the current iteration
   */
  ReplyGate(Committer committer, Executor loop, Executor endOfIteration) {
    this.committer = committer;
    this.loop = loop;
    this.endOfIteration = endOfIteration;
  }

  /** Has a reply leave after the commit at the end of this iteration. */
  void enter(Exit exit, Reply reply) {
    if (entered.isEmpty()) {
      endOfIteration.execute(this::commit);
    }
    entered.add(new Held(exit, reply));
  }

  private void commit() {
    Group group = new Group(entered);
    entered = new ArrayList<>(group.replies.size());
    waiting.add(group);
    try {
      if (committer.commit(failure -> loop.execute(() -> decide(group, failure)))
          == Store.Commit.DONE) {
        decide(group, null);
      }
    } catch (StoreException e) {
      decide(group, e);
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
          "a commit failed, so {} replies to other nodes are not sent",
          group.replies.size(),
          group.failure);
    }
    for (Held held : group.replies) {
      if (group.failure == null) {
        held.exit.send(held.reply);
      } else {
        held.exit.fail();
      }
    }
  }
}
