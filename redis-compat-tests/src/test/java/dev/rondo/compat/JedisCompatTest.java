package dev.rondo.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static redis.clients.jedis.params.GetExParams.getExParams;
import static redis.clients.jedis.params.SetParams.setParams;

import dev.rondo.compat.support.ClusterClientsToo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.args.BitCountOption;
import redis.clients.jedis.args.BitOP;
import redis.clients.jedis.args.ExpiryOption;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.BitPosParams;
import redis.clients.jedis.params.LCSParams;
import redis.clients.jedis.params.RestoreParams;

/** What single commands do, seen through Jedis. */
@ClusterClientsToo
class JedisCompatTest extends JedisTestCase {
  private static final int MANY = 60;

  @Test
  void strings() {
    assertThat(jedis().get("s")).isNull();
    assertThat(jedis().set("s", "hello")).isEqualTo("OK");
    assertThat(jedis().append("s", " world")).isEqualTo(11);
    assertThat(jedis().getrange("s", -5, -1)).isEqualTo("world");
    assertThat(jedis().setrange("s", 6, "there")).isEqualTo(11);
    assertThat(jedis().strlen("s")).isEqualTo(11);
    assertThat(jedis().getDel("s")).isEqualTo("hello there");
    assertThat(jedis().exists("s")).isFalse();
    assertThat(jedis().setrange("padded", 3, "x")).isEqualTo(4);
    assertThat(jedis().get("padded")).isEqualTo("\0\0\0x");
  }

  /** Redis calls them deprecated, and clients go on sending them. */
  @Test
  @SuppressWarnings("deprecation")
  void deprecatedCommands() {
    assertThat(jedis().setex("s", 300, "hello")).isEqualTo("OK");
    assertThat(jedis().ttl("s")).isBetween(200L, 300L);
    assertThat(jedis().substr("s", 0, 1)).isEqualTo("he");
    assertThat(jedis().setnx("s", "other")).isZero();
    assertThat(jedis().getSet("s", "new")).isEqualTo("hello");
    assertThat(jedis().ttl("s")).isEqualTo(-1);
  }

  @Test
  void numbers() {
    assertThat(jedis().incr("n")).isEqualTo(1);
    assertThat(jedis().incrBy("n", 41)).isEqualTo(42);
    assertThat(jedis().decr("n")).isEqualTo(41);
    assertThat(jedis().decrBy("n", 50)).isEqualTo(-9);
    assertThat(jedis().incrByFloat("n", 0.5)).isEqualTo(-8.5);
    assertThat(jedis().get("n")).isEqualTo("-8.5");
    jedis().set("max", Long.toString(Long.MAX_VALUE));
    assertThatThrownBy(() -> jedis().incr("max"))
        .isInstanceOf(JedisDataException.class)
        .hasMessage("ERR increment or decrement would overflow");
    jedis().set("text", "ten");
    assertThatThrownBy(() -> jedis().incr("text"))
        .hasMessage("ERR value is not an integer or out of range");
    assertThatThrownBy(() -> jedis().incrByFloat("text", 1))
        .hasMessage("ERR value is not a valid float");
  }

  @Test
  void setOptions() {
    assertThat(jedis().set("k", "1", setParams().xx())).isNull();
    assertThat(jedis().set("k", "1", setParams().nx())).isEqualTo("OK");
    assertThat(jedis().set("k", "2", setParams().nx())).isNull();
    assertThat(jedis().setGet("k", "3", setParams().ex(500))).isEqualTo("1");
    assertThat(jedis().set("k", "4", setParams().keepTtl())).isEqualTo("OK");
    assertThat(jedis().ttl("k")).isBetween(400L, 500L);
    assertThat(jedis().set("k", "5", setParams().xx().px(900_000))).isEqualTo("OK");
    assertThat(jedis().pttl("k")).isBetween(800_000L, 900_000L);
    assertThat(jedis().set("k", "6")).isEqualTo("OK");
    assertThat(jedis().ttl("k")).isEqualTo(-1);
    assertThat(jedis().setGet("k", "7", setParams().nx())).isEqualTo("6");
    assertThat(jedis().get("k")).isEqualTo("6");
    assertThatThrownBy(() -> jedis().set("k", "v", setParams().ex(0)))
        .hasMessage("ERR invalid expire time in 'set' command");
  }

