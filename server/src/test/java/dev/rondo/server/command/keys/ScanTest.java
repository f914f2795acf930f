package dev.rondo.server.command.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.Bytes;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SCAN and KEYS over databases of many pages. */
final class ScanTest {
  private static final Pattern BULK = Pattern.compile("\\$\\d+\r\n(.*?)\r\n");
  private static final RandomGenerator RANDOM = RandomGenerator.of("L64X128MixRandom");

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 10, 999, 1000, 1001, 5000})
  void aWalkShowsEachKey(int count) {
    KeysClient client = withKeys(new MemoryStore(3), 2500);
    List<String> shown = new ArrayList<>();
    int calls = walk(client, shown, "COUNT", Integer.toString(count));
    assertThat(new TreeSet<>(shown)).isEqualTo(names(2500)).hasSize(shown.size());
    assertThat(calls).isLessThanOrEqualTo(2500 / count + 1);
  }

  @Test
  void oneCallLooksAtAboutCountKeys() {
    KeysClient client = withKeys(new MemoryStore(3), 2500);
    List<String> reply = bulks(client.run("scan", "0", "COUNT", "100"));
    assertThat(reply).hasSize(1 + 100);
    assertThat(client.run("scan", "0", "COUNT", "100", "MATCH", "nothing"))
        .isEqualTo("*2\r\n$%d\r\n%s\r\n*0\r\n".formatted(reply.get(0).length(), reply.get(0)));
  }

  @Test
  void filtersDoNotEndAWalk() {
    KeysClient client = withKeys(new MemoryStore(3), 2500);
    List<String> shown = new ArrayList<>();
    walk(client, shown, "MATCH", "key:1?", "TYPE", "string");
    assertThat(shown)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(10, 20).mapToObj(i -> "key:" + i).toList());
  }

  @Test
  void aCursorOutlivesTheNode() {
    KeysClient client = withKeys(new MemoryStore(3), 100);
    String cursor = bulks(client.run("scan", "0", "COUNT", "50")).get(0);
    KeysClient restarted = withKeys(new MemoryStore(3), 100);
    assertThat(restarted.run("scan", cursor, "COUNT", "50"))
        .isEqualTo(client.run("scan", cursor, "COUNT", "50"));
  }

  @Test
  void fewKeysAmongManyOthersTakeFewCalls() {
    MemoryStore store = new MemoryStore(10);
    KeysClient client = withKeys(store, 5000);
    client.select(3);
    client.run("set", "lonely", "1");
    List<String> shown = new ArrayList<>();
    int calls = walk(client, shown);
    assertThat(shown).containsExactly("lonely");
    assertThat(calls).isLessThan(10);
    assertThat(store.pagesRead()).isBetween(400, 600);
  }

  @Test
  void anEmptyDatabaseIsNotWalked() {
    MemoryStore store = new MemoryStore(10);
    KeysClient client = withKeys(store, 50);
    client.select(1);
    assertThat(client.run("scan", "0")).isEqualTo("*2\r\n$1\r\n0\r\n*0\r\n");
    assertThat(client.run("keys", "*")).isEqualTo("*0\r\n");
    assertThat(client.run("randomkey")).isEqualTo("$-1\r\n");
    assertThat(store.pagesRead()).isZero();
  }

  @Test
  void expiredKeysAreNotShown() {
    KeysClient client = withKeys(new MemoryStore(3), 20);
    for (int i = 0; i < 15; i++) {
      client.run("pexpire", "key:" + i, "100");
    }
    client.advanceMillis(101);
    assertThat(bulks(client.run("keys", "*")))
        .containsExactlyInAnyOrder("key:15", "key:16", "key:17", "key:18", "key:19");
    List<String> shown = new ArrayList<>();
    walk(client, shown);
    assertThat(shown).hasSize(5);
    assertThat(client.run("randomkey")).matches("(?s)\\$6\r\nkey:1[5-9]\r\n");
    assertThat(client.run("keys", "key:1")).isEqualTo("*0\r\n");
  }

  @ParameterizedTest
  @CsvSource({"18446744073709551615", "-1", "70368744177664"})
  void behindTheRingThereIsNothing(String cursor) {
    KeysClient client = withKeys(new MemoryStore(3), 10);
    assertThat(client.run("scan", cursor)).isEqualTo("*2\r\n$1\r\n0\r\n*0\r\n");
  }

  @Test
  void theLastPositionIsOfTheRing() {
    assertThat(ScanPage.cursorAt(16_383, -1)).isEqualTo(70_368_744_177_663L);
    assertThat(ScanCursor.isBeyondEnd(70_368_744_177_663L)).isFalse();
    assertThat(ScanCursor.isBeyondEnd(70_368_744_177_664L)).isTrue();
  }

  @Test
  void keysChainsPagesThatComeAtOnce() {
    // A page for each key: so many nested calls would not fit the stack.
    MemoryStore store = new MemoryStore(0);
    KeysClient client = withKeys(store, 10_000);
    client.select(1);
    client.run("set", "one", "1");
    assertThat(client.run("keys", "o*")).isEqualTo("*1\r\n$3\r\none\r\n");
    assertThat(store.pagesRead()).isGreaterThan(9_900);
  }

  @Test
  void keysChainsPagesThatComeLater() {
    MemoryStore store = new MemoryStore(3);
    KeysClient client = withKeys(store, 2500);
    store.holdPages();
    List<String> replies = new ArrayList<>();
    client.start(replies::add, "keys", "*");
    assertThat(store.releasePage()).isTrue();
    assertThat(store.releasePage()).isTrue();
    assertThat(replies).isEmpty();
    assertThat(store.releasePage()).isTrue();
    assertThat(store.releasePage()).isFalse();
    assertThat(replies).hasSize(1);
    assertThat(new TreeSet<>(bulks(replies.get(0)))).isEqualTo(names(2500));
  }

  @Test
  void aPatternWithoutWildcardsIsLookedUp() {
    MemoryStore store = new MemoryStore(3);
    KeysClient client = withKeys(store, 100);
    assertThat(client.run("keys", "key:5")).isEqualTo("*1\r\n$5\r\nkey:5\r\n");
    assertThat(store.pagesRead()).isZero();
  }

  @Test
  void randomKeyReachesEachKeyOfASmallDatabaseAlike() {
    KeysClient client = withKeys(new MemoryStore(3), 12);
    assertThat(frequencies(client, 3000)).hasSize(12).allMatch(n -> n > 150 && n < 350);
  }

  @Test
  void randomKeyReachesEachKeyOfALargeDatabase() {
    KeysClient client = withKeys(new MemoryStore(3), 100);
    assertThat(frequencies(client, 5000)).hasSize(100).allMatch(n -> n > 5);
  }

  private static List<Long> frequencies(KeysClient client, int draws) {
    return List.copyOf(
        IntStream.range(0, draws)
            .mapToObj(i -> client.run("randomkey"))
            .collect(Collectors.groupingBy(key -> key, Collectors.counting()))
            .values());
  }

  @Test
  void cursorsGrowAlongTheRing() {
    KeysClient client = withKeys(new MemoryStore(3), 50);
    List<String> shown = new ArrayList<>();
    walk(client, shown, "COUNT", "1");
    assertThat(shown.stream().map(ScanTest::position).toList()).isSorted();
  }

  private static long position(String name) {
    return MemoryStore.position(new Key(0, Bytes.of(name)));
  }

  private static KeysClient withKeys(MemoryStore store, int count) {
    KeysClient client = new KeysClient(store, RANDOM);
    for (String name : names(count)) {
      client.run("set", name, "1");
    }
    return client;
  }

  private static Set<String> names(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "key:" + i)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Scans until the cursor is 0 again; answers how many calls that took. */
  private static int walk(KeysClient client, List<String> shown, String... options) {
    String cursor = "0";
    int calls = 0;
    do {
      List<String> command = new ArrayList<>(List.of("scan", cursor));
      command.addAll(List.of(options));
      List<String> reply = bulks(client.run(command.toArray(String[]::new)));
      cursor = reply.get(0);
      shown.addAll(reply.subList(1, reply.size()));
      calls++;
    } while (!cursor.equals("0"));
    return calls;
  }

  private static List<String> bulks(String reply) {
    return BULK.matcher(reply).results().map((MatchResult bulk) -> bulk.group(1)).toList();
  }
}
