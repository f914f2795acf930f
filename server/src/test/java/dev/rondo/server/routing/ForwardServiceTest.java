package dev.rondo.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.Consistency;
import dev.rondo.resp.InlineArguments;
import dev.rondo.resp.RespVersion;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.routing.ForwardRequest.Caller;
import dev.rondo.server.session.WatchedKeys;
import dev.rondo.storage.Completion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node runs for others, and what it does not. */
final class ForwardServiceTest {
  private FrontEnds cluster;

  @BeforeEach
  void open(@TempDir Path directory) {
    cluster = new FrontEnds(directory, 3, 3);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private static Caller caller(int database) {
    return new Caller(database, RespVersion.RESP2, Consistency.QUORUM, "", "127.0.0.1:1");
  }

  private static byte[] command(int database, String line) {
    return ForwardCodec.encode(
        new ForwardRequest.Command(caller(database), InlineArguments.split(Bytes.of(line))));
  }

  private static byte[] transaction(String... lines) {
    List<byte[][]> queue =
        Stream.of(lines).map(line -> InlineArguments.split(Bytes.of(line))).toList();
    return ForwardCodec.encode(new ForwardRequest.Transaction(caller(0), queue, WatchedKeys.NONE));
  }

  private CompletableFuture<byte[]> run(byte[] request) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    cluster
        .node(0)
        .service()
        .run(
            request,
            2000,
            new Completion<>() {
              @Override
              public void success(byte[] reply) {
                answer.complete(reply);
              }

              @Override
              public void failure(Throwable cause) {
                answer.completeExceptionally(cause);
              }
            });
    return answer;
  }

  private void assertRefused(byte[] request) {
    assertThat(run(request))
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            ClusterException.class,
            e -> assertThat(e.kind()).isEqualTo(ClusterException.Kind.UNAVAILABLE));
  }

  @Test
  void whatItRunsIsNeverHandedOn() {
    String theirs = cluster.keyOf(cluster.node(1), "k");
    assertThat(run(command(0, "set %s v".formatted(theirs))).join()).isEqualTo(Bytes.of("+OK\r\n"));
    assertThat(cluster.forwarded).isEmpty();
    assertThat(cluster.node(2).run("get " + theirs)).isEqualTo("$1\r\nv\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ping",
        "get k",
        "multi",
        "client kill 1.1.1.1:1",
        "quit",
        "swapdb 0 1",
        "flushall",
        "at one set k v",
        "nosuch k"
      })
  void onlyWhatARouterHandsOnIsRun(String line) {
    assertRefused(command(0, line));
    assertThat(cluster.node(0).completed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set k",
        "ping",
        "flushall",
        "multi",
        "select 1",
        "nosuch",
        "watch k",
        "swapdb 0 1"
      })
  void aQueueMayHoldOnlyCommandsOnKeys(String line) {
    assertRefused(transaction("set k v", line));
    assertThat(cluster.node(0).run("get k")).isEqualTo("$-1\r\n");
  }

  @Test
  void argumentsAreCountedAgain() {
    assertThat(Bytes.text(run(command(0, "set k")).join()))
        .isEqualTo("-ERR wrong number of arguments for 'set' command\r\n");
  }

  @Test
  void databasesThatDoNotExistAreRefused() {
    assertRefused(command(16, "set k v"));
    assertRefused(ForwardCodec.encode(new ForwardRequest.Count(16)));
    assertRefused(ForwardCodec.encode(new ForwardRequest.Page(200, 0, 1, 0)));
  }

  @Test
  void garbageIsRefused() {
    assertRefused(new byte[0]);
    assertRefused(Bytes.of("*1\r\n$4\r\nPING\r\n"));
  }
}
