package dev.rondo.server.command.admin;

import dev.rondo.storage.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of the data in a directory of their own, each named after its time in UTC ({@code
 * 20240131T235959999Z}); a node can be started on a copy of one. The newest {@value #KEPT} are
 * kept. One that is being written has the ending {@value #UNFINISHED}, so what is without it is
 * complete.
 *
 * <p>One at a time is written, on the executor. Any thread may call any method.
 */
public final class Checkpoints {
  static final int KEPT = 2;
  static final String UNFINISHED = ".unfinished";

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern COMPLETE = Pattern.compile("\\d{8}T\\d{9}Z");

  /**
   * What is known of the checkpoints.
   *
   * @param inProgress whether one is being written
   * @param lastSavedMillis when the last one was completed, milliseconds since 1970; before the
   *     first one when the node was started
   * @param lastSucceeded false when the last attempt failed
   * @param lastTookMillis how long the last attempt took, -1 before the first
   * @param startedMillis when the one that is being written was begun, -1 when none is
   * @param saves how many were completed since the node was started
   */
  public record Status(
      boolean inProgress,
      long lastSavedMillis,
      boolean lastSucceeded,
      long lastTookMillis,
      long startedMillis,
      long saves) {}

  private final Path directory;
  private final Consumer<Path> copier;
  private final InstantSource clock;
  private final Executor executor;
  private Status status;

  /**
   * @param directory where the checkpoints go; made when it is missing
   * @param copier writes a copy of the data into a directory that does not exist yet, see {@link
   *     dev.rondo.storage.Store#checkpoint}
   * @param executor writes them
   */
  public Checkpoints(
      Path directory, Consumer<Path> copier, InstantSource clock, Executor executor) {
    this.directory = directory;
    this.copier = copier;
    this.clock = clock;
    this.executor = executor;
    this.status = new Status(false, clock.millis(), true, -1, -1, 0);
  }

  public synchronized Status status() {
    return status;
  }

  /**
   * Begins to write a checkpoint, unless one is being written.
   *
   * @param done is told on the executor's thread when it is complete, or why it failed
   * @return false when one is being written; then nothing happens
   */
  public boolean start(Consumer<@Nullable RuntimeException> done) {
    long nowMillis = clock.millis();
    synchronized (this) {
      if (status.inProgress()) {
        return false;
      }
      status =
          new Status(
              true,
              status.lastSavedMillis(),
              status.lastSucceeded(),
              status.lastTookMillis(),
              nowMillis,
              status.saves());
    }
    try {
      executor.execute(() -> run(done));
    } catch (RuntimeException e) {
      finished(false);
      throw e;
    }
    return true;
  }

  private void run(Consumer<@Nullable RuntimeException> done) {
    @Nullable RuntimeException failure = null;
    try {
      Path written = write();
      LOG.info("checkpoint {} is complete", written);
    } catch (IOException e) {
      failure = StoreException.io("cannot write a checkpoint to " + directory, e);
    } catch (RuntimeException e) {
      failure = e;
    }
    if (failure != null) {
      LOG.error("a checkpoint failed", failure);
    }
    finished(failure == null);
    done.accept(failure);
  }

  private synchronized void finished(boolean succeeded) {
    long nowMillis = clock.millis();
    status =
        new Status(
            false,
            succeeded ? nowMillis : status.lastSavedMillis(),
            succeeded,
            nowMillis - status.startedMillis(),
            -1,
            status.saves() + (succeeded ? 1 : 0));
  }

  private Path write() throws IOException {
    Files.createDirectories(directory);
    for (Path abandoned : children(name -> name.endsWith(UNFINISHED))) {
      delete(abandoned);
    }
    Path target = freeName();
    Path unfinished = directory.resolve(target.getFileName() + UNFINISHED);
    copier.accept(unfinished);
    Files.move(unfinished, target);
    List<Path> complete = children(name -> COMPLETE.matcher(name).matches());
    for (Path old : complete.subList(0, Math.max(0, complete.size() - KEPT))) {
      delete(old);
    }
    return target;
  }

  /** A name that is not taken, later than all others. */
  private Path freeName() throws IOException {
    List<Path> complete = children(name -> COMPLETE.matcher(name).matches());
    Instant time = clock.instant();
    Path target = directory.resolve(NAME.format(time));
    while (!complete.isEmpty() && target.compareTo(complete.get(complete.size() - 1)) <= 0) {
      Path newest = complete.get(complete.size() - 1);
      time = NAME.parse(newest.getFileName().toString(), Instant::from).plusMillis(1);
      target = directory.resolve(NAME.format(time));
    }
    return target;
  }

  private interface NameFilter {
    boolean accepts(String name);
  }

  /** What the directory holds, sorted by name. */
  private List<Path> children(NameFilter filter) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(path -> filter.accepts(path.getFileName().toString())).sorted().toList();
    }
  }

  private static void delete(Path root) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(root)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
