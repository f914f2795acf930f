package dev.rondo.server.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Socket addresses: as Redis writes them, and whether they are on this machine. */
final class Addresses {
  private static final int MAPPED_PREFIX_BYTES = 12;

  private Addresses() {}

  /** {@code 127.0.0.1:6379}, {@code [::1]:6379}, or {@code ?:0} when unknown. */
  static String text(@Nullable SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
      return "?:0";
    }
    String host = plain(inet.getAddress()).getHostAddress();
    int zone = host.indexOf('%');
    String shown = zone < 0 ? host : host.substring(0, zone);
    return (shown.indexOf(':') >= 0 ? "[" + shown + "]" : shown) + ":" + inet.getPort();
  }

  /** Whether this is a loopback address. */
  static boolean isLoopback(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress inet
        && inet.getAddress() != null
        && plain(inet.getAddress()).isLoopbackAddress();
  }

  /** An IPv4 client of a socket for both protocols comes as {@code ::ffff:a.b.c.d}: the a.b.c.d. */
  private static InetAddress plain(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (!(address instanceof Inet6Address) || !isMapped(bytes)) {
      return address;
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, MAPPED_PREFIX_BYTES, bytes.length));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static boolean isMapped(byte[] bytes) {
    for (int i = 0; i < MAPPED_PREFIX_BYTES - 2; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[10] == (byte) 0xFF && bytes[11] == (byte) 0xFF;
  }
}
