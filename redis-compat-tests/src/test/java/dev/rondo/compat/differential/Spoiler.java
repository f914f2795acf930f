package dev.rondo.compat.differential;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Makes a command's words wrong in one of the ways in which clients get them wrong. */
final class Spoiler {

  private static final int ONE_IN = 8;

  private Spoiler() {}

  /** Spoils the words of one command in some, in place. */
  static void maybeSpoil(RandomGenerator random, List<String> words) {
    if (random.nextInt(ONE_IN) > 0) {
      return;
    }
    int any = random.nextInt(words.size());
    int argument = words.size() == 1 ? 1 : random.nextInt(1, words.size());
    switch (random.nextInt(5)) {
      case 0 -> words.add(argument, pick(random, Arguments.ODD_ANYWHERE));
      case 1 -> words.add(any, words.get(any));
      case 2 -> words.set(any, otherCase(random, words.get(any)));
      case 3 -> {
        if (argument < words.size()) {
          words.remove(argument);
        }
      }
      default -> {
        if (argument < words.size()) {
          words.set(argument, pick(random, Arguments.ODD_ANYWHERE));
        }
      }
    }
  }

  private static String otherCase(RandomGenerator random, String word) {
    return random.nextInt(2) == 0
        ? word.toLowerCase(Locale.ROOT)
        : word.substring(0, word.length() / 2).toLowerCase(Locale.ROOT)
            + word.substring(word.length() / 2).toUpperCase(Locale.ROOT);
  }

  static <T> T pick(RandomGenerator random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
