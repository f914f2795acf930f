package dev.rondo.server.net;

import java.util.ArrayList;
import java.util.List;

/**
 * An address to listen on, as Redis's setting {@code bind} writes it.
 *
 * @param host a host name or address; {@code 0.0.0.0} or {@code ::} for all
 * @param optional whether the node starts without it when it cannot be had
 */
public record BindAddress(String host, boolean optional) {
  private static final String ALL_IPV4 = "0.0.0.0";
  private static final String ALL_IPV6 = "::";

  /**
   * Reads the words of the setting: {@code *} is all of IPv4, {@code ::*} all of IPv6, and a minus
   * makes an address optional. When both wildcards are asked for, one socket for {@code ::} serves
   * both protocols; that of IPv4 follows as what to take on a machine without IPv6.
   */
  public static List<BindAddress> parse(List<String> words) {
    List<BindAddress> addresses = new ArrayList<>();
    for (String word : words) {
      boolean optional = word.startsWith("-");
      String host = optional ? word.substring(1) : word;
      if (host.equals("*")) {
        host = ALL_IPV4;
      } else if (host.equals("::*")) {
        host = ALL_IPV6;
      }
      addresses.add(new BindAddress(host, optional));
    }
    if (has(addresses, ALL_IPV4) && has(addresses, ALL_IPV6)) {
      addresses.removeIf(address -> address.isWildcard());
      addresses.add(0, new BindAddress(ALL_IPV6, true));
      addresses.add(1, new BindAddress(ALL_IPV4, true));
    }
    return addresses;
  }

  /** Whether this is all addresses of a protocol. */
  public boolean isWildcard() {
    return host.equals(ALL_IPV4) || host.equals(ALL_IPV6);
  }

  private static boolean has(List<BindAddress> addresses, String host) {
    return addresses.stream().anyMatch(address -> address.host().equals(host));
  }
}