  @Test
  void manyAtOnce() {
    assertThat(jedis().mset("{t}a", "1", "{t}b", "2")).isEqualTo("OK");
    assertThat(jedis().mget("{t}a", "{t}none", "{t}b")).containsExactly("1", null, "2");
    assertThat(jedis().msetnx("{t}b", "x", "{t}c", "x")).isZero();
    assertThat(jedis().exists("{t}c")).isFalse();
    assertThat(jedis().msetnx("{t}c", "3", "{t}d", "4")).isEqualTo(1);
    assertThat(jedis().exists("{t}a", "{t}b", "{t}b", "{t}none")).isEqualTo(3);
    assertThat(jedis().touch("{t}a", "{t}none")).isEqualTo(1);
    assertThat(jedis().del("{t}a", "{t}b", "{t}none")).isEqualTo(2);
    assertThat(jedis().unlink("{t}c", "{t}d")).isEqualTo(2);
    onceCopied(() -> assertThat(jedis().dbSize()).isZero());
  }

  @Test
  void longestCommonSubsequence() {
    jedis().mset("{t}x", "ohmytext", "{t}y", "mynewtext");
    assertThat(jedis().lcs("{t}x", "{t}y", LCSParams.LCSParams()).getMatchString())
        .isEqualTo("mytext");
    assertThat(jedis().lcs("{t}x", "{t}y", LCSParams.LCSParams().len()).getLen()).isEqualTo(6);
    var matches =
        jedis().lcs("{t}x", "{t}y", LCSParams.LCSParams().idx().minMatchLen(4).withMatchLen());
    assertThat(matches.getLen()).isEqualTo(6);
    assertThat(matches.getMatches()).hasSize(1);
    assertThat(matches.getMatches().get(0).getA().getStart()).isEqualTo(4);
    assertThat(matches.getMatches().get(0).getMatchLen()).isEqualTo(4);
  }

  @Test
  void bitmaps() {
    assertThat(jedis().setbit("{t}b", 7, true)).isFalse();
    assertThat(jedis().getbit("{t}b", 7)).isTrue();
    assertThat(jedis().getbit("{t}b", 100)).isFalse();
    assertThat(jedis().get("{t}b")).isEqualTo("\u0001");
    jedis().set("{t}m", "foobar");
    assertThat(jedis().bitcount("{t}m")).isEqualTo(26);
    assertThat(jedis().bitcount("{t}m", 1, 1)).isEqualTo(6);
    assertThat(jedis().bitcount("{t}m", 5, 30, BitCountOption.BIT)).isEqualTo(17);
    assertThat(jedis().bitpos("{t}m", true)).isEqualTo(1);
    assertThat(jedis().bitpos("{t}m", false, BitPosParams.bitPosParams().start(1).end(-1)))
        .isEqualTo(8);
    jedis().set("{t}other", "abcdef");
    assertThat(jedis().bitop(BitOP.AND, "{t}and", "{t}m", "{t}other")).isEqualTo(6);
    assertThat(jedis().get("{t}and")).isEqualTo("`bc`ab");
    assertThat(jedis().bitop(BitOP.NOT, "{t}not".getBytes(UTF_8), "{t}b".getBytes(UTF_8)))
        .isEqualTo(1);
    assertThat(jedis().get("{t}not".getBytes(UTF_8))).containsExactly(0xfe);
  }

  @Test
  void bitFields() {
    assertThat(jedis().bitfield("f", "INCRBY", "i5", "100", "1", "GET", "u4", "0"))
        .containsExactly(1L, 0L);
    assertThat(
            jedis()
                .bitfield(
                    "f", "SET", "u8", "#1", "255", "OVERFLOW", "FAIL", "INCRBY", "u8", "#1", "1"))
        .containsExactly(0L, null);
    assertThat(jedis().bitfield("f", "OVERFLOW", "SAT", "INCRBY", "i8", "#2", "200"))
        .containsExactly(127L);
    assertThat(jedis().bitfieldReadonly("f", "GET", "u8", "8")).containsExactly(255L);
  }

