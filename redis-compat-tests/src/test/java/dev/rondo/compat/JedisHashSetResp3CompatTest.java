package dev.rondo.compat;

import redis.clients.jedis.RedisProtocol;

/** Hashes and sets, seen through Jedis in RESP3. */
class JedisHashSetResp3CompatTest extends JedisHashSetCompatTest {
  @Override
  RedisProtocol protocol() {
    return RedisProtocol.RESP3;
  }
}
