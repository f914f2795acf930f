package dev.rondo.storage.rocksdb;

import dev.rondo.storage.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A node's data directory: {@code NODE}, a small text file with the format's version and the node's
 * actor id, and {@code db/}, which is RocksDB's.
 *
 * <p>{@code NODE} has two lines: {@code format 1} and {@code actor <16 hexadecimal digits>}. It is
 * made once. A directory without it gets a new actor, whatever is in {@code db/}: so a restored
 * copy never writes under the name of the node it was taken from.
 */
final class DataDirectory {
  /** The newest format that this program understands. */
  static final int FORMAT = 1;

  private static final String FILE = "NODE";

  private final Path path;
  private final long actor;

  private DataDirectory(Path path, long actor) {
    this.path = path;
    this.actor = actor;
  }

  /**
   * Reads a directory, or makes it.
   *
   * @param newActor gives a random number for an actor, not 0
   * @throws StoreException when the directory cannot be read or made, or is of a newer format
   */
  static DataDirectory open(Path path, LongSupplier newActor) {
    try {
      Files.createDirectories(path);
      Path file = path.resolve(FILE);
      if (!Files.exists(file)) {
        write(path, newActor.getAsLong());
      }
      return new DataDirectory(path, readActor(file));
    } catch (IOException e) {
      throw StoreException.io("cannot open the data directory " + path, e);
    }
  }

  private static long readActor(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
    if (lines.size() < 2
        || !lines.get(0).matches("format \\d{1,9}")
        || !lines.get(1).matches("actor [0-9a-f]{16}")) {
      throw StoreException.corrupt(file + " is not a node's description");
    }
    int format = Integer.parseInt(lines.get(0).substring("format ".length()));
    if (format > FORMAT) {
      throw StoreException.corrupt(
          file + " is of format " + format + ", this program knows formats up to " + FORMAT);
    }
    return HexFormat.fromHexDigitsToLong(lines.get(1).substring("actor ".length()));
  }

  /** Writes the file beside its place, forces it to disk, and moves it there: never half a file. */
  private static void write(Path directory, long actor) throws IOException {
    String text = "format " + FORMAT + "\nactor " + HexFormat.of().toHexDigits(actor) + "\n";
    Path unfinished = directory.resolve(FILE + ".new");
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(unfinished, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  Path path() {
    return path;
  }

  /** Where RocksDB keeps its files. */
  Path database() {
    return path.resolve("db");
  }

  long actor() {
    return actor;
  }
}