  @Test
  void keys() {
    jedis().set("{t}k", "v");
    assertThat(jedis().type("{t}k")).isEqualTo("string");
    assertThat(jedis().type("none")).isEqualTo("none");
    assertThat(jedis().rename("{t}k", "{t}k2")).isEqualTo("OK");
    assertThatThrownBy(() -> jedis().rename("{t}k", "{t}x")).hasMessage("ERR no such key");
    jedis().set("{t}k3", "v3");
    assertThat(jedis().renamenx("{t}k2", "{t}k3")).isZero();
    assertThat(jedis().copy("{t}k2", "{t}k3", false)).isFalse();
    assertThat(jedis().copy("{t}k2", "{t}k3", true)).isTrue();
    assertThat(jedis().get("{t}k3")).isEqualTo("v");
    onceCopied(() -> assertThat(jedis().keys("{t}k?")).containsExactlyInAnyOrder("{t}k2", "{t}k3"));
    onceCopied(() -> assertThat(jedis().randomKey()).isIn("{t}k2", "{t}k3"));
    assertThat(jedis().objectEncoding("{t}k2")).isEqualTo("embstr");
    jedis().set("n", "12345");
    assertThat(jedis().objectEncoding("n")).isEqualTo("int");
  }

  @Test
  void dumpAndRestore() {
    byte[] value = randomBytes(5_000);
    jedis().set("k".getBytes(UTF_8), value);
    byte[] dumped = jedis().dump("k");

    assertThat(jedis().restore("copy", 0, dumped)).isEqualTo("OK");
    assertThat(jedis().get("copy".getBytes(UTF_8))).isEqualTo(value);
    assertThatThrownBy(() -> jedis().restore("copy", 0, dumped))
        .hasMessage("BUSYKEY Target key name already exists.");
    assertThat(jedis().restore("copy", 500_000, dumped, RestoreParams.restoreParams().replace()))
        .isEqualTo("OK");
    assertThat(jedis().pttl("copy")).isBetween(400_000L, 500_000L);
    dumped[dumped.length - 1] ^= 1;
    assertThatThrownBy(() -> jedis().restore("bad", 0, dumped))
        .hasMessage("ERR DUMP payload version or checksum are wrong");
  }

  @Test
  void expiry() {
    long nowSeconds = InstantSource.system().instant().getEpochSecond();
    jedis().set("k", "v");
    assertThat(jedis().ttl("none")).isEqualTo(-2);
    assertThat(jedis().expire("k", 1_000)).isEqualTo(1);
    assertThat(jedis().ttl("k")).isBetween(900L, 1_000L);
    assertThat(jedis().expireTime("k")).isCloseTo(nowSeconds + 1_000, within(100L));
    assertThat(jedis().expire("k", 500, ExpiryOption.GT)).isZero();
    assertThat(jedis().expire("k", 500, ExpiryOption.LT)).isEqualTo(1);
    assertThat(jedis().persist("k")).isEqualTo(1);
    assertThat(jedis().expire("k", 500, ExpiryOption.XX)).isZero();
    assertThat(jedis().pexpireAt("k", (nowSeconds + 800) * 1_000)).isEqualTo(1);
    assertThat(jedis().pexpireTime("k")).isEqualTo((nowSeconds + 800) * 1_000);
    assertThat(jedis().getEx("k", getExParams().persist())).isEqualTo("v");
    assertThat(jedis().ttl("k")).isEqualTo(-1);
    assertThat(jedis().expireAt("k", Instant.EPOCH.getEpochSecond() + 1)).isEqualTo(1);
    assertThat(jedis().exists("k")).isFalse();
  }

  @Test
  void keysOfManySlots() {
    List<String> keys = IntStream.range(0, MANY).mapToObj(i -> "key:" + i).toList();
    keys.forEach(key -> assertThat(jedis().set(key, "of " + key)).isEqualTo("OK"));
    keys.forEach(key -> assertThat(jedis().get(key)).isEqualTo("of " + key));
    assertClusterClientUsedSeveralNodes(CLIENT_NAME, "get");
    assertThat(jedis().mget(keys.toArray(String[]::new)))
        .containsExactlyElementsOf(keys.stream().map("of "::concat).toList());
    assertThat(jedis().exists(keys.toArray(String[]::new))).isEqualTo(MANY);
    assertThat(jedis().del(keys.toArray(String[]::new))).isEqualTo(MANY);
  }
}
