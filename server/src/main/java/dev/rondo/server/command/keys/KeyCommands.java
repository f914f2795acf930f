package dev.rondo.server.command.keys;

import dev.rondo.server.command.CommandSpec;
import dev.rondo.storage.Key;
import java.time.InstantSource;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The rows of all commands of this package. */
public final class KeyCommands {
  private final List<CommandSpec> rows;

  /** With the default thresholds of encodings; see the other constructor. */
  public KeyCommands(
      int databases,
      InstantSource clock,
      RandomGenerator random,
      ToLongFunction<Key> idleMillis,
      Timer timer,
      LogSync log) {
    this(databases, Encodings.DEFAULTS, clock, random, idleMillis, timer, log);
  }

  /**
   * @param databases how many databases there are
   * @param encodings names what OBJECT ENCODING answers
   * @param clock tells what is left of a key's time, and how long it was idle, and which fields of
   *     a hash have expired
   * @param random chooses RANDOMKEY's answer; used on any thread
   * @param idleMillis how long ago a key was last used, in milliseconds; negative when nobody
   *     remembers
   * @param timer ends WAIT and WAITAOF
   * @param log tells WAITAOF what has reached the disk
   */
  public KeyCommands(
      int databases,
      Encodings encodings,
      InstantSource clock,
      RandomGenerator random,
      ToLongFunction<Key> idleMillis,
      Timer timer,
      LogSync log) {
    rows =
        Stream.of(
                new ExistenceCommands().rows(),
                new ExpiryCommands(clock).rows(),
                new CopyCommands(databases).rows(),
                new DatabaseCommands(databases).rows(),
                new ScanCommands(random).rows(),
                new DumpCommands(clock).rows(),
                new ObjectCommands(encodings, clock, idleMillis).rows(),
                new WaitCommands(timer, log).rows())
            .flatMap(List::stream)
            .toList();
  }

  /** The rows of this family. */
  public List<CommandSpec> rows() {
    return rows;
  }
}
