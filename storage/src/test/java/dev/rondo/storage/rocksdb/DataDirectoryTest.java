package dev.rondo.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.storage.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path directory;

  @Test
  void remembersTheActor() throws IOException {
    Path made = directory.resolve("a/b");
    assertThat(DataDirectory.open(made, () -> 0x1234L).actor()).isEqualTo(0x1234L);
    assertThat(Files.readString(made.resolve("NODE")))
        .isEqualTo("format 1\nactor 0000000000001234\n");
    assertThat(DataDirectory.open(made, () -> 99L).actor()).isEqualTo(0x1234L);
    assertThat(DataDirectory.open(directory.resolve("n"), () -> -2L).actor()).isEqualTo(-2L);
  }

  @Test
  void refusesWhatItDoesNotUnderstand() throws IOException {
    for (String text : new String[] {"", "format 2\nactor 0000000000001234\n", "format 1\n"}) {
      Files.writeString(directory.resolve("NODE"), text);
      assertThatThrownBy(() -> DataDirectory.open(directory, () -> 1L))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT));
    }
  }

  @Test
  void saysWhatItCannotOpen() throws IOException {
    Path file = directory.resolve("file");
    Files.writeString(file, "in the way");
    assertThatThrownBy(() -> DataDirectory.open(file, () -> 1L))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.IO))
        .hasMessageContaining(file.toString());
  }

  @Test
  void aStoreOfANewerFormatIsNotOpened() throws IOException {
    TestStore.open(directory).close();
    Files.writeString(directory.resolve("NODE"), "format 2\nactor 0000000000001234\n");
    assertThatThrownBy(() -> TestStore.open(directory))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("format 2");
  }

  @Test
  void aCheckpointIsAStoreWithAnActorOfItsOwn() {
    Path copy = directory.resolve("copy");
    try (TestStore store = TestStore.open(directory.resolve("original"))) {
      store.set("k", "v");
      store.set(TestStore.key(2, "k"), "two");
      store.flush(2);
      store.store.checkpoint(copy);
      store.set("k", "later");
      assertThatThrownBy(() -> store.store.checkpoint(copy)).isInstanceOf(StoreException.class);
      assertThat(copy.resolve("NODE")).doesNotExist();
      try (TestStore restored = TestStore.open(copy)) {
        assertThat(restored.get("k")).isEqualTo("v");
        assertThat(restored.store.size(0)).isEqualTo(1);
        assertThat(restored.store.size(2)).isZero();
      }
    }
  }
}
