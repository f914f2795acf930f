package dev.rondo.server.routing;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.Scheduler;
import dev.rondo.cluster.coordinator.ClusterState;
import dev.rondo.cluster.coordinator.Forwarder;
import dev.rondo.server.blocking.Place;
import dev.rondo.storage.Completion;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Learns of keys that this node has no copy of, while clients wait for them: asks the node that
 * orders their writes, which answers when there is something, again and again. Safe for use by many
 * threads.
 */
public final class RemoteKeys {
  /** How many questions may be open; clients whose keys are beyond that look by themselves. */
  static final int MAX_QUESTIONS = 128;

  private static final int MAX_AWAIT_MILLIS = 1000;

  /** Between two questions when the first was not answered well. */
  private static final long PAUSE_MILLIS = 200;

  /** Between two questions when the first woke a client, which may take the element meanwhile. */
  private static final long SHORT_PAUSE_MILLIS = 5;

  private final ClusterState state;
  private final Forwarder forwarder;
  private final Scheduler scheduler;
  private final int awaitMillis;
  private final Predicate<Place> isAwaited;
  private final Consumer<Place> wake;
  private final Set<Place> asked = new HashSet<>();

  /**
   * @param isAwaited whether a client waits for a place
   * @param wake has a client try
   */
  public RemoteKeys(
      ClusterState state,
      Forwarder forwarder,
      Scheduler scheduler,
      RoutingSettings settings,
      Predicate<Place> isAwaited,
      Consumer<Place> wake) {
    this.state = state;
    this.forwarder = forwarder;
    this.scheduler = scheduler;
    this.awaitMillis = (int) Math.min(MAX_AWAIT_MILLIS, settings.requestTimeoutMillis() / 2);
    this.isAwaited = isAwaited;
    this.wake = wake;
  }

  /** To be called when a client has begun to wait for a place. */
  public void awaited(Place place) {
    if (state.replicas(place.key().slot()).contains(state.self())) {
      return;
    }
    synchronized (this) {
      if (asked.size() >= MAX_QUESTIONS || !asked.add(place)) {
        return;
      }
    }
    ask(place);
  }

  private void ask(Place place) {
    synchronized (this) {
      if (!isAwaited.test(place)) {
        asked.remove(place);
        return;
      }
    }
    NodeId node = state.writeCoordinator(place.key().slot());
    if (node == null || node.equals(state.self())) {
      askAfter(PAUSE_MILLIS, place);
      return;
    }
    forwarder.forward(
        node,
        ForwardCodec.encode(new ForwardRequest.Await(place, awaitMillis)),
        new Completion<>() {
          @Override
          public void success(byte[] reply) {
            answered(place, reply);
          }

          @Override
          public void failure(Throwable cause) {
            askAfter(PAUSE_MILLIS, place);
          }
        });
  }

  private void answered(Place place, byte[] reply) {
    long something;
    try {
      something = ForwardReplyCodec.decodeNumber(reply);
    } catch (MalformedForwardException e) {
      askAfter(PAUSE_MILLIS, place);
      return;
    }
    if (something == 0) {
      ask(place);
    } else {
      wake.accept(place);
      askAfter(SHORT_PAUSE_MILLIS, place);
    }
  }

  private void askAfter(long millis, Place place) {
    Scheduler.Timer unused = scheduler.schedule(millis, () -> ask(place));
  }
}
