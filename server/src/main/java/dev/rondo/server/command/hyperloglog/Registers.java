package dev.rondo.server.command.hyperloglog;

/**
 * The registers of a HyperLogLog: {@value #COUNT} numbers, each the longest run of zeros seen, plus
 * one, among the hashes of a share of the elements. Not safe for use by several threads.
 */
sealed interface Registers permits SparseRegisters, DenseRegisters {
  /** How many bits of a hash choose the register. */
  int INDEX_BITS = 14;

  int COUNT = 1 << INDEX_BITS;

  /** How many bits of a hash are left to count zeros in. */
  int RUN_BITS = Long.SIZE - INDEX_BITS;

  /** The error for bytes that are no registers. */
  String CORRUPTED = "INVALIDOBJ Corrupted HLL object detected";

  /** The byte that stands for this form in the header. */
  int encoding();

  /** The registers as they stand behind the header; not to be changed. */
  byte[] bytes();

  /**
   * The value of each register, in an array of the caller's own.
   *
   * @throws dev.rondo.server.command.CommandException when the bytes are no registers
   */
  byte[] values();
}
