package dev.rondo.cluster.membership;

/** Is told of changes in the cluster. */
@FunctionalInterface
public interface MembershipListener {
  /**
   * Something other than heartbeats changed. Called in order, one call at a time, on any thread,
   * with no lock held; changes that come faster than listeners work are told as one. Must not
   * block.
   *
   * @param before the {@code after} of the previous call
   */
  void changed(MembershipView before, MembershipView after);
}
