package dev.rondo.cluster.simulation;

import dev.rondo.cluster.ClusterException;
import dev.rondo.storage.Dot;
import dev.rondo.storage.Entry;
import dev.rondo.storage.VectorClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A command of a client from its beginning to its one end. */
final class Operation {
  /** How an operation ended. */
  enum Outcome {
    UNDER_WAY,
    DONE,
    /** Certainly not done. */
    REFUSED,
    /** May have been done. */
    UNKNOWN
  }

  final SimCommand command;
  final SimMember at;
  final long beganNanos;

  /** The events it left in its key's clock. */
  final List<Dot> dots = new ArrayList<>();

  private final Simulation simulation;
  private final Consumer<Operation> ended;
  private Outcome outcome = Outcome.UNDER_WAY;
  private long endedNanos;
  private String reply = "";
  private @Nullable VectorClock seen;
  private @Nullable VectorClock base;

  Operation(Simulation simulation, SimCommand command, SimMember at, Consumer<Operation> ended) {
    this.simulation = simulation;
    this.command = command;
    this.at = at;
    this.beganNanos = simulation.nowNanos();
    this.ended = ended;
  }

  Outcome outcome() {
    return outcome;
  }

  boolean isDone() {
    return outcome == Outcome.DONE;
  }

  long endedNanos() {
    return endedNanos;
  }

  /** It changed a row. */
  void wrote(Dot dot, @Nullable Entry before) {
    dots.add(dot);
    base = before == null ? VectorClock.EMPTY : before.clock();
  }

  /** The version that a write was made from; null when it changed nothing. */
  @Nullable VectorClock base() {
    return base;
  }

  /** What it was answered. */
  String reply() {
    return reply;
  }

  /** The version that a read saw; null when it saw none, be it for a deletion. */
  @Nullable VectorClock seen() {
    return seen;
  }

  void answered(String text) {
    reply = text;
    end(Outcome.DONE);
  }

  void read(@Nullable Entry entry) {
    if (entry != null) {
      seen = entry.clock();
    }
    answered(entry == null ? SimCommand.NOTHING : SimCommand.text(entry.stringValue()));
  }

  void failed(Throwable cause) {
    if (!(cause instanceof ClusterException known)) {
      throw new AssertionError("failed with no reason for clients: " + this, cause);
    }
    boolean refused = known.kind() != ClusterException.Kind.TIMEOUT;
    reply = known.toString();
    end(refused ? Outcome.REFUSED : Outcome.UNKNOWN);
  }

  /** The process that should have answered is gone. */
  void brokenOff() {
    end(Outcome.UNKNOWN);
  }

  private void end(Outcome how) {
    if (outcome != Outcome.UNDER_WAY) {
      throw new AssertionError("answered twice: " + this + ", now " + how);
    }
    outcome = how;
    endedNanos = simulation.nowNanos();
    simulation.trace(toString(), command.id());
    ended.accept(this);
  }

  @Override
  public String toString() {
    return command + " at " + at + ": " + outcome + " " + reply;
  }
}
