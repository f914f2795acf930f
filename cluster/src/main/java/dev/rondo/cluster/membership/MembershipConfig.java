package dev.rondo.cluster.membership;

/**
 * How often and how much members gossip, and when they give each other up.
 *
 * @param intervalMillis between two rounds of gossip
 * @param fanout peers a round opens an exchange with, beside seeds and suspects
 * @param packetBytes no packet but one with the shared state is longer
 * @param phiThreshold a member is suspected when the chance that it is alive though silent for so
 *     long is below 10 to the minus this (Hayashibara et al., "The phi accrual failure detector")
 * @param windowSize arrivals of heartbeats that are remembered of each member
 * @param acceptablePauseMillis silence that is added to what the arrivals make one expect: a
 *     collector's pause is no failure
 * @param minDeviationMillis a lower bound on the arrivals' standard deviation, so that a very
 *     regular network does not make the detector nervous
 * @param heartbeatsAfterBreak heartbeats that must follow the breaking of a connection before they
 *     count as proof of life: those that were sent before still travel over third members
 * @param refuteIntervalMillis between two refutations
 * @param forgetLeftMillis after which a member that left is no longer gossiped about
 * @param maxMembers further members are refused
 */
public record MembershipConfig(
    int intervalMillis,
    int fanout,
    int packetBytes,
    double phiThreshold,
    int windowSize,
    int acceptablePauseMillis,
    int minDeviationMillis,
    int heartbeatsAfterBreak,
    int refuteIntervalMillis,
    int forgetLeftMillis,
    int maxMembers) {

  /** Any report fits into such a packet. */
  public static final int MIN_PACKET_BYTES = 6144;

  /** What suits a data centre. */
  public static final MembershipConfig DEFAULTS =
      new MembershipConfig(100, 3, 8192, 8.0, 100, 400, 50, 10, 1000, 600_000, 1000);

  public MembershipConfig {
    check(intervalMillis >= 1, "intervalMillis");
    check(fanout >= 1 && fanout <= 100, "fanout");
    check(
        packetBytes >= MIN_PACKET_BYTES && packetBytes <= PacketCodec.MAX_PACKET_BYTES,
        "packetBytes");
    check(phiThreshold >= 1 && phiThreshold <= 100, "phiThreshold");
    check(windowSize >= 2 && windowSize <= 10_000, "windowSize");
    check(acceptablePauseMillis >= 0, "acceptablePauseMillis");
    check(minDeviationMillis >= 1, "minDeviationMillis");
    check(heartbeatsAfterBreak >= 0, "heartbeatsAfterBreak");
    check(refuteIntervalMillis >= 0, "refuteIntervalMillis");
    check(forgetLeftMillis >= 0, "forgetLeftMillis");
    check(maxMembers >= 2 && maxMembers <= 1000, "maxMembers");
  }

  private static void check(boolean fine, String name) {
    if (!fine) {
      throw new IllegalArgumentException(name + " is out of range");
    }
  }

  MembershipConfig withForgetLeftMillis(int millis) {
    return new MembershipConfig(
        intervalMillis,
        fanout,
        packetBytes,
        phiThreshold,
        windowSize,
        acceptablePauseMillis,
        minDeviationMillis,
        heartbeatsAfterBreak,
        refuteIntervalMillis,
        millis,
        maxMembers);
  }
}
