package dev.rondo.server.cli;

/** Addresses as people read them. */
final class Addresses {
  private Addresses() {}

  /** {@code host:port}, a host with colons in brackets. */
  static String text(String host, String port) {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
