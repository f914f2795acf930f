package dev.rondo.server;

import dev.rondo.server.metrics.ServerStatistics;
import dev.rondo.server.net.Traffic;

/** The network's bytes and connections as the statistics count them. */
record CountedTraffic(ServerStatistics statistics) implements Traffic {
  @Override
  public void received(long bytes) {
    statistics.received(bytes);
  }

  @Override
  public void sent(long bytes) {
    statistics.sent(bytes);
  }

  @Override
  public void connected() {
    statistics.connected();
  }

  @Override
  public void rejected() {
    statistics.rejected();
  }
}
