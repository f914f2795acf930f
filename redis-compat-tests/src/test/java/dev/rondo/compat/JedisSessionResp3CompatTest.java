package dev.rondo.compat;

import redis.clients.jedis.RedisProtocol;

/** Jedis, in RESP3. */
class JedisSessionResp3CompatTest extends JedisSessionCompatTest {
  @Override
  RedisProtocol protocol() {
    return RedisProtocol.RESP3;
  }
}
