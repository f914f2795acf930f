package dev.rondo.server.metrics;

/** What this server claims to be towards clients of Redis. */
public final class RedisCompatibility {
  /** The version of Redis whose commands and texts are followed; in INFO, HELLO and LOLWUT. */
  public static final String VERSION = "7.2.5";

  private RedisCompatibility() {}
}
