package dev.rondo.cluster.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.transport.Message.Reply;
import dev.rondo.cluster.transport.Message.Status;
import dev.rondo.cluster.transport.Message.WriteReply;
import dev.rondo.storage.Store.Commit;
import dev.rondo.storage.Store.CommitListener;
import dev.rondo.storage.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** The gate on an event loop that is a queue of tasks, with commits that end when they are told. */
final class ReplyGateTest {
  private final StoreException broken = StoreException.io("broken", new Exception());

  private final Queue<Runnable> loop = new ArrayDeque<>();
  private final Queue<Runnable> endOfIteration = new ArrayDeque<>();
  private final Deque<CommitListener> pending = new ArrayDeque<>();
  private final List<String> events = new ArrayList<>();
  private Committer committer = listener -> Commit.DONE;
  private final ReplyGate gate = new ReplyGate(this::commit, loop::add, endOfIteration::add);

  private Commit commit(CommitListener listener) {
    events.add("commit");
    return committer.commit(listener);
  }

  private ReplyGate.Exit exit(String name) {
    return new ReplyGate.Exit() {
      @Override
      public void send(Reply reply) {
        events.add(name + reply.id());
      }

      @Override
      public void fail() {
        events.add(name + " fails");
      }
    };
  }

  private final ReplyGate.Exit a = exit("a");
  private final ReplyGate.Exit b = exit("b");

  private static Reply reply(long id) {
    return new WriteReply(id, Status.OK);
  }

  private void endIteration() {
    run(endOfIteration);
  }

  private static void run(Queue<Runnable> tasks) {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void commitsStayPending() {
    committer =
        listener -> {
          pending.add(listener);
          return Commit.PENDING;
        };
  }

  @Test
  void oneCommitLetsOutAllRepliesOfAnIteration() {
    gate.enter(a, reply(1));
    gate.enter(b, reply(2));
    gate.enter(a, reply(3));
    assertThat(events).isEmpty();
    endIteration();
    assertThat(events).containsExactly("commit", "a1", "b2", "a3");
    gate.enter(b, reply(4));
    endIteration();
    assertThat(events).endsWith("a3", "commit", "b4");
  }

  @Test
  void repliesWaitForAPendingCommit() {
    commitsStayPending();
    gate.enter(a, reply(1));
    endIteration();
    assertThat(events).containsExactly("commit");
    pending.remove().committed(null);
    assertThat(events).as("decided on the loop alone").containsExactly("commit");
    run(loop);
    assertThat(events).containsExactly("commit", "a1");
  }

  @Test
  void laterRepliesDoNotOvertakeThoseThatWait() {
    commitsStayPending();
    gate.enter(a, reply(1));
    endIteration();
    gate.enter(a, reply(2));
    endIteration();
    committer = listener -> Commit.DONE;
    gate.enter(a, reply(3));
    endIteration();
    CommitListener first = pending.remove();
    pending.remove().committed(null);
    run(loop);
    assertThat(events).containsExactly("commit", "commit", "commit");
    first.committed(null);
    run(loop);
    assertThat(events).endsWith("commit", "a1", "a2", "a3");
  }

  @Test
  void afterAFailedCommitNothingLeaves() {
    commitsStayPending();
    gate.enter(a, reply(1));
    gate.enter(b, reply(2));
    endIteration();
    gate.enter(a, reply(3));
    endIteration();
    pending.remove().committed(broken);
    run(loop);
    assertThat(events).containsExactly("commit", "commit", "a fails", "b fails");
    pending.remove().committed(null);
    run(loop);
    assertThat(events).endsWith("b fails", "a3");
  }

  @Test
  void aCommitThatThrowsFailsInItsTurn() {
    commitsStayPending();
    gate.enter(a, reply(1));
    endIteration();
    committer =
        listener -> {
          throw broken;
        };
    gate.enter(b, reply(2));
    endIteration();
    assertThat(events).containsExactly("commit", "commit");
    pending.remove().committed(null);
    run(loop);
    assertThat(events).endsWith("commit", "a1", "b fails");
  }
}
