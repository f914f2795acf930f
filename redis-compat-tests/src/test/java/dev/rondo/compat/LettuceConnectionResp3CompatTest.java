package dev.rondo.compat;

import io.lettuce.core.protocol.ProtocolVersion;

/** What belongs to one connection, through Lettuce in RESP3. */
class LettuceConnectionResp3CompatTest extends LettuceConnectionCompatTest {
  @Override
  ProtocolVersion protocol() {
    return ProtocolVersion.RESP3;
  }
}
