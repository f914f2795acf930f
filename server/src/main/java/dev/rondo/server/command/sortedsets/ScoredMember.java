package dev.rondo.server.command.sortedsets;

import java.util.Arrays;
import java.util.Comparator;

/**
 * A member with its score.
 *
 * @param member not to be changed
 * @param score any number but NaN; a minus zero may stand here that was just calculated
 */
@SuppressWarnings("ArrayRecordComponent") // compared by ORDER only, and copying would be waste
public record ScoredMember(byte[] member, double score) {
  /** The order of a sorted set: by score, and among equal ones by the members' bytes. */
  static final Comparator<ScoredMember> ORDER =
      // Adding zero: Double.compare would put minus zero before zero.
      Comparator.comparingDouble((ScoredMember scored) -> scored.score + 0.0)
          .thenComparing(ScoredMember::member, Arrays::compareUnsigned);
}
