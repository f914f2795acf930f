package dev.rondo.cluster;

/**
 * What one request asks for: how many replicas to read from, and how many must have a write.
 *
 * @param read R of the Dynamo paper
 * @param write W of the Dynamo paper
 */
public record Consistency(Level read, Level write) {
  /** One replica for each; what a node that is alone serves. */
  public static final Consistency ONE = new Consistency(Level.Named.ONE, Level.Named.ONE);

  /** A majority for each: a read meets every write acknowledged before. */
  public static final Consistency QUORUM = new Consistency(Level.Named.QUORUM, Level.Named.QUORUM);

  public Consistency withRead(Level level) {
    return new Consistency(level, write);
  }

  public Consistency withWrite(Level level) {
    return new Consistency(read, level);
  }
}
