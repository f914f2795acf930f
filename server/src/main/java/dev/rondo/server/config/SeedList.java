package dev.rondo.server.config;

import dev.rondo.cluster.transport.NodeAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Addresses of other nodes' buses, as text: {@code host:port} with the port for clients, and {@code
 * host:port@busport} when the bus does not listen 10,000 above it, as Redis Cluster writes it.
 */
final class SeedList implements ValueType<List<NodeAddress>> {
  static final SeedList TYPE = new SeedList();

  private static final int MAX_SEEDS = 64;
  private static final int MAX_PORT = 65_535;

  private SeedList() {}

  @Override
  public List<NodeAddress> parse(List<String> words, List<NodeAddress> current)
      throws InvalidSettingException {
    List<NodeAddress> seeds = new ArrayList<>();
    for (String word : List.of(String.join(",", words).split(",", -1))) {
      if (!word.isBlank()) {
        seeds.add(seed(word.strip()));
      }
    }
    if (seeds.size() > MAX_SEEDS) {
      throw new InvalidSettingException("at most " + MAX_SEEDS + " addresses");
    }
    return List.copyOf(seeds);
  }

  private static NodeAddress seed(String word) throws InvalidSettingException {
    int at = word.indexOf('@');
    try {
      NodeAddress client = NodeAddress.parse(at < 0 ? word : word.substring(0, at));
      if (at >= 0) {
        return new NodeAddress(client.host(), Integer.parseInt(word.substring(at + 1)));
      }
      if (client.port() + ClusterSettings.BUS_OFFSET > MAX_PORT) {
        throw new InvalidSettingException(
            "port " + client.port() + " needs its bus port: host:port@busport");
      }
      return new NodeAddress(client.host(), client.port() + ClusterSettings.BUS_OFFSET);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException("argument must be host:port or host:port@busport");
    }
  }

  @Override
  public String format(List<NodeAddress> value) {
    List<String> words = new ArrayList<>();
    for (NodeAddress bus : value) {
      int client = Math.max(1, bus.port() - ClusterSettings.BUS_OFFSET);
      words.add(new NodeAddress(bus.host(), client) + "@" + bus.port());
    }
    return String.join(",", words);
  }

  @Override
  public boolean takesManyWords() {
    return true;
  }

  @Override
  public String allowed() {
    return "up to " + MAX_SEEDS + " addresses host:port, with commas between";
  }
}
