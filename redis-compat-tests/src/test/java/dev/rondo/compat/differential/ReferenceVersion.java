package dev.rondo.compat.differential;

import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.RedisUnderTest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which features the reference has. */
final class ReferenceVersion {

  private static final Pattern VERSION = Pattern.compile("redis_version:(\\d+\\.\\d+)");

  private ReferenceVersion() {}

  /** The major and minor version that INFO tells, for instance 7.0. */
  static double of(RedisUnderTest server) {
    try (RawClient client = server.connect()) {
      Matcher matcher = VERSION.matcher(client.call("INFO", "server").string());
      if (!matcher.find()) {
        throw new IllegalStateException(server.name() + " doesn't tell its version");
      }
      return Double.parseDouble(matcher.group(1));
    }
  }
}
