package dev.rondo.compat.differential;

/**
 * What is asked, and how the answers are compared.
 *
 * @param normalization what the subject may answer otherwise
 * @param sharesSlots whether in every other sequence all keys share a hash tag, so that a cluster's
 *     transactions have something to do
 */
record Terms(Grammar grammar, Normalization normalization, boolean sharesSlots) {
  private static final String TAG = "{s}";

  /** For a subject that is one node. */
  static Terms ofOneNode(double redisVersion) {
    return new Terms(Grammar.load(redisVersion), Normalization.OF_ONE_NODE, false);
  }

  /** For a subject of several nodes, where connections are to different ones. */
  static Terms ofCluster(double redisVersion) {
    return new Terms(Grammar.load(redisVersion).forCluster(), Normalization.OF_CLUSTER, true);
  }

  /** The generator of such sequences. */
  SequenceGenerator generator() {
    return new SequenceGenerator(grammar, seed -> sharesSlots && seed % 2 == 0 ? TAG : "");
  }
}
