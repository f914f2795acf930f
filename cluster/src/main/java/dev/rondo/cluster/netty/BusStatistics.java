package dev.rondo.cluster.netty;

import dev.rondo.cluster.transport.Lane;
import java.util.Map;

/** Figures for metrics; has an entry for each lane. */
public record BusStatistics(Map<Lane, LaneStatistics> lanes) {
  public BusStatistics {
    lanes = Map.copyOf(lanes);
  }

  /** The figures of one lane. */
  public LaneStatistics of(Lane lane) {
    LaneStatistics statistics = lanes.get(lane);
    if (statistics == null) {
      throw new IllegalStateException("no figures of " + lane);
    }
    return statistics;
  }
}
