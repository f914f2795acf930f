package dev.rondo.compat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.RedisUnderTest;
import dev.rondo.compat.support.RondoProcess;
import dev.rondo.compat.support.ServerKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values up to Redis's limit of 512 MB, while another client is served. */
class LargeValueTest {

  private static final int MEGABYTE = 1024 * 1024;
  private static final Duration REPLY_LIMIT = Duration.ofMinutes(2);

  @ParameterizedTest
  @EnumSource(value = ServerKind.class, mode = EnumSource.Mode.EXCLUDE, names = "CLUSTER")
  void valueOf64Megabytes(ServerKind kind) {
    try (RedisUnderTest server = start(kind, "-Xmx1g")) {
      assertComesBack(server, 64);
      assertThat(server.residentBytes()).as("VmRSS").isLessThan(2_000L * MEGABYTE);
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(value = ServerKind.class, mode = EnumSource.Mode.EXCLUDE, names = "CLUSTER")
  void valueOf512Megabytes(ServerKind kind) {
    try (RedisUnderTest server = start(kind, "-Xmx5g")) {
      assertComesBack(server, 512);
    }
  }

  private static RedisUnderTest start(ServerKind kind, String heap) {
    if (kind == ServerKind.RONDO && RondoProcess.isPackaged()) {
      return RondoProcess.start(List.of(heap));
    }
    return kind.start();
  }

  private static void assertComesBack(RedisUnderTest server, int megabytes) {
    long bytes = (long) megabytes * MEGABYTE;
    try (Bystander bystander = new Bystander(server);
        RawClient client = RawClient.connect(server.address(), REPLY_LIMIT)) {
      client.sendRaw("*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n$" + bytes + "\r\n");
      SplittableRandom sent = new SplittableRandom(megabytes);
      for (int i = 0; i < megabytes; i++) {
        client.sendRaw(chunk(sent));
      }
      client.sendRaw("\r\n");
      assertThat(client.readBytes()).isEqualTo("+OK\r\n");
      bystander.assertServed();

      client.send("STRLEN", "big");
      assertThat(client.readBytes()).isEqualTo(":" + bytes + "\r\n");
      client.send("GET", "big");
      assertThat(client.readExactly(("$" + bytes + "\r\n").length()))
          .isEqualTo(("$" + bytes + "\r\n").getBytes(US_ASCII));
      SplittableRandom expected = new SplittableRandom(megabytes);
      for (int i = 0; i < megabytes; i++) {
        assertThat(Arrays.equals(client.readExactly(MEGABYTE), chunk(expected)))
            .as("megabyte %d", i)
            .isTrue();
      }
      assertThat(client.readExactly(2)).isEqualTo("\r\n".getBytes(US_ASCII));
      assertThat(client.call("DEL", "big").integer()).isEqualTo(1);
      bystander.assertServed();
    }
  }

  private static byte[] chunk(SplittableRandom random) {
    byte[] bytes = new byte[MEGABYTE];
    random.nextBytes(bytes);
    return bytes;
  }
}
