package dev.rondo.resp;

/** The version of the protocol a connection speaks: RESP2 at first, changed by {@code HELLO}. */
public enum RespVersion {
  RESP2(2),
  RESP3(3);

  private final int number;

  RespVersion(int number) {
    this.number = number;
  }

  /** The version as {@code HELLO} takes and shows it: 2 or 3. */
  public int number() {
    return number;
  }
}
