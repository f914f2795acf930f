package dev.rondo.cluster.simulation;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.Inbox;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.cluster.transport.Transport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The network between nodes. On one lane between two nodes messages keep their order; between lanes
 * they do not. What is under way when a link is cut is lost, as is what is sent over it then; a cut
 * is not noticed by anybody, {@link #breakConnections} is.
 */
public final class SimNetwork {
  /** A direction from one node to another. */
  private record Link(NodeId from, NodeId to) implements Comparable<Link> {
    @Override
    public int compareTo(Link other) {
      int order = from.compareTo(other.from);
      return order != 0 ? order : to.compareTo(other.to);
    }
  }

  /** What is kept of a direction. */
  private static final class Wire {
    final String name;
    final Map<Lane, Long> lastArrivalNanos = new EnumMap<>(Lane.class);
    @Nullable LinkQuality quality;

    Wire(Link link) {
      this.name = link.from() + " -> " + link.to();
    }

    String label(Lane lane, Message message) {
      return name + " " + lane + " " + message.getClass().getSimpleName();
    }
  }

  /** Sees each message that is sent. */
  @FunctionalInterface
  public interface Tap {
    void sent(SimNode from, NodeAddress to, Lane lane, Message message);
  }

  private final Simulation simulation;
  private final RandomGenerator random;
  private final UnaryOperator<Message> codec;
  private final Map<NodeId, SimNode> nodes = new TreeMap<>();
  private final Map<NodeAddress, SimNode> byAddress = new HashMap<>();
  private final TreeSet<Link> cuts = new TreeSet<>();
  private final TreeSet<Link> open = new TreeSet<>();
  private final Map<Link, Wire> wires = new HashMap<>();
  private final List<Tap> taps = new ArrayList<>();
  private LinkQuality quality = LinkQuality.PERFECT;

  /**
   * @param codec makes of a message that is sent the one that arrives: encodes it and decodes it
   */
  public SimNetwork(Simulation simulation, UnaryOperator<Message> codec) {
    this.simulation = simulation;
    this.random = simulation.newRandom();
    this.codec = codec;
  }

  /** Adds a node that is yet to be started. */
  public SimNode addNode(NodeId id, NodeAddress address) {
    SimNode node = new SimNode(simulation, this, id, address);
    if (nodes.putIfAbsent(id, node) != null || byAddress.putIfAbsent(address, node) != null) {
      throw new IllegalArgumentException("there is a node " + id + " or one at " + address);
    }
    return node;
  }

  public void addTap(Tap tap) {
    taps.add(tap);
  }

  /** Sets the quality of all links that have none of their own. */
  public void setQuality(LinkQuality newQuality) {
    quality = newQuality;
  }

  /** Sets the quality of one direction. */
  public void setQuality(SimNode from, SimNode to, LinkQuality newQuality) {
    wire(new Link(from.id(), to.id())).quality = newQuality;
  }

  /** Nothing that one node sends reaches the other any more. */
  public void cutOneWay(SimNode from, SimNode to) {
    simulation.trace("cut " + from.id() + " -> " + to.id(), 0);
    cuts.add(new Link(from.id(), to.id()));
  }

  /** Nothing passes between the two any more. */
  public void cut(SimNode one, SimNode other) {
    cutOneWay(one, other);
    cutOneWay(other, one);
  }

  /** Nothing passes between the nodes of one group and all others any more. */
  public void isolate(List<SimNode> group) {
    for (SimNode other : nodes.values()) {
      if (!group.contains(other)) {
        group.forEach(node -> cut(node, other));
      }
    }
  }

  /** Ends all cuts. */
  public void heal() {
    simulation.trace("heal", cuts.size());
    cuts.clear();
  }

  /** Breaks what is connected between two nodes; both notice, as far as they run. */
  public void breakConnections(SimNode one, SimNode other) {
    breakConnection(new Link(one.id(), other.id()));
    breakConnection(new Link(other.id(), one.id()));
  }

  void breakConnectionsOf(SimNode node) {
    for (Link link : List.copyOf(open)) {
      if (link.from().equals(node.id()) || link.to().equals(node.id())) {
        breakConnection(link);
      }
    }
  }

  private void breakConnection(Link link) {
    if (!open.remove(link)) {
      return;
    }
    SimNode from = node(link.from());
    SimNode to = node(link.to());
    if (cuts.contains(new Link(link.to(), link.from()))) {
      return; // the word that it is broken does not get through
    }
    simulation.after(
        delayNanos(link),
        "disconnected " + link.from() + " -> " + link.to(),
        () -> from.withInbox(inbox -> inbox.disconnected(to.id(), to.address())));
  }

  Transport transportOf(SimNode from) {
    return new Transport() {
      @Override
      public boolean send(NodeAddress address, Lane lane, Message message) {
        taps.forEach(tap -> tap.sent(from, address, lane, message));
        SimNode to = byAddress.get(address);
        if (to == null || !from.isRunning()) {
          return false;
        }
        if (!to.isRunning()) {
          // as far as the sender knows its connection lasts, if the machine vanished
          return open.contains(new Link(from.id(), to.id()));
        }
        transmit(from, to, lane, message);
        return true;
      }

      @Override
      public void reset(NodeAddress address) {
        // what is on its way comes late or never here as it is
      }

      @Override
      public void forget(NodeAddress address) {
        SimNode to = byAddress.get(address);
        if (to != null) {
          open.remove(new Link(from.id(), to.id()));
        }
      }
    };
  }

  private void transmit(SimNode from, SimNode to, Lane lane, Message message) {
    Link link = new Link(from.id(), to.id());
    LinkQuality of = quality(link);
    if (cuts.contains(link) || random.nextDouble() < of.loss()) {
      simulation.trace("lost " + wire(link).label(lane, message), contents(message));
      return;
    }
    deliver(link, lane, message);
    if (random.nextDouble() < of.duplication()) {
      deliver(link, lane, message);
    }
  }

  private void deliver(Link link, Lane lane, Message message) {
    Message arriving = codec.apply(message);
    Map<Lane, Long> last = wire(link).lastArrivalNanos;
    long at = Math.max(last.getOrDefault(lane, 0L) + 1, simulation.nowNanos() + delayNanos(link));
    last.put(lane, at);
    String label = wire(link).label(lane, message);
    int life = node(link.to()).life();
    simulation.after(
        at - simulation.nowNanos(), label, () -> arrive(link, lane, arriving, label, life));
  }

  private void arrive(Link link, Lane lane, Message message, String label, int life) {
    SimNode from = node(link.from());
    SimNode to = node(link.to());
    if (cuts.contains(link) || !to.isRunning() || to.life() != life) {
      return;
    }
    simulation.trace(label, contents(message));
    open.add(link);
    int fromLife = from.life();
    Inbox.ReplyTo replyTo =
        reply -> {
          if (from.isRunning() && from.life() == fromLife && to.isRunning()) {
            transmit(to, from, lane, reply);
          }
        };
    to.withInbox(inbox -> inbox.receive(from.id(), message, replyTo));
  }

  private long delayNanos(Link link) {
    LinkQuality of = quality(link);
    return random.nextLong(of.minDelay().toNanos(), of.maxDelay().toNanos() + 1);
  }

  private LinkQuality quality(Link link) {
    LinkQuality own = wire(link).quality;
    return own == null ? quality : own;
  }

  private Wire wire(Link link) {
    return wires.computeIfAbsent(link, Wire::new);
  }

  /** A number that tells messages apart in the trace, where their bytes are at hand. */
  private static long contents(Message message) {
    return message instanceof Message.Gossip gossip ? Arrays.hashCode(gossip.packet()) : 0;
  }

  private SimNode node(NodeId id) {
    SimNode node = nodes.get(id);
    if (node == null) {
      throw new IllegalStateException("no node " + id);
    }
    return node;
  }
}
