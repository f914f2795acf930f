package dev.rondo.server.net;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Socket addresses as Redis writes them. */
final class Addresses {
  private Addresses() {}

  /** {@code 127.0.0.1:6379}, {@code [::1]:6379}, or {@code ?:0} when unknown. */
  static String text(@Nullable SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
      return "?:0";
    }
    String host = inet.getAddress().getHostAddress();
    int zone = host.indexOf('%');
    String plain = zone < 0 ? host : host.substring(0, zone);
    return (plain.indexOf(':') >= 0 ? "[" + plain + "]" : plain) + ":" + inet.getPort();
  }
}
