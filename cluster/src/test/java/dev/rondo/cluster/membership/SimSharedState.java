package dev.rondo.cluster.membership;

/** Keeps the newest value it was given. */
final class SimSharedState implements SharedState {
  private Value value = new Value(0, 0, new byte[0]);
  int offers;

  @Override
  public Value current() {
    return value;
  }

  @Override
  public void offer(Value offered) {
    offers++;
    if (offered.isNewerThan(value.epoch(), value.tieBreak())) {
      value = offered;
    }
  }
}
