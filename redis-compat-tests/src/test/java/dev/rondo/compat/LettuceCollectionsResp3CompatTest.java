package dev.rondo.compat;

import io.lettuce.core.protocol.ProtocolVersion;

/** Collections and what is made of them, through Lettuce in RESP3. */
class LettuceCollectionsResp3CompatTest extends LettuceCollectionsCompatTest {
  @Override
  ProtocolVersion protocol() {
    return ProtocolVersion.RESP3;
  }
}
