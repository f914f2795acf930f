package dev.rondo.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.compat.support.ClientKind;
import dev.rondo.compat.support.ClusterClientsToo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;

/** Scans, pipelines, large values and many threads, through Jedis. */
@ClusterClientsToo
class JedisSessionCompatTest extends JedisTestCase {

  private static final int MANY_KEYS = 10_000;

  @Test
  void scanReturnsEachOfManyKeys() {
    // A cluster client goes through all keys on each node.
    int scanned = clientKind() == ClientKind.CLUSTER ? MANY_KEYS / 3 : MANY_KEYS;
    fill(scanned);
    onceCopied(
        () ->
            assertThat(jedis().scanIteration(500, "*").collect(new HashSet<>()))
                .hasSize(scanned)
                .contains("key:0", "key:" + (scanned - 1)));
  }

  @Test
  void scanWithPatternAndType() {
    fill(1_000);
    onceCopied(
        () ->
            assertThat(jedis().scanIteration(100, "key:1?", "string").collect(new HashSet<>()))
                .hasSize(10)
                .allMatch(key -> key.matches("key:1.")));
    assertThat(jedis().scanIteration(2_000, "*", "hash").collect(new HashSet<>())).isEmpty();
  }

  /** The one kind of pattern for which a cluster client asks a single node. */
  @Test
  void scanOfOneSlot() {
    jedis().mset("{t}a", "1", "{t}b", "2", "{t}c", "3");
    jedis().set("other", "4");
    ScanParams all = new ScanParams().match("{t}*").count(1_000);

    onceCopied(
        () ->
            assertThat(jedis().scan("0", all).getResult())
                .containsExactlyInAnyOrder("{t}a", "{t}b", "{t}c"));
  }

  @Test
  void pipelineOfManyCommands() {
    // A key's GET waits for its SET, which in a cluster is a journey.
    int pipelined = isCluster() ? MANY_KEYS / 5 : MANY_KEYS;
    List<Response<String>> read = new ArrayList<>();
    try (AbstractPipeline pipeline = jedis().pipelined()) {
      for (int i = 0; i < pipelined; i++) {
        pipeline.set("key:" + i, "value " + i);
        read.add(pipeline.get("key:" + i));
      }
      Response<Long> wrong = pipeline.incr("key:0");
      Response<String> last = pipeline.get("key:1");
      pipeline.sync();

      assertThatThrownBy(wrong::get).isInstanceOf(JedisDataException.class);
      assertThat(last.get()).isEqualTo("value 1");
    }
    assertThat(IntStream.range(0, pipelined).allMatch(i -> read.get(i).get().equals("value " + i)))
        .isTrue();
    assertKeys(pipelined);
  }

  @Test
  void binaryKeysAndValues() {
    byte[] everyByte = new byte[256];
    IntStream.range(0, 256).forEach(i -> everyByte[i] = (byte) i);
    byte[] empty = new byte[0];

    jedis().set(everyByte, everyByte);
    jedis().set(empty, empty);

    assertThat(jedis().get(everyByte)).isEqualTo(everyByte);
    assertThat(jedis().get(empty)).isEmpty();
    assertThat(jedis().mget(everyByte, empty)).containsExactly(everyByte, empty);
    assertThat(jedis().getrange(everyByte, 128, 130)).containsExactly(128, 129, 130);
  }

  @Test
  void valueOfFiveMegabytes() {
    byte[] value = randomBytes(5 * 1024 * 1024);
    byte[] key = "big".getBytes(UTF_8);

    jedis().set(key, value);

    assertThat(jedis().strlen("big")).isEqualTo(value.length);
    assertThat(Arrays.equals(jedis().get(key), value)).isTrue();
    assertThat(jedis().append(key, value)).isEqualTo(2L * value.length);
  }

  @Test
  void manyThreads() {
    IntStream.range(0, 200).parallel().forEach(i -> jedis().set("key:" + i, "value " + i));

    assertThat(IntStream.range(0, 200).mapToObj(i -> jedis().get("key:" + i)))
        .containsExactlyElementsOf(IntStream.range(0, 200).mapToObj(i -> "value " + i).toList());
    assertClusterClientUsedSeveralNodes(CLIENT_NAME, "get");
    assertKeys(200);
  }

  private void assertKeys(int expected) {
    onceCopied(() -> assertThat(jedis().keys("*")).hasSize(expected));
  }

  private void fill(int keys) {
    try (AbstractPipeline pipeline = jedis().pipelined()) {
      for (int i = 0; i < keys; i++) {
        pipeline.set("key:" + i, "v");
      }
    }
  }
}
