package dev.rondo.server.blocking;

import dev.rondo.cluster.ClusterException;
import dev.rondo.cluster.PutListener;
import dev.rondo.cluster.Replica;
import dev.rondo.cluster.Scheduler;
import dev.rondo.storage.Completion;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What nodes that have no copy of a key ask of this one, which has: whether the key holds something
 * now, or will before long. Safe for use by many threads.
 */
public final class AwaitedKeys implements PutListener {
  /** How many questions may be open. */
  static final int MAX_QUESTIONS = 10_000;

  private final Scheduler scheduler;
  private final Replica replica;
  private final Map<Place, Set<Question>> questions = new HashMap<>();
  private int open;
  private volatile boolean listening;

  /**
   * @param replica this node's copies
   */
  public AwaitedKeys(Scheduler scheduler, Replica replica) {
    this.scheduler = scheduler;
    this.replica = replica;
  }

  /** One question; answered by the change, by what was there already, or by the timer. */
  private static final class Question {
    final Completion<Boolean> done;
    Scheduler.@Nullable Timer timer;

    Question(Completion<Boolean> done) {
      this.done = done;
    }
  }

  /**
   * Answers whether there is something: true as soon as there is, false after a time. Fails with
   * OVERLOADED when too many ask.
   */
  public void await(Place place, long timeoutMillis, Completion<Boolean> done) {
    Question question = new Question(done);
    boolean fits;
    synchronized (this) {
      fits = open < MAX_QUESTIONS;
      if (fits) {
        questions.computeIfAbsent(place, absent -> new HashSet<>()).add(question);
        open++;
        listening = true;
        question.timer = scheduler.schedule(timeoutMillis, () -> answer(place, question, false));
      }
    }
    if (fits) {
      look(place, question);
    } else {
      done.failure(
          new ClusterException(ClusterException.Kind.OVERLOADED, "too many keys are awaited"));
    }
  }

  /** What was put before the question was noted is seen here. */
  private void look(Place place, Question question) {
    replica.stored(
        place.key(),
        false,
        new Completion<>() {
          @Override
          public void success(@Nullable Entry stored) {
            Entry entry = replica.visible(stored);
            if (entry != null && entry.type() == place.type()) {
              answer(place, question, true);
            }
          }

          @Override
          public void failure(Throwable cause) {
            answer(place, question, false);
          }
        });
  }

  private void answer(Place place, Question question, boolean something) {
    boolean mine;
    synchronized (this) {
      Set<Question> asked = questions.get(place);
      mine = asked != null && asked.remove(question);
      if (mine && asked != null && asked.isEmpty()) {
        questions.remove(place);
      }
      open -= mine ? 1 : 0;
      listening = open > 0;
    }
    if (mine) {
      if (question.timer != null) {
        question.timer.cancel();
      }
      question.done.success(something);
    }
  }

  @Override
  public boolean isListening() {
    return listening;
  }

  @Override
  public void put(Key key, Entry entry) {
    if (!listening) {
      return;
    }
    Place place = new Place(key, entry.type());
    List<Question> asked;
    synchronized (this) {
      asked = new ArrayList<>(questions.getOrDefault(place, Set.of()));
    }
    asked.forEach(question -> answer(place, question, true));
  }

  /** Databases of a cluster are never exchanged. */
  @Override
  public void swapped() {}
}
