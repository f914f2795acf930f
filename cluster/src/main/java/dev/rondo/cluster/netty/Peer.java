package dev.rondo.cluster.netty;

import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.NodeAddress;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * The links to one address: one for each event loop on the lane DATA, one on each other lane, where
 * GOSSIP has an event loop of its own. Safe on any thread.
 */
final class Peer {
  private final List<Link> data = new ArrayList<>();
  private final Link gossip;
  private final Link bulk;

  Peer(NodeAddress address, List<EventLoop> loops, EventLoop gossipLoop, Link.Shared shared) {
    long maxUnsentBytes = shared.context().limits().maxUnsentBytes();
    for (EventLoop loop : loops) {
      data.add(new Link(address, Lane.DATA, loop, shared, maxUnsentBytes / loops.size()));
    }
    gossip = new Link(address, Lane.GOSSIP, gossipLoop, shared, maxUnsentBytes);
    EventLoop bulkLoop = loops.get(Math.floorMod(address.hashCode(), loops.size()));
    bulk = new Link(address, Lane.BULK, bulkLoop, shared, maxUnsentBytes);
  }

  Link link(Lane lane) {
    return switch (lane) {
      case DATA -> dataLink();
      case GOSSIP -> gossip;
      case BULK -> bulk;
    };
  }

  /**
   * That of this thread when it is an event loop; every other thread always has the same one, so
   * that its messages stay in order.
   */
  private Link dataLink() {
    for (Link link : data) {
      if (link.loop().inEventLoop()) {
        return link;
      }
    }
    return data.get((int) (Thread.currentThread().getId() % data.size()));
  }

  List<Link> dataLinks() {
    return List.copyOf(data);
  }

  List<Link> links() {
    List<Link> all = new ArrayList<>(data);
    all.add(gossip);
    all.add(bulk);
    return all;
  }
}
