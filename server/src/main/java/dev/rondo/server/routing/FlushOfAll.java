package dev.rondo.server.routing;

import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.ClusterException.Kind;
import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.coordinator.ClusterState;
import dev.rondo.storage.Completion;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Empties databases on all nodes. Refused unless all can be reached.
 *
 * <p>First every node is asked for the time, and the latest of the answers is after every write
 * that was answered before. Then every node, this one first, deletes all it has and remembers that
 * time: copies from before it that are still on their way, or wait as hints, are not taken when
 * they come; what is written later is.
 */
final class FlushOfAll {
  private static final String NOT_ALL_LIVE =
      "node %s cannot be reached, and the command has to run on all";
  private static final String NOT_ALL_DONE =
      "node %s may not have run the command, others have; send it again (%s)";

  private final ClusterState state;
  private final Attempts.Means means;
  private final Replica local;
  private final List<Integer> databases;
  private final Completion<Boolean> done;
  private final List<NodeId> others;

  FlushOfAll(
      ClusterState state,
      Attempts.Means means,
      Replica local,
      List<Integer> databases,
      Completion<Boolean> done) {
    this.state = state;
    this.means = means;
    this.local = local;
    this.databases = databases;
    this.done = done;
    this.others = Members.others(state);
  }

  /** Empties this node's copies. */
  static void here(Replica replica, List<Integer> databases, long upTo, Completion<Boolean> done) {
    replica.transactExclusively(
        view -> {
          databases.forEach(database -> view.flush(database, upTo));
          return true;
        },
        done);
  }

  void start() {
    for (NodeId node : others) {
      if (!state.isLive(node)) {
        done.failure(new ClusterException(Kind.UNAVAILABLE, NOT_ALL_LIVE.formatted(node)));
        return;
      }
    }
    long now = local.nextHybridTime();
    askAll(new ForwardRequest.Time(), Kind.UNAVAILABLE, NOT_ALL_LIVE, now, this::flushHere);
  }

  private void flushHere(long upTo) {
    here(
        local,
        databases,
        upTo,
        new Completion<>() {
          @Override
          public void success(Boolean flushed) {
            askAll(
                new ForwardRequest.Flush(databases, upTo),
                Kind.TIMEOUT,
                NOT_ALL_DONE,
                upTo,
                all -> done.success(true));
          }

          @Override
          public void failure(Throwable cause) {
            done.failure(cause);
          }
        });
  }

  /**
   * Asks all other nodes at once and waits for all.
   *
   * @param failure what it means that one did not do it
   * @param message says so, with the node and the reason
   * @param least a number
   * @param next is given the highest of that number and the answers
   */
  private void askAll(
      ForwardRequest request, Kind failure, String message, long least, LongConsumer next) {
    if (others.isEmpty()) {
      next.accept(least);
      return;
    }
    Answers answers = new Answers(failure, message, others.size(), least, next);
    byte[] encoded = ForwardCodec.encode(request);
    for (NodeId node : others) {
      Attempts.start(means, node, new OnNode(node, encoded, answers));
    }
  }

  /** A request to one other node. Both kinds may be repeated: a time is asked, or given, once. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record OnNode(NodeId node, byte[] request, Answers answers) implements Attempts.Task {
    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    public Route route() {
      return new Route.Forward(node);
    }

    @Override
    public void answered(byte[] reply) {
      long number;
      try {
        number = reply.length == 0 ? 0 : ForwardReplyCodec.decodeNumber(reply);
      } catch (MalformedForwardException e) {
        failed(e);
        return;
      }
      answers.ended(number, null);
    }

    @Override
    public void belongsElsewhere(Route route) {
      throw new IllegalStateException("belongs to its node");
    }

    @Override
    public void failed(Throwable cause) {
      answers.ended(0, answers.message.formatted(node, cause.getMessage()));
    }
  }

  /** The answers of a round. */
  private final class Answers {
    private final Kind failure;
    private final String message;
    private final LongConsumer next;
    private int missing;
    private long highest;
    private @Nullable String error;

    Answers(Kind failure, String message, int missing, long least, LongConsumer next) {
      this.failure = failure;
      this.message = message;
      this.missing = missing;
      this.highest = least;
      this.next = next;
    }

    void ended(long number, @Nullable String problem) {
      long result;
      String failed;
      synchronized (this) {
        highest = Math.max(highest, number);
        error = error == null ? problem : error;
        missing--;
        if (missing > 0) {
          return;
        }
        result = highest;
        failed = error;
      }
      if (failed == null) {
        next.accept(result);
      } else {
        done.failure(new ClusterException(failure, failed));
      }
    }
  }
}
