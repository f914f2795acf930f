package dev.rondo.cluster.netty;

/**
 * A packet of the handshake: magic(4) kind(1) length(2) body.
 *
 * @param kind one of the constants
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Packet(int kind, byte[] body) {
  /** The letters RNDO. */
  static final int MAGIC = 0x524E444F;

  static final int HEADER_BYTES = 7;
  static final int MAX_BODY_BYTES = 1024;

  static final int HELLO = 1;
  static final int PROOF = 2;
  static final int WELCOME = 3;
  static final int REFUSED = 4;
}
