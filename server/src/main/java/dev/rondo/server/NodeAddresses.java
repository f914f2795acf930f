package dev.rondo.server;

import dev.rondo.cluster.transport.NodeAddress;
import dev.rondo.server.config.ClusterSettings;
import dev.rondo.server.config.Config;
import dev.rondo.server.config.NetworkSettings;
import dev.rondo.server.net.BindAddress;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a member of a cluster listens, and under which addresses others reach it.
 *
 * @param bindHost where its bus listens
 * @param bus where other nodes reach it
 * @param client where clients reach it
 */
record NodeAddresses(String bindHost, NodeAddress bus, NodeAddress client) {
  private static final Logger LOG = LoggerFactory.getLogger(NodeAddresses.class);
  private static final int MAX_PORT = 65_535;
  private static final String LOOPBACK = "127.0.0.1";

  /**
   * What the config says, and where it says nothing what this machine has.
   *
   * @throws BindException when there is no port for other nodes
   */
  static NodeAddresses of(Config config) throws BindException {
    int port = config.get(NetworkSettings.PORT);
    int configured = config.get(ClusterSettings.BUS_PORT);
    int busPort = configured == 0 ? port + ClusterSettings.BUS_OFFSET : configured;
    if (port == 0 || busPort > MAX_PORT) {
      throw new BindException(
          "a node of a cluster needs a port that others know: port must not be 0, and above "
              + (MAX_PORT - ClusterSettings.BUS_OFFSET)
              + " cluster-port must be set");
    }
    BindAddress first = BindAddress.parse(config.get(NetworkSettings.BIND)).get(0);
    String announced = config.get(ClusterSettings.ANNOUNCE_IP);
    if (announced.isEmpty()) {
      announced = first.isWildcard() ? ofThisMachine() : first.host();
    }
    return new NodeAddresses(
        first.host(), new NodeAddress(announced, busPort), new NodeAddress(announced, port));
  }

  /** Whether a list of buses names this node's, under whichever of its addresses. */
  boolean isAmong(List<NodeAddress> buses) {
    return buses.stream()
        .anyMatch(
            each ->
                each.port() == bus.port()
                    && (each.host().equals(bus.host()) || isThisMachine(each.host())));
  }

  private static boolean isThisMachine(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (UnknownHostException | SocketException e) {
      LOG.debug("{} is not known, so it is not this machine", host, e);
      return false;
    }
  }

  /** An IPv4 address that is not the loopback's, as long as there is one. */
  private static String ofThisMachine() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
          .map(InetAddress::getHostAddress)
          .min(Comparator.naturalOrder())
          .orElse(LOOPBACK);
    } catch (SocketException e) {
      LOG.warn("cannot tell this machine's addresses; set cluster-announce-ip", e);
      return LOOPBACK;
    }
  }
}
