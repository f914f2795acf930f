package dev.rondo.cluster.coordinator;

import static dev.rondo.cluster.coordinator.TestPeers.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.coordinator.TestPeers.Sent;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads that take long, of a node that is no replica itself. */
class CoordinatorReadTest {
  private static final Key KEY = TestPeers.key("k");
  private static final InFlightLimits FOUR = new InFlightLimits(4, 1 << 20, 100, 1 << 20);
  private static final Entry OLD = written(1, 10, "old");
  private static final Entry NEW = OLD.merge(written(2, 20, "new"));

  @TempDir Path directory;
  private TestPeers peers;
  private final List<String> answers = new ArrayList<>();

  @BeforeEach
  void open() {
    peers = new TestPeers(directory, FOUR);
  }

  @AfterEach
  void close() {
    peers.close();
  }

  private Coordinator coordinator(int hedgePercent) {
    return new Coordinator(
        peers,
        peers.replica,
        peers.requests,
        (target, key, row) -> true,
        new CoordinatorSettings(2000, false, hedgePercent, 0, FOUR),
        3);
  }

  private void read(Coordinator coordinator, Consistency consistency) {
    coordinator.read(
        KEY,
        true,
        consistency,
        new Completion<>() {
          @Override
          public void success(@Nullable Entry entry) {
            answers.add(
                entry == null
                    ? "nothing"
                    : new String(entry.stringValue(), StandardCharsets.US_ASCII));
          }

          @Override
          public void failure(Throwable cause) {
            answers.add(
                cause instanceof ClusterException known ? known.kind().name() : cause.toString());
          }
        });
  }

  @Test
  void aReaderThatIsSlowGetsASecondOneAsked() {
    read(coordinator(5), Consistency.ONE);
    Sent first = peers.takeSent().get(0);
    peers.pass(19);
    assertThat(peers.takeSent()).isEmpty();
    peers.pass(2);
    List<Sent> second = peers.takeSent();
    assertThat(second).hasSize(1);
    assertThat(second.get(0).to()).isNotEqualTo(first.to());
    peers.answerRead(second.get(0), OLD);
    assertThat(answers).containsExactly("old");
  }

  @Test
  void withoutABudgetNobodyElseIsAsked() {
    read(coordinator(0), Consistency.ONE);
    peers.takeSent();
    peers.pass(500);
    assertThat(peers.takeSent()).isEmpty();
    peers.pass(2000);
    assertThat(answers).containsExactly("UNAVAILABLE");
  }

  @Test
  void whatComesTooLateIsRepaired() {
    read(coordinator(5), Consistency.ONE);
    Sent slow = peers.takeSent().get(0);
    peers.pass(21);
    Sent quick = peers.takeSent().get(0);
    peers.answerRead(quick, NEW);
    assertThat(answers).containsExactly("new");
    peers.answerRead(slow, OLD);
    List<Sent> repair = peers.takeSent();
    assertThat(repair).hasSize(1);
    assertThat(repair.get(0).to()).isEqualTo(slow.to());
    assertThat(TestPeers.entryOf(repair.get(0)).clock()).isEqualTo(NEW.clock());
    assertThat(answers).hasSize(1);
  }

  @Test
  void whatComesTooLateAndIsNewerIsSpread() {
    read(coordinator(5), Consistency.ONE);
    Sent slow = peers.takeSent().get(0);
    peers.pass(21);
    Sent quick = peers.takeSent().get(0);
    peers.answerRead(quick, OLD);
    peers.answerRead(slow, NEW);
    List<Sent> repair = peers.takeSent();
    assertThat(repair).hasSize(1);
    assertThat(repair.get(0).to()).isEqualTo(quick.to());
    assertThat(TestPeers.entryOf(repair.get(0)).clock()).isEqualTo(NEW.clock());
    assertThat(answers).containsExactly("old");
  }

  @Test
  void theSameTooLateIsNothing() {
    read(coordinator(5), Consistency.ONE);
    Sent slow = peers.takeSent().get(0);
    peers.pass(21);
    peers.answerRead(peers.takeSent().get(0), OLD);
    peers.answerRead(slow, OLD);
    assertThat(peers.takeSent()).isEmpty();
  }

  @Test
  void tooMuchUnderWayIsRefusedBeforeAnythingIsDone() {
    Coordinator coordinator = coordinator(0);
    while (answers.isEmpty()) {
      read(coordinator, Consistency.QUORUM);
    }
    assertThat(answers).containsExactly("OVERLOADED");
    assertThat(peers.requests.inFlight()).isEqualTo(8);
    peers.takeSent();
    coordinator.transact(
        List.of(KEY),
        Consistency.QUORUM,
        view -> view.update(KEY, (current, now) -> Change.delete("deleted")),
        new Completion<>() {
          @Override
          public void success(String result) {
            answers.add(result);
          }

          @Override
          public void failure(Throwable cause) {
            answers.add(((ClusterException) cause).kind().name());
          }
        });
    assertThat(answers).containsExactly("OVERLOADED", "OVERLOADED");
    assertThat(peers.takeSent()).isEmpty();
    peers.pass(2001);
    assertThat(peers.requests.inFlight()).isZero();
    answers.clear();
    read(coordinator, Consistency.ONE);
    assertThat(peers.takeSent()).hasSize(1);
  }
}
