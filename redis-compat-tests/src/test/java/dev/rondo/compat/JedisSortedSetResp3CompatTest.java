package dev.rondo.compat;

import redis.clients.jedis.RedisProtocol;

/** Sorted sets and places, through Jedis in RESP3. */
class JedisSortedSetResp3CompatTest extends JedisSortedSetCompatTest {
  @Override
  RedisProtocol protocol() {
    return RedisProtocol.RESP3;
  }
}
