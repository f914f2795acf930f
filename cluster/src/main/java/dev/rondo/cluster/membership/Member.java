package dev.rondo.cluster.membership;

import dev.rondo.cluster.NodeId;
import dev.rondo.cluster.transport.NodeAddress;
import java.nio.charset.StandardCharsets;

/**
 * What a member says of itself.
 *
 * @param id who it is
 * @param incarnation which of its lives: higher than in every earlier run of the same node, and
 *     raised by the member itself to refute a suspicion. From 1 to 2^62 - 1. Whoever starts a node
 *     gives the first one: the wall clock in milliseconds will do, as it moves faster than
 *     refutations do; if that clock was set back, the member finds its former life in the gossip
 *     and goes beyond it
 * @param heartbeat raised each interval and with every change of the other fields
 * @param state where it is in its life
 * @param busAddress where it listens for other nodes
 * @param clientAddress where it listens for clients
 * @param rack at most 255 bytes of UTF-8; empty if there are none
 * @param dataCentre at most 255 bytes of UTF-8; empty if there are none
 * @param weight its capacity in comparison to other members; 1 to 1,000,000
 * @param loadPermille how busy it is, 0 to 1000
 */
public record Member(
    NodeId id,
    long incarnation,
    long heartbeat,
    MemberState state,
    NodeAddress busAddress,
    NodeAddress clientAddress,
    String rack,
    String dataCentre,
    int weight,
    int loadPermille) {

  /** Refutations are a second apart, and each is heard of soon. */
  private static final long MAX_REFUTATION_STEPS = 10;

  /** No incarnation and no heartbeat is higher: nobody can be pushed to where counting ends. */
  public static final long MAX_COUNTER = (1L << 62) - 1;

  /** No weight is higher. */
  public static final int MAX_WEIGHT = 1_000_000;

  static final int MAX_TEXT_BYTES = 255;

  public Member {
    if (incarnation < 1
        || incarnation > MAX_COUNTER
        || heartbeat < 0
        || heartbeat > MAX_COUNTER
        || weight < 1
        || weight > MAX_WEIGHT
        || loadPermille < 0
        || loadPermille > 1000) {
      throw new IllegalArgumentException(
          "member %s: incarnation %d, heartbeat %d, weight %d or load %d out of range"
              .formatted(id, incarnation, heartbeat, weight, loadPermille));
    }
    checkLength(busAddress.host());
    checkLength(clientAddress.host());
    checkLength(rack);
    checkLength(dataCentre);
  }

  private static void checkLength(String text) {
    boolean surelyFits = text.length() <= MAX_TEXT_BYTES / 3; // spares encoding each heartbeat
    if (!surelyFits && text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException("longer than " + MAX_TEXT_BYTES + " bytes: " + text);
    }
  }

  /**
   * Whether this is a run that began after the other was heard of, and not the same that refuted a
   * suspicion: that counts its heartbeats on, and goes only a little beyond what it refutes, while
   * a new run counts from zero, and begins at the milliseconds of the clock.
   */
  public boolean isLaterLifeOf(Member other) {
    long steps = incarnation - other.incarnation;
    return steps > MAX_REFUTATION_STEPS || (steps != 0 && heartbeat < other.heartbeat);
  }

  /** Whether it left for good. */
  public boolean hasLeft() {
    return state == MemberState.LEFT;
  }

  /** Whether the other is the same in all but the heartbeat. */
  boolean differsByHeartbeatAtMost(Member other) {
    return equals(heartbeat == other.heartbeat ? other : other.at(other.incarnation, heartbeat));
  }

  Member at(long newIncarnation, long newHeartbeat) {
    return with(newIncarnation, newHeartbeat, state, loadPermille);
  }

  /** The same member somewhere else in its life. */
  public Member withState(MemberState newState) {
    return with(incarnation, heartbeat, newState, loadPermille);
  }

  Member withLoad(int newLoadPermille) {
    return with(incarnation, heartbeat, state, newLoadPermille);
  }

  private Member with(
      long newIncarnation, long newHeartbeat, MemberState newState, int newLoadPermille) {
    return new Member(
        id,
        newIncarnation,
        newHeartbeat,
        newState,
        busAddress,
        clientAddress,
        rack,
        dataCentre,
        weight,
        newLoadPermille);
  }
}
