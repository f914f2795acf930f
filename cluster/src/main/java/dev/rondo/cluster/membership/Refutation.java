package dev.rondo.cluster.membership;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what is said against this node: that it is suspected, or that there is a newer report of
 * it than it wrote itself (of an earlier run with a better clock, or of another process under the
 * same id). Either way it goes beyond with a higher incarnation, at a bounded rate.
 */
final class Refutation {
  private static final Logger log = LoggerFactory.getLogger(Refutation.class);

  private final MemberTable table;
  private final long minIntervalNanos;
  private long claimedIncarnation = -1;
  private boolean everRefuted;
  private long lastNanos;

  Refutation(MemberTable table, int minIntervalMillis) {
    this.table = table;
    this.minIntervalNanos = TimeUnit.MILLISECONDS.toNanos(minIntervalMillis);
  }

  /** Somebody has a report of this node that is newer than its own. */
  void claimed(Version version) {
    claimedIncarnation = Math.max(claimedIncarnation, version.incarnation());
  }

  /** Raises the own incarnation if there is something to refute and it is time. */
  boolean refute(long nowNanos) {
    Report self = table.self();
    long incarnation = self.member().incarnation();
    boolean claimed = claimedIncarnation >= incarnation;
    if (self.member().hasLeft()
        || !(claimed || suspected(self.member()))
        || (everRefuted && nowNanos - lastNanos < minIntervalNanos)) {
      return false;
    }
    long next = Math.max(incarnation, claimedIncarnation) + 1;
    if (next > Member.MAX_COUNTER) {
      log.error("cannot refute: incarnations are used up at {}", claimedIncarnation);
      claimedIncarnation = -1;
      return false;
    }
    if (claimed) {
      log.warn(
          "the cluster knows a newer report of this node ({}) than its own: is another process"
              + " running under its id?",
          self.member().id());
    }
    table.replaceSelf(self.at(next, self.member().heartbeat() + 1));
    claimedIncarnation = -1;
    everRefuted = true;
    lastNanos = nowNanos;
    return true;
  }

  private boolean suspected(Member self) {
    for (Report witness : table.reports()) {
      if (witness.suspects(self)) {
        return true;
      }
    }
    return false;
  }
}
