package dev.rondo.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.Inbox;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.NodeAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The simulator itself: a test is worth what its world is. */
final class SimulationTest {
  private final Simulation simulation = new Simulation(7);
  private final SimNetwork network = new SimNetwork(simulation, UnaryOperator.identity());
  private final SimNode one = network.addNode(new NodeId(1), new NodeAddress("one", 1));
  private final SimNode two = network.addNode(new NodeId(2), new NodeAddress("two", 2));
  private final List<String> seen = new ArrayList<>();

  private final class Log implements Inbox {
    @Override
    public void receive(NodeId from, Message message, ReplyTo replyTo) {
      if (message instanceof Message.Forward request) {
        replyTo.send(new Message.ForwardReply(request.id(), Message.Status.OK, new byte[0]));
        seen.add("forward " + request.id());
      } else if (message instanceof Message.HintsDelivered delivered) {
        seen.add("hints " + delivered.incarnation());
      } else {
        seen.add(message.getClass().getSimpleName());
      }
    }

    @Override
    public void disconnected(NodeId node, NodeAddress address) {
      seen.add("disconnected " + address);
    }
  }

  private void start() {
    one.start(node -> new Log());
    two.start(node -> new Log());
  }

  private void send(int number) {
    assertThat(one.transport().send(two.address(), Lane.DATA, new Message.HintsDelivered(number)))
        .isTrue();
  }

  private void settle() {
    simulation.runFor(Duration.ofSeconds(1));
  }

  @Test
  void messagesOfALaneKeepTheirOrder() {
    network.setQuality(new LinkQuality(Duration.ZERO, Duration.ofMillis(50), 0, 0));
    start();
    for (int i = 1; i <= 5; i++) {
      send(i);
    }
    settle();
    assertThat(seen).containsExactly("hints 1", "hints 2", "hints 3", "hints 4", "hints 5");
  }

  @Test
  void lossAndDuplicationHappen() {
    network.setQuality(one, two, new LinkQuality(Duration.ZERO, Duration.ofMillis(1), 1, 0));
    start();
    send(1);
    settle();
    assertThat(seen).isEmpty();
    network.setQuality(one, two, new LinkQuality(Duration.ZERO, Duration.ofMillis(1), 0, 1));
    send(2);
    settle();
    assertThat(seen).containsExactly("hints 2", "hints 2");
  }

  @Test
  void aRequestIsAnswered() {
    start();
    var sent =
        one.transport()
            .send(two.address(), Lane.DATA, new Message.Forward(5, 0, 0, 100, new byte[0]));
    settle();
    assertThat(sent).isTrue();
    assertThat(seen).containsExactly("forward 5", "ForwardReply");
  }

  @Test
  void aCutLosesWhatIsUnderWayAndOneWayIsOneWay() {
    start();
    send(1);
    network.cutOneWay(one, two);
    send(2);
    settle();
    assertThat(seen).isEmpty();
    assertThat(two.transport().send(one.address(), Lane.DATA, new Message.HintsDelivered(3)))
        .isTrue();
    settle();
    network.heal();
    send(4);
    settle();
    assertThat(seen).containsExactly("hints 3", "hints 4");
  }

  @Test
  void aPausedProcessGetsEverythingLaterAndACrashedOneNothing() {
    start();
    two.scheduler().schedule(10, () -> seen.add("timer"));
    two.pause();
    send(1);
    settle();
    assertThat(seen).isEmpty();
    two.resume();
    assertThat(seen).containsExactlyInAnyOrder("timer", "hints 1");

    seen.clear();
    two.scheduler().schedule(10, () -> seen.add("timer of a former life"));
    send(2);
    two.crash();
    two.start(node -> new Log());
    settle();
    assertThat(seen).containsExactly("disconnected two:2");
    assertThat(two.isRunning()).isTrue();
  }

  @Test
  void nobodyIsToldThatAMachineVanished() {
    start();
    send(1);
    settle();
    two.vanish();
    settle();
    assertThat(seen).containsExactly("hints 1");
    assertThat(one.transport().send(two.address(), Lane.DATA, new Message.HintsDelivered(2)))
        .isTrue();
    two.start(node -> new Log());
    settle();
    assertThat(seen).containsExactly("hints 1", "disconnected two:2");
  }

  @Test
  void clocksDriftAndTimersWithThem() {
    start();
    one.setClockRate(2);
    long[] firedAt = new long[1];
    one.scheduler().schedule(100, () -> firedAt[0] = simulation.nowNanos());
    settle();
    assertThat(firedAt[0]).isEqualTo(Duration.ofMillis(50).toNanos());
    assertThat(one.nanoClock().getAsLong()).isEqualTo(Duration.ofSeconds(2).toNanos());
    long before = one.wallClock().millis();
    one.jumpWallClock(Duration.ofSeconds(-5));
    assertThat(one.wallClock().millis()).isEqualTo(before - 5000);
  }

  @Test
  void whatDoesNotHoldIsReportedWithTheSeed() {
    assertThatThrownBy(
            () ->
                Seeds.run(
                    3,
                    world -> {
                      world.always("the seed is not 2", () -> world.seed() != 2);
                      world.after(5, "something", () -> {});
                      world.runFor(Duration.ofMillis(1));
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed 2 failed")
        .hasMessageContaining("does not hold: the seed is not 2")
        .hasMessageContaining("-Drondo.simulation.seed=2")
        .hasMessageContaining("-Dtest='SimulationTest#");
  }

  @Test
  void eventsOfOneMomentComeInAnOrderOfTheSeed() {
    List<List<Integer>> orders = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2, 3}) {
      Simulation world = new Simulation(seed);
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int number = i;
        world.after(5, "event", () -> order.add(number));
      }
      world.runFor(Duration.ofMillis(1));
      orders.add(order);
    }
    assertThat(orders.get(0)).hasSize(20).isEqualTo(orders.get(1)).isNotEqualTo(orders.get(2));
  }
}
