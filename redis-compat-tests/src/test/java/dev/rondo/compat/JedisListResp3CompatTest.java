package dev.rondo.compat;

import redis.clients.jedis.RedisProtocol;

/** Lists, SORT and HyperLogLogs, through Jedis in RESP3. */
class JedisListResp3CompatTest extends JedisListCompatTest {
  @Override
  RedisProtocol protocol() {
    return RedisProtocol.RESP3;
  }
}
