package dev.rondo.compat;

import redis.clients.jedis.RedisProtocol;

/** What belongs to one connection, through Jedis in RESP3. */
class JedisConnectionResp3CompatTest extends JedisConnectionCompatTest {
  @Override
  RedisProtocol protocol() {
    return RedisProtocol.RESP3;
  }
}
