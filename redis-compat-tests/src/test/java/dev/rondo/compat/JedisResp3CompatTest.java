package dev.rondo.compat;

import redis.clients.jedis.RedisProtocol;

/** Jedis, in RESP3. */
class JedisResp3CompatTest extends JedisCompatTest {
  @Override
  RedisProtocol protocol() {
    return RedisProtocol.RESP3;
  }
}
