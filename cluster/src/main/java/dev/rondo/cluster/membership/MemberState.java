package dev.rondo.cluster.membership;

/** Where a member is in its life. It says so itself; being down is what others say of it. */
public enum MemberState {
  /** Has no place in the ring yet. */
  JOINING(1),
  /** Was away and may not coordinate writes until it has got what it missed. */
  CATCHING_UP(2),
  /** In full service. */
  UP(3),
  /** Is handing over what it has. */
  LEAVING(4),
  /** Is gone for good, and forgotten after a while. */
  LEFT(5);

  private static final MemberState[] VALUES = values();

  private final int code;

  MemberState(int code) {
    this.code = code;
  }

  /** The number that stands for this in packets. */
  int code() {
    return code;
  }

  static MemberState ofCode(int code) {
    if (code < 1 || code > VALUES.length) {
      throw new MalformedPacketException("no such member state: " + code);
    }
    return VALUES[code - 1];
  }
}
