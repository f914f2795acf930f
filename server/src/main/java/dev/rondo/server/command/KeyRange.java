package dev.rondo.server.command;

import dev.rondo.server.command.KeySpec.Index;
import dev.rondo.server.command.KeySpec.Range;
import java.util.List;

/**
 * A command's keys as clients knew them before there were key specifications: one range of
 * arguments (Redis command page COMMAND, "First key", "Last key", "Step").
 *
 * @param first the position of the first key, 0 when there is none
 * @param last the position of the last one; negative counts from the end
 * @param step the distance between keys
 * @param isComplete whether the range has all keys
 */
public record KeyRange(int first, int last, int step, boolean isComplete) {
  private static final KeyRange NONE = new KeyRange(0, 0, 0, true);

  /** The range that some specifications make together, as far as they are neighbours. */
  public static KeyRange of(List<KeySpec> specs) {
    if (specs.size() == 1
        && specs.get(0).begin() instanceof Index begin
        && specs.get(0).find() instanceof Range range) {
      boolean isComplete = !specs.get(0).is("incomplete") && range.limit() <= 1;
      return new KeyRange(begin.position(), end(begin, range), range.step(), isComplete);
    }
    KeyRange all = NONE;
    for (KeySpec spec : specs) {
      all = all.and(spec);
    }
    return all;
  }

  private KeyRange and(KeySpec spec) {
    if (spec.begin() instanceof Index begin
        && spec.find() instanceof Range range
        && range.step() == 1
        && (first == 0 || last == begin.position() - 1)) {
      return new KeyRange(
          first == 0 ? begin.position() : first,
          end(begin, range),
          1,
          isComplete && !spec.is("incomplete"));
    }
    return new KeyRange(first, last, step, false);
  }

  private static int end(Index begin, Range range) {
    return range.last() >= 0 ? begin.position() + range.last() : range.last();
  }
}
