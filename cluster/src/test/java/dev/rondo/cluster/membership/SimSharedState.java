package dev.rondo.cluster.membership;

/** Keeps the newest value it was given. */
final class SimSharedState implements SharedState {
  static final Value NONE = new Value(0, 0, new byte[0]);

  private Value value = NONE;

  @Override
  public Value current() {
    return value;
  }

  @Override
  public void offer(Value offered) {
    if (offered.isNewerThan(value.epoch(), value.tieBreak())) {
      value = offered;
    }
  }
}
