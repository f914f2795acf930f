package dev.rondo.server.script;

import dev.rondo.cluster.Consistency;
import dev.rondo.cluster.Keyspace;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.Transaction;
import dev.rondo.server.command.CommandException;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.ScanPage;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One transaction with scripts, through all its attempts; see {@link ScriptTransactions}. */
final class ScriptRun<T extends @Nullable Object> {
  private static final int ATTEMPTS_APART = 4;
  private static final int MAX_ATTEMPTS = 100;

  /** How long a script may run while its keys are held: event loops may wait for them. */
  private static final long MAX_HELD_NANOS = 50_000_000;

  private static final long MAX_WAIT_SECONDS = 30;

  private final Lanes lanes;
  private final ScriptLane lane;
  private final Replica versions;
  private final long maxLuaBytes;
  private final Keyspace keyspace;
  private final Set<Key> keys;
  private final Consistency consistency;
  private final Transaction<T> work;
  private final Completion<T> done;
  private int attempts;
  private boolean mayHold = true;

  ScriptRun(
      Lanes lanes,
      ScriptLane lane,
      Replica versions,
      long maxLuaBytes,
      Keyspace keyspace,
      List<Key> keys,
      Consistency consistency,
      Transaction<T> work,
      Completion<T> done) {
    this.lanes = lanes;
    this.lane = lane;
    this.versions = versions;
    this.maxLuaBytes = maxLuaBytes;
    this.keyspace = keyspace;
    this.keys = new LinkedHashSet<>(keys);
    this.consistency = consistency;
    this.work = work;
    this.done = done;
  }

  void start() {
    try {
      lanes.execute(
          lane,
          new ScriptLane.Task() {
            @Override
            public void run() {
              attempt();
            }

            @Override
            public void refuse(RuntimeException why) {
              done.failure(why);
            }
          });
    } catch (CommandException e) {
      done.failure(e);
    }
  }

  /** On the lane's thread. */
  private void attempt() {
    if (attempts == MAX_ATTEMPTS) {
      done.failure(
          new CommandException(
              "BUSY the script's keys were changed whenever it had run, nothing was done"));
      return;
    }
    attempts++;
    Execution execution =
        new Execution(lanes.nanoTime(), maxLuaBytes, () -> lanes.refuseWaitingIfBusy(lane));
    lane.execution(execution);
    try {
      if (attempts > ATTEMPTS_APART && mayHold) {
        holding(execution);
      } else {
        apart(execution);
      }
    } catch (RuntimeException | Error e) {
      done.failure(e);
    } finally {
      lane.execution(null);
    }
  }

  // On a copy.

  private void apart(Execution execution) {
    ScratchView view = snapshot(execution);
    T result = work.run(view);
    if (view.isSettled() || execution.stopped() != null) {
      succeed(execution, result);
      return;
    }
    keys.addAll(view.keys());
    Transaction<Boolean> apply = view::apply;
    Completion<Boolean> applied =
        completion(
            isApplied -> {
              if (isApplied) {
                succeed(execution, result);
              } else {
                start();
              }
            });
    if (view.isExclusive()) {
      keyspace.transactExclusively(apply, applied);
    } else {
      keyspace.transact(view.keys(), consistency, apply, applied);
    }
  }

  private void succeed(Execution execution, T result) {
    if (execution.stopped() == null) {
      execution.afterCommit().forEach(Runnable::run);
    }
    done.success(result);
  }

  private ScratchView snapshot(Execution execution) {
    record Snapshot(Map<Key, @Nullable Entry> entries, long nowMillis) {}
    Transaction<Snapshot> read =
        view -> {
          Map<Key, @Nullable Entry> entries = new LinkedHashMap<>();
          keys.forEach(key -> entries.put(key, view.read(key)));
          return new Snapshot(entries, view.nowMillis());
        };
    Snapshot snapshot =
        await(completion -> keyspace.transact(List.copyOf(keys), consistency, read, completion));
    return new ScratchView(
        versions, new Outside(), execution::noteWrite, snapshot.nowMillis(), snapshot.entries());
  }

  /** The keyspace behind a copy. */
  private final class Outside implements ScratchView.Source {
    @Override
    public @Nullable Entry read(Key key) {
      Transaction<Optional<Entry>> read = view -> Optional.ofNullable(view.read(key));
      return ScriptRun.<Optional<Entry>>await(
              completion -> keyspace.transact(List.of(key), consistency, read, completion))
          .orElse(null);
    }

    @Override
    public ScanPage scan(int database, long cursor, int maxKeys) {
      return await(completion -> keyspace.scan(database, cursor, maxKeys, completion));
    }

    @Override
    public long size(int database) {
      return keyspace.size(database);
    }

    @Override
    public long sizeWithExpiry(int database) {
      return keyspace.sizeWithExpiry(database);
    }
  }

  // On the keys themselves.

  /** What was tried while the keys were held; nothing of it counts when it is void. */
  private static final class Voided extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Voided() {
      super("the attempt is void", null, false, false);
    }
  }

  private void holding(Execution execution) {
    Thread here = Thread.currentThread();
    Transaction<T> held =
        view -> {
          if (Thread.currentThread() != here) {
            mayHold = false;
            throw new Voided();
          }
          execution.deadline(lanes.nanoTime() + MAX_HELD_NANOS);
          HeldView watched = new HeldView(view, Set.copyOf(keys), execution::noteWrite);
          T result = work.run(watched);
          if (watched.isVoid() || execution.stopped() == Execution.Stop.TOO_SLOW) {
            mayHold = !watched.missing().isEmpty();
            keys.addAll(watched.missing());
            throw new Voided();
          }
          return result;
        };
    keyspace.transact(
        List.copyOf(keys),
        consistency,
        held,
        new Completion<>() {
          @Override
          public void success(T result) {
            succeed(execution, result);
          }

          @Override
          public void failure(Throwable cause) {
            if (cause instanceof Voided) {
              start();
            } else {
              done.failure(cause);
            }
          }
        });
  }

  // Waiting.

  private <A> Completion<A> completion(Consumer<A> onSuccess) {
    return new Completion<>() {
      @Override
      public void success(A value) {
        onSuccess.accept(value);
      }

      @Override
      public void failure(Throwable cause) {
        done.failure(cause);
      }
    };
  }

  /** Waits for an operation on the keyspace: lanes may, event loops may not. */
  private static <A> A await(Consumer<Completion<A>> operation) {
    CompletableFuture<A> future = new CompletableFuture<>();
    operation.accept(
        new Completion<>() {
          @Override
          public void success(A value) {
            future.complete(value);
          }

          @Override
          public void failure(Throwable cause) {
            future.completeExceptionally(cause);
          }
        });
    try {
      return future.get(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new CommandException("TIMEOUT a script waited too long for its keys");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("ERR the server is shutting down");
    }
  }
}
