package dev.rondo.compat;

import io.lettuce.core.protocol.ProtocolVersion;

/** Strings, keys, scans and commands in flight, through Lettuce in RESP3. */
class LettuceResp3CompatTest extends LettuceCompatTest {
  @Override
  ProtocolVersion protocol() {
    return ProtocolVersion.RESP3;
  }
}
