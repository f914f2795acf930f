package dev.rondo.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.coordinator.InFlightLimits;
import dev.rondo.cluster.coordinator.TestPeers;
import dev.rondo.cluster.coordinator.TestPeers.Sent;
import dev.rondo.cluster.transport.Message;
import dev.rondo.cluster.transport.Message.Status;
import dev.rondo.storage.EntryCodec;
import dev.rondo.storage.HintStore;
import dev.rondo.storage.Key;
import dev.rondo.storage.StoredRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hints that do not get through. */
class HintReplayTest {
  private static final NodeId TARGET = new NodeId(1);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path directory;
  private TestPeers peers;
  private HintStore hints;
  private HintReplay replay;
  private final List<String> arrived = new ArrayList<>();

  @BeforeEach
  void open() {
    peers = new TestPeers(directory, InFlightLimits.DEFAULT);
    hints = peers.store.hints();
    replay = new HintReplay(peers, peers.replica, hints, peers.requests, 2000);
  }

  @AfterEach
  void close() {
    peers.close();
  }

  private void add(String key) {
    byte[] row = EntryCodec.encode(StoredRow.of(TestPeers.written(2, 5, key)));
    assertThat(hints.add(TARGET.actor(), TestPeers.key(key), row)).isTrue();
  }

  /** One round: waits for what it sends, and refuses the key "bad" in some way. */
  private void round(int expected, Status refusal) {
    replay.tick();
    List<Sent> sent = new ArrayList<>();
    Awaitility.await()
        .atMost(LIMIT)
        .until(
            () -> {
              sent.addAll(peers.takeSent());
              return sent.size() >= expected;
            });
    for (Sent each : sent) {
      Key key = ((Message.Write) each.message()).key();
      boolean bad = key.equals(TestPeers.key("bad"));
      if (!bad) {
        arrived.add(key.toString());
      }
      peers.answerWrite(each, bad ? refusal : Status.OK);
    }
  }

  @Test
  void oneThatIsRefusedForEverIsGivenUpAndKeepsNobodyBack() {
    add("a");
    add("bad");
    add("c");
    round(3, Status.FAILED);
    assertThat(arrived).containsExactly("0/a", "0/c");
    assertThat(hints.count(TARGET.actor())).isEqualTo(2);
    for (int i = 1; i < HintReplay.MAX_REFUSALS; i++) {
      assertThat(hints.overflown(TARGET.actor())).isFalse();
      replay.tick();
      assertThat(peers.takeSent()).as("it waits before it tries again").isEmpty();
      peers.pass(8000);
      round(2, Status.FAILED);
    }
    assertThat(hints.overflown(TARGET.actor())).isTrue();
    assertThat(hints.count(TARGET.actor())).isEqualTo(1);
    round(1, Status.FAILED);
    Awaitility.await().atMost(LIMIT).until(() -> !replay.keepsAnyFor(TARGET));
  }

  @Test
  void aTargetThatCannotBeReachedLosesNothing() {
    add("a");
    for (int i = 0; i < 3 * HintReplay.MAX_REFUSALS; i++) {
      replay.tick();
      Awaitility.await().atMost(LIMIT).until(() -> !peers.takeSent().isEmpty());
      peers.requests.disconnected(TARGET);
    }
    assertThat(hints.count(TARGET.actor())).isEqualTo(1);
    assertThat(hints.overflown(TARGET.actor())).isFalse();
    round(1, Status.OK);
    Awaitility.await().atMost(LIMIT).until(() -> !replay.keepsAnyFor(TARGET));
  }

  @Test
  void oneThatTheTargetDoesNotWantAnyMoreHasArrived() {
    add("bad");
    round(1, Status.NOT_MINE);
    Awaitility.await().atMost(LIMIT).until(() -> !replay.keepsAnyFor(TARGET));
    assertThat(hints.overflown(TARGET.actor())).isFalse();
  }
}
