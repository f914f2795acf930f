package dev.rondo.server.command.lists;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.server.command.CommandHarness;
import dev.rondo.server.command.CommonRows;
import dev.rondo.storage.Entry;
import dev.rondo.storage.MapElements;
import dev.rondo.storage.StoreSettings;
import dev.rondo.storage.rocksdb.RocksStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two nodes change the same list at once and are merged: where both put an item at one position,
 * both items are there.
 */
final class ListSiblingsTest {
  private CommandHarness one;
  private CommandHarness other;

  @BeforeEach
  void open(@TempDir Path directory) {
    one = node(directory.resolve("one"), 1);
    other = node(directory.resolve("other"), 2);
  }

  /** The seed gives a node its actor. */
  private static CommandHarness node(Path directory, int seed) {
    CommandHarness.SettableClock clock = new CommandHarness.SettableClock();
    clock.advanceMillis(seed);
    StoreSettings settings =
        new StoreSettings(directory, 16, StoreSettings.Fsync.NO, 1 << 20, 1 << 20, 0, 1);
    return CommandHarness.over(
        RocksStore.open(settings, clock, new Random(seed)),
        clock,
        CommonRows.with(new ListCommands().rows()));
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  /** Both have a list, then each runs a line of its own, then both have what is merged. */
  private void diverge(String both, String onOne, String onOther) {
    one.runLine(both);
    other.plant("l", one.existing("l"));
    one.runLine(onOne);
    other.runLine(onOther);
    merge();
  }

  private void merge() {
    Entry merged = one.existing("l").merge(other.existing("l"));
    assertThat(ListCommandsTest.items(one, "l")).isNotNull();
    one.plant("l", merged);
    other.plant("l", other.existing("l").merge(merged));
  }

  private boolean hasSiblings() {
    return one.existing("l").elements() instanceof MapElements elements && elements.hasSiblings();
  }

  private void assertItems(String... items) {
    assertThat(ListCommandsTest.items(one, "l")).containsExactly(items);
    assertThat(ListCommandsTest.items(other, "l")).containsExactly(items);
  }

  @Test
  void allItemsAreThereInTheOrderOfTheirWrites() {
    diverge("RPUSH l a", "RPUSH l one", "RPUSH l other");
    assertThat(hasSiblings()).isTrue();
    assertItems("a", "one", "other");
    assertThat(one.runLine("LLEN l")).isEqualTo(":3\r\n");
    assertThat(one.runLine("LINDEX l -1")).isEqualTo("$5\r\nother\r\n");
    assertThat(other.runLine("LPOS l one")).isEqualTo(":1\r\n");
  }

  @Test
  void aCopyHasAllOfThem() {
    diverge("RPUSH l a", "RPUSH l one", "RPUSH l other");
    one.runLine("COPY l copy");
    assertThat(ListCommandsTest.items(one, "copy")).containsExactly("a", "one", "other");
    one.runLine("RENAME l renamed");
    assertThat(ListCommandsTest.items(one, "renamed")).containsExactly("a", "one", "other");
  }

  @Test
  void atTheBeginningToo() {
    diverge("RPUSH l a", "LPUSH l x one", "LPUSH l y other");
    assertItems("one", "other", "x", "y", "a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LPOP l             | one other b z",
        "LPOP l 2           | other b z",
        "RPOP l             | a one other b",
        "RPOP l 3           | a one",
        "LREM l 1 one       | a other b z",
        "LREM l 1 other     | a one b z",
        "LSET l 1 x         | a x other b z",
        "LSET l 2 x         | a one x b z",
        "LINSERT l AFTER one x    | a one x other b z",
        "LINSERT l BEFORE one x   | a x one other b z",
        "LINSERT l AFTER other x  | a one other x b z",
        "LTRIM l 2 3        | other b",
        "LTRIM l 0 1        | a one",
        "LPUSH l x          | x a one other b z",
        "RPUSH l x          | a one other b z x",
        "LMOVE l l LEFT RIGHT     | one other b z a",
        "LMOVE l l RIGHT LEFT     | z a one other b",
      })
  void changingOneKeepsTheOthers(String command, String expected) {
    diverge("RPUSH l a b z", "LINSERT l AFTER a one", "LINSERT l AFTER a other");
    assertItems("a", "one", "other", "b", "z");
    one.runLine(command);
    merge();
    assertItems(expected.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LPOP l               | other third",
        "RPOP l               | one other",
        "LREM l 1 other       | one third",
        "LMOVE l l LEFT RIGHT | other third one",
        "LMOVE l l RIGHT LEFT | third one other",
        "RPUSH l x            | one other third x",
        "LPUSH l x            | x one other third",
        "LSET l 1 x           | one x third",
        "LINSERT l BEFORE third x | one other x third",
      })
  void aListThatIsNothingButSiblings(String command, String expected) {
    one.runLine("RPUSH l one");
    other.runLine("RPUSH l other");
    merge();
    Entry two = one.existing("l");
    one.runLine("DEL l");
    other.clock().advanceMillis(5);
    other.runLine("DEL l");
    try (CommandHarness third = third()) {
      third.runLine("RPUSH l third");
      Entry three = two.merge(third.existing("l"));
      one.plant("l", three);
      other.plant("l", three);
    }
    assertItems("one", "other", "third");
    one.runLine(command);
    merge();
    assertItems(expected.split(" "));
    assertThat(hasSiblings()).isEqualTo(command.contains("PUSH"));
  }

  @TempDir private Path more;

  private CommandHarness third() {
    return node(more, 3);
  }

  /** An item that one node took while the other put one beside it. */
  @Test
  void whatWasRemovedStaysRemoved() {
    diverge("RPUSH l a b c", "LREM l 0 b", "LINSERT l AFTER b x");
    assertItems("a", "x", "c");
    List<String> popped =
        one.runLine("LPOP l 9").lines().filter(line -> line.length() == 1).toList();
    assertThat(popped).containsExactly("a", "x", "c");
    assertThat(one.entry("l")).isNull();
  }
}
