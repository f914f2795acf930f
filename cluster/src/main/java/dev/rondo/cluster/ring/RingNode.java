package dev.rondo.cluster.ring;

import dev.rondo.cluster.NodeId;
import java.nio.charset.StandardCharsets;

/**
 * What the ring needs to know of a node.
 *
 * @param weight its capacity against that of the others, 1 to {@value #MAX_WEIGHT}
 * @param rack what fails together within a data centre; empty when nobody said
 * @param dataCentre empty when nobody said
 */
public record RingNode(NodeId id, int weight, String rack, String dataCentre) {
  /** The largest weight. */
  public static final int MAX_WEIGHT = 1_000;

  /** The longest name of a rack or a data centre, in bytes of UTF-8. */
  public static final int MAX_NAME_BYTES = 255;

  public RingNode {
    if (weight < 1 || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException("weight is not 1 to " + MAX_WEIGHT + ": " + weight);
    }
    requireShort(rack);
    requireShort(dataCentre);
  }

  private static void requireShort(String name) {
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException("name is longer than " + MAX_NAME_BYTES + " bytes");
    }
  }
}
