package dev.rondo.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.StoreSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** What is there after a crash: the files as they were at that moment are copied and opened. */
class HintDurabilityTest {
  private static final int COMMITS = 4;
  private static final int CUTS = 24;

  @TempDir Path directory;
  @TempDir Path copies;

  /** Copies a data directory, but for the name of its node. */
  private Path copy(Path source, String name) throws IOException {
    Path target = copies.resolve(name);
    Path database = Files.createDirectories(target.resolve("db"));
    try (Stream<Path> files = Files.list(source.resolve("db"))) {
      for (Path file : files.toList()) {
        Files.copy(file, database.resolve(file.getFileName()));
      }
    }
    return target;
  }

  @Test
  void aKilledProcessLeavesWhatWasCommitted() throws IOException {
    Path copy;
    try (TestStore store = TestStore.open(directory)) {
      TestHints hints = new TestHints(store);
      hints.add("removed");
      hints.add("kept");
      hints.remove(hints.next(0, 1, 1000).get(0).sequence());
      store.set("kept", "v");
      store.commit();
      store.set("uncommitted", "v");
      hints.add("uncommitted");
      copy = copy(directory, "killed");
    }
    try (TestStore killed = TestStore.open(copy)) {
      assertThat(new TestHints(killed).names()).containsExactly("kept");
      assertThat(new TestHints(killed).count()).isEqualTo(1);
      assertThat(killed.get("kept")).isEqualTo("v");
      assertThat(killed.get("uncommitted")).isNull();
    }
  }

  /** A crash of the machine may cut the log anywhere. */
  @Test
  void rowsAndHintsOfOneCommitAreThereTogetherOrNotAtAll() throws IOException {
    Path whole;
    try (TestStore store = TestStore.open(directory)) {
      TestHints hints = new TestHints(store);
      for (int i = 0; i < COMMITS; i++) {
        store.set("k" + i, "v");
        hints.add("k" + i);
        hints.add("k" + i, "row");
        store.commit();
      }
      whole = copy(directory, "whole");
    }
    Path wal = largestLog(whole.resolve("db"));
    byte[] log = Files.readAllBytes(wal);
    List<Integer> found = new ArrayList<>();
    for (int cut = 0; cut <= CUTS; cut++) {
      Path copy = copy(whole, "cut" + cut);
      try (FileChannel channel =
          FileChannel.open(
              copy.resolve("db").resolve(wal.getFileName()), StandardOpenOption.WRITE)) {
        channel.truncate((long) log.length * cut / CUTS);
      }
      found.add(commitsThere(copy));
    }
    assertThat(found).isSorted().contains(0, 1, 2, COMMITS);
  }

  private int commitsThere(Path copy) {
    try (TestStore store = TestStore.open(copy)) {
      List<String> expected = new ArrayList<>();
      int commits = 0;
      while (store.get("k" + commits) != null) {
        expected.add("k" + commits);
        expected.add("k" + commits + "=row");
        commits++;
      }
      assertThat(new TestHints(store).names()).isEqualTo(expected);
      return commits;
    }
  }

  private static Path largestLog(Path database) throws IOException {
    try (Stream<Path> files = Files.list(database)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  @Test
  void aDirectoryWithoutHintsGetsThem() throws RocksDBException {
    StoreSettings settings = TestStore.settings(directory);
    try (TestStore store = TestStore.open(settings, RocksExtras.NONE)) {
      store.set("k", "v");
    }
    dropHints();
    try (TestStore store = TestStore.open(settings, RocksExtras.NONE)) {
      TestHints hints = new TestHints(store);
      assertThat(store.get("k")).isEqualTo("v");
      assertThat(hints.all()).isEmpty();
      hints.add("k");
    }
    try (TestStore store = TestStore.open(settings, RocksExtras.NONE)) {
      assertThat(new TestHints(store).names()).containsExactly("k");
    }
  }

  private void dropHints() throws RocksDBException {
    String path = directory.resolve("db").toString();
    List<ColumnFamilyDescriptor> families =
        Stream.of("default", "expiry", "meta", "hints")
            .map(name -> new ColumnFamilyDescriptor(TestStore.bytes(name)))
            .toList();
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (DBOptions options = new DBOptions();
        RocksDB database = RocksDB.open(options, path, families, handles)) {
      database.dropColumnFamily(handles.get(3));
      handles.forEach(ColumnFamilyHandle::close);
    }
  }
}
