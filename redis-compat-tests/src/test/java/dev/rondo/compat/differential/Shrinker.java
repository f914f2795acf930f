package dev.rondo.compat.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reduces a sequence that makes two servers differ, by leaving out whatever isn't needed for it:
 * first runs of steps, long ones before short ones, then single words, then parts of long words
 * (numbers stay as they are: a shorter one may be a moment that is near, or cost memory).
 *
 * <p>Source of the idea: Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing
 * Input".
 */
final class Shrinker {

  private static final int MAX_TRIALS = 600;
  private static final int LONG_WORD = 8;

  private final Lockstep lockstep;
  private final Difference found;
  private int trialsLeft = MAX_TRIALS;

  Shrinker(Lockstep lockstep, Difference found) {
    this.lockstep = lockstep;
    this.found = found;
  }

  /**
   * The smallest difference found in the reply to the same command; empty if it didn't show again.
   */
  Optional<Difference> shrink() {
    return attempt(found.steps()).map(this::shrink);
  }

  private Difference shrink(Difference again) {
    Difference best = again;
    Difference before;
    do {
      before = best;
      best = withFewerSteps(best);
      best = withFewerWords(best);
      best = withShorterWords(best);
    } while (best.steps().size() < before.steps().size() && trialsLeft > 0);
    return best;
  }

  private Difference withFewerSteps(Difference from) {
    Difference best = from;
    for (int run = Math.max(1, best.steps().size() / 2); run > 0; run /= 2) {
      int at = 0;
      while (at < best.steps().size()) {
        List<Step> fewer = new ArrayList<>(best.steps());
        fewer.subList(at, Math.min(at + run, fewer.size())).clear();
        Optional<Difference> smaller = attempt(fewer);
        if (smaller.isPresent()) {
          best = smaller.get();
        } else {
          at += run;
        }
      }
    }
    return best;
  }

  private Difference withFewerWords(Difference from) {
    Difference best = from;
    for (int i = 0; i < best.steps().size(); i++) {
      int word = 1;
      while (i < best.steps().size() && best.steps().get(i) instanceof Step.Call call) {
        List<String> words = new ArrayList<>(call.command().words());
        if (word >= words.size()) {
          break;
        }
        words.remove(word);
        Optional<Difference> smaller = attempt(replaced(best.steps(), i, words));
        if (smaller.isPresent()) {
          best = smaller.get();
        } else {
          word++;
        }
      }
    }
    return best;
  }

  private Difference withShorterWords(Difference from) {
    Difference best = from;
    for (int i = 0; i < best.steps().size(); i++) {
      int word = 1;
      while (i < best.steps().size() && best.steps().get(i) instanceof Step.Call call) {
        List<String> words = new ArrayList<>(call.command().words());
        if (word >= words.size()) {
          break;
        }
        String text = words.get(word);
        words.set(word, text.substring(0, text.length() / 2));
        Optional<Difference> smaller =
            text.length() < LONG_WORD || text.matches("[-+]?\\d+")
                ? Optional.empty()
                : attempt(replaced(best.steps(), i, words));
        if (smaller.isPresent()) {
          best = smaller.get();
        } else {
          word++;
        }
      }
    }
    return best;
  }

  private static List<Step> replaced(List<Step> steps, int index, List<String> words) {
    List<Step> changed = new ArrayList<>(steps);
    changed.set(index, steps.get(index).withCommands(List.of(new Command(words))));
    return changed;
  }

  private Optional<Difference> attempt(List<Step> steps) {
    if (steps.isEmpty() || trialsLeft == 0) {
      return Optional.empty();
    }
    trialsLeft--;
    return lockstep
        .run(steps)
        .filter(other -> other.command().name().equals(found.command().name()));
  }
}
