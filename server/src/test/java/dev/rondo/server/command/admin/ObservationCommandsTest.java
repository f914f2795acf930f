package dev.rondo.server.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.resp.RespVersion;
import dev.rondo.server.command.Bytes;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** INFO, LATENCY, SLOWLOG, MEMORY and MONITOR over figures that the test makes up. */
final class ObservationCommandsTest {
  private static final long START_SECONDS = 1_700_000_000L;

  private AdminClient node;

  @BeforeEach
  void open(@TempDir Path directory) {
    node = new AdminClient(directory);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void infoShowsTheSectionsAskedFor() {
    assertThat(node.harness().run("INFO", "cluster"))
        .isEqualTo("$30\r\n# Cluster\r\ncluster_enabled:0\r\n\r\n");
    assertThat(node.run("INFO")).contains("# Server", "# Clients", "# Keyspace");
    assertThat(node.run("INFO clients keyspace"))
        .contains("# Clients", "# Keyspace")
        .doesNotContain("# Server");
    assertThat(node.run("INFO nothing")).isEqualTo("$0");
    node.harness().session().respVersion(RespVersion.RESP3);
    assertThat(node.run("INFO cluster")).startsWith("=34 txt:# Cluster");
  }

  @Test
  void latencyShowsSamples() {
    node.latency.observe("command", 20);
    node.clock.advanceMillis(2000);
    node.latency.observe("command", 15);
    node.latency.observe("commit", 7);
    assertThat(node.run("LATENCY LATEST"))
        .isEqualTo(
            "*2 *4 $7 command :%d :15 :20 *4 $6 commit :%d :7 :7"
                .formatted(START_SECONDS + 2, START_SECONDS + 2));
    assertThat(node.run("LATENCY HISTORY command"))
        .isEqualTo("*2 *2 :%d :20 *2 :%d :15".formatted(START_SECONDS, START_SECONDS + 2));
    assertThat(node.run("LATENCY GRAPH command"))
        .contains("command - high 20 ms, low 15 ms (all time high 20 ms)");
    assertThat(node.run("LATENCY DOCTOR")).contains("command: 2 ", "commit: 1 ");
    assertThat(node.run("LATENCY RESET commit nothing")).isEqualTo(":1");
    assertThat(node.run("LATENCY RESET")).isEqualTo(":1");
    assertThat(node.run("LATENCY LATEST")).isEqualTo("*0");
  }

  @Test
  void latencyHistogramsAreShownByCommand() {
    node.statistics.completed("get", 1500, false);
    node.statistics.completed("get", 3000, false);
    node.statistics.completed("config|get", 900, false);
    node.statistics.completed("config|set", 900, true);
    node.statistics.rejected("set");
    String get = "$3 get *4 $5 calls :2 $14 histogram_usec *4 :2 :1 :4 :2";
    String configGet = "$10 config|get *4 $5 calls :1 $14 histogram_usec *2 :1 :1";
    String configSet = "$10 config|set *4 $5 calls :1 $14 histogram_usec *2 :1 :1";
    assertThat(node.run("LATENCY HISTOGRAM"))
        .isEqualTo("*6 " + String.join(" ", configGet, configSet, get));
    assertThat(node.run("LATENCY HISTOGRAM GET nothing set")).isEqualTo("*2 " + get);
    assertThat(node.run("LATENCY HISTOGRAM config|GET get"))
        .isEqualTo("*4 " + configGet + " " + get);
    assertThat(node.run("LATENCY HISTOGRAM config")).isEqualTo("*4 " + configGet + " " + configSet);
  }

  @Test
  void slowlogShowsTheNewestFirst() {
    for (int i = 0; i < 11; i++) {
      byte[][] call = {Bytes.of("get"), Bytes.of("k" + i)};
      node.slowLog.add(START_SECONDS + i, 100 + i, call, "127.0.0.1:5", i == 10 ? "me" : "");
    }
    assertThat(node.run("SLOWLOG LEN")).isEqualTo(":11");
    assertThat(node.run("SLOWLOG GET 1"))
        .isEqualTo(
            "*1 *6 :10 :%d :110 *2 $3 get $3 k10 $11 127.0.0.1:5 $2 me"
                .formatted(START_SECONDS + 10));
    assertThat(node.run("SLOWLOG GET")).startsWith("*10 *6 :10 ");
    assertThat(node.run("SLOWLOG GET -1")).startsWith("*11 *6 :10 ").contains("$2 k0 $11");
    assertThat(node.run("SLOWLOG RESET")).isEqualTo("+OK");
    assertThat(node.run("SLOWLOG LEN")).isEqualTo(":0");
  }

  @Test
  void memoryUsageGrowsWithTheValue() {
    node.run("SET small v");
    node.harness().run("SET", "large", "v".repeat(1000));
    long small = Long.parseLong(node.run("MEMORY USAGE small").substring(1));
    long large = Long.parseLong(node.run("MEMORY USAGE large SAMPLES 0").substring(1));
    assertThat(large - small).isEqualTo(999);
    node.harness().plantList("list");
    assertThat(node.run("MEMORY USAGE list")).startsWith(":");
  }

  @Test
  void memoryStatsHaveRedisNames() {
    node.harness().session().respVersion(RespVersion.RESP3);
    // in use are 100 of the heap, 10 direct, and 30 + 40 + 20 of RocksDB
    assertThat(node.run("MEMORY STATS"))
        .startsWith(
            "%28 $14 peak.allocated :400 $15 total.allocated :200 $17 startup.allocated :0"
                + " $19 replication.backlog :0 $14 clients.slaves :0 $14 clients.normal :0"
                + " $13 cluster.links :0 $10 aof.buffer :0 $10 lua.caches :0"
                + " $16 functions.caches :0 $4 db.0 %3 $23 overhead.hashtable.main :0"
                + " $26 overhead.hashtable.expires :0 $31 overhead.hashtable.slot-to-keys :0"
                + " $14 overhead.total :105 $10 keys.count :4 $18 keys.bytes-per-key :50"
                + " $13 dataset.bytes :95 $18 dataset.percentage ,47.5 $15 peak.percentage ,50"
                + " $19 allocator.allocated :200 $16 allocator.active :300"
                + " $18 allocator.resident :300 $29 allocator-fragmentation.ratio ,1.5"
                + " $29 allocator-fragmentation.bytes :100 $19 allocator-rss.ratio ,1")
        .endsWith("$13 fragmentation ,1.5 $19 fragmentation.bytes :100");
  }

  @Test
  void memoryIsToldInWords() {
    assertThat(node.run("MEMORY DOCTOR")).contains("Nothing is wrong with the memory.");
    assertThat(node.run("MEMORY MALLOC-STATS"))
        .contains("Java heap in use:", "RocksDB block cache:");
    assertThat(node.run("MEMORY PURGE")).isEqualTo("+OK");
    assertThat(node.events).containsExactly("purge");
  }

  @Test
  void monitorAddsTheClient() {
    assertThat(node.run("MONITOR")).isEqualTo("+OK");
    assertThat(node.harness().session().monitor()).isTrue();
    assertThat(node.monitors.count()).isEqualTo(1);
  }

  @Test
  void monitorInsideATransactionAddsNobody() {
    node.run("MULTI");
    node.run("MONITOR");
    node.run("EXEC");
    assertThat(node.harness().session().monitor()).isFalse();
    assertThat(node.monitors.isEmpty()).isTrue();
  }
}
