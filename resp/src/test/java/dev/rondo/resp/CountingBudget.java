package dev.rondo.resp;

import static org.assertj.core.api.Assertions.assertThat;

/** A budget that keeps count, and fails the test when more comes back than was taken. */
final class CountingBudget implements PayloadBudget {

  private long limitBytes;
  private long reservedBytes;

  CountingBudget(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  void limit(long bytes) {
    limitBytes = bytes;
  }

  long reservedBytes() {
    return reservedBytes;
  }

  @Override
  public boolean tryReserve(long bytes) {
    assertThat(bytes).isPositive();
    if (reservedBytes + bytes > limitBytes) {
      return false;
    }
    reservedBytes += bytes;
    return true;
  }

  @Override
  public void release(long bytes) {
    reservedBytes -= bytes;
    assertThat(reservedBytes).isNotNegative();
  }
}
