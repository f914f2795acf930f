package dev.rondo.cluster.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.coordinator.Requests.Failure;
import dev.rondo.cluster.transport.Lane;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.cluster.transport.Transport;
import dev.rondo.storage.Key;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static final NodeId ONE = new NodeId(1);
  private static final NodeId TWO = new NodeId(2);
  private static final NodeAddress ADDRESS = new NodeAddress("127.0.0.1", 7000);
  private static final Key KEY = new Key(0, new byte[] {'k'});

  private final List<Message> sent = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private boolean connected = true;
  private boolean patient;
  private long nowMillis;
  private final Requests requests =
      new Requests(
          new Transport() {
            @Override
            public boolean send(NodeAddress to, Lane lane, Message message) {
              sent.add(message);
              return connected;
            }

            @Override
            public void forget(NodeAddress node) {}

            @Override
            public void reset(NodeAddress node) {}
          },
          () -> nowMillis * 1_000_000,
          new InFlightLimits(3, 1000, 4, 1500));

  private void send(NodeId node, @Nullable NodeAddress address) {
    send(node, address, requests.deadlineIn(100));
  }

  private void send(NodeId node, @Nullable NodeAddress address, long deadlineNanos) {
    requests.send(
        node,
        address,
        Lane.DATA,
        deadlineNanos,
        id -> new Message.Read(id, 1, KEY, Message.ReadKind.FULL),
        new Requests.Outcome() {
          @Override
          public void replied(Message.Reply reply) {
            told.add("reply " + reply.id());
          }

          @Override
          public void failed(Failure failure) {
            told.add(failure.name());
          }

          @Override
          public void slow() {
            told.add("slow");
          }

          @Override
          public boolean isPatient() {
            return patient;
          }
        });
  }

  private void write(NodeId node, int bytes) {
    requests.send(
        node,
        ADDRESS,
        Lane.DATA,
        requests.deadlineIn(100),
        id -> new Message.Write(id, 1, KEY, new byte[bytes], null),
        new Requests.Outcome() {
          @Override
          public void replied(Message.Reply reply) {
            told.add("reply " + reply.id());
          }

          @Override
          public void failed(Failure failure) {
            told.add(failure.name());
          }
        });
  }

  @Test
  void whatIsTooMuchForANodeOrForAllIsNotSent() {
    send(ONE, ADDRESS);
    assertThat(requests.hasRoomFor(ONE)).isTrue();
    send(ONE, ADDRESS);
    send(ONE, ADDRESS);
    send(ONE, ADDRESS);
    assertThat(told).containsExactly("OVERLOADED");
    assertThat(requests.hasRoomFor(ONE)).isFalse();
    assertThat(requests.hasRoomFor(TWO)).isTrue();
    send(TWO, ADDRESS);
    send(TWO, ADDRESS);
    assertThat(told).containsExactly("OVERLOADED", "OVERLOADED");
    assertThat(requests.hasRoomFor(TWO)).isFalse();
    assertThat(sent).hasSize(4);
    requests.replied(ONE, reply(1));
    send(ONE, ADDRESS);
    assertThat(sent).hasSize(5);
    requests.disconnected(ONE);
    requests.disconnected(TWO);
    assertThat(requests.inFlight()).isZero();
    assertThat(requests.hasRoomFor(ONE)).isTrue();
  }

  @Test
  void bytesCountTooAndOneMayExceedTheirBound() {
    write(ONE, 100);
    write(ONE, 5000);
    write(ONE, 1);
    assertThat(told).containsExactly("OVERLOADED");
    assertThat(requests.hasRoomFor(TWO)).isFalse();
    requests.replied(ONE, reply(2));
    write(ONE, 1);
    assertThat(told).containsExactly("OVERLOADED", "reply 2");
    assertThat(sent).hasSize(3);
  }

  @Test
  void whatIsSlowFollowsFromTheNodesOwnAnswers() {
    for (int i = 1; i <= 1000; i++) {
      send(ONE, ADDRESS);
      nowMillis += 5;
      requests.replied(ONE, reply(i));
    }
    told.clear();
    send(ONE, ADDRESS);
    send(TWO, ADDRESS);
    nowMillis += 4;
    requests.tick();
    assertThat(told).isEmpty();
    nowMillis += 3;
    requests.tick();
    assertThat(told).containsExactly("slow");
    nowMillis += 20;
    requests.tick();
    assertThat(told).containsExactly("slow", "slow");
  }

  private static Message.Reply reply(long id) {
    return new Message.ReadReply(id, Message.Status.OK, null);
  }

  @Test
  void aReplyEndsItsRequestOnce() {
    send(ONE, ADDRESS);
    send(ONE, ADDRESS);

    requests.replied(ONE, reply(2));
    requests.replied(ONE, reply(2));
    requests.replied(ONE, reply(7));

    assertThat(told).containsExactly("reply 2");
    assertThat(requests.inFlight()).isEqualTo(1);
  }

  @Test
  void nobodyAnswersForAnother() {
    send(ONE, ADDRESS);

    requests.replied(TWO, reply(1));

    assertThat(told).isEmpty();
  }

  @Test
  void whatCannotBeSentFailsAtOnce() {
    connected = false;
    send(ONE, ADDRESS);
    send(ONE, null);

    assertThat(told).containsExactly("UNSENT", "UNSENT");
    assertThat(requests.inFlight()).isZero();
  }

  @Test
  void whatWasAcceptedAndNotSentFailsAtOnce() {
    send(ONE, ADDRESS);
    requests.unsent(1);
    requests.unsent(1);
    requests.unsent(7);

    assertThat(told).containsExactly("UNSENT");
  }

  @Test
  void aPatientRequestIsSentAgain() {
    patient = true;
    connected = false;
    send(ONE, ADDRESS);
    nowMillis = 5;
    requests.tick();
    connected = true;
    nowMillis = 10;
    requests.tick();
    nowMillis = 15;
    requests.tick();
    assertThat(sent).hasSize(3);
    requests.unsent(1);
    requests.tick();
    assertThat(sent).hasSize(4);
    assertThat(told).isEmpty();

    requests.replied(ONE, reply(1));
    assertThat(told).containsExactly("reply 1");
  }

  @Test
  void patienceEndsAtTheDeadlineOrWithTheNode() {
    patient = true;
    connected = false;
    send(ONE, ADDRESS);
    send(TWO, ADDRESS);
    requests.disconnected(TWO);
    assertThat(told).containsExactly("BROKEN");
    patient = false; // believed to be gone
    requests.tick();
    assertThat(told).containsExactly("BROKEN", "UNSENT");
    patient = true;
    send(ONE, ADDRESS, requests.deadlineIn(10));
    nowMillis = 10;
    requests.tick();
    assertThat(told).containsExactly("BROKEN", "UNSENT", "LATE");
    assertThat(requests.inFlight()).isZero();
  }

  @Test
  void nothingIsSentPastItsDeadline() {
    long deadline = requests.deadlineIn(5);
    nowMillis = 5;
    send(ONE, ADDRESS, deadline);

    assertThat(told).containsExactly("UNSENT");
  }

  @Test
  void aBrokenConnectionEndsTheRequestsToItsNode() {
    send(ONE, ADDRESS);
    send(TWO, ADDRESS);

    requests.disconnected(ONE);
    requests.disconnected(ONE);

    assertThat(told).containsExactly("BROKEN");
    assertThat(requests.inFlight()).isEqualTo(1);
  }

  @Test
  void aSlowRequestIsToldOfOnceAndEndsAtItsDeadline() {
    send(ONE, ADDRESS);

    for (nowMillis = 0; nowMillis <= 200; nowMillis += 10) {
      requests.tick();
    }

    assertThat(told).containsExactly("slow", "LATE");
    requests.replied(ONE, reply(1));
    assertThat(told).hasSize(2);
  }
}
