package dev.rondo.server.command.admin;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.resp.RespVersion;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Reply;

/**
 * DEBUG PROTOCOL: a value of each type of reply. Clients' tests compare them, so they are Redis's
 * own.
 */
final class DebugProtocol {
  private static final int SIZE = 3;

  private DebugProtocol() {}

  /** The reply of a type, named in lower case. */
  static Reply reply(String type) {
    return switch (type) {
      case "string" -> out -> out.bulk("Hello World");
      case "integer" -> out -> out.integer(12_345);
      case "double" -> out -> out.real(3.141);
      case "bignum" -> out -> out.bigNumber("1234567999999999999999999999999999999");
      case "null" -> ReplyWriter::nil;
      case "array" -> DebugProtocol::array;
      case "set" -> DebugProtocol::set;
      case "map" -> DebugProtocol::map;
      case "attrib" -> DebugProtocol::attribute;
      case "push" -> DebugProtocol::push;
      case "verbatim" -> out -> out.verbatim("txt", "This is a verbatim\nstring");
      case "true" -> out -> out.bool(true);
      case "false" -> out -> out.bool(false);
      default ->
          throw new CommandException(
              "ERR Wrong protocol type name. Please use one of the following:"
                  + " string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false");
    };
  }

  private static void array(ReplyWriter out) {
    out.array(SIZE);
    writeIntegers(out);
  }

  private static void set(ReplyWriter out) {
    out.set(SIZE);
    writeIntegers(out);
  }

  private static void writeIntegers(ReplyWriter out) {
    for (int i = 0; i < SIZE; i++) {
      out.integer(i);
    }
  }

  private static void map(ReplyWriter out) {
    out.map(SIZE);
    for (int i = 0; i < SIZE; i++) {
      out.integer(i);
      out.bool(i == 1);
    }
  }

  private static void attribute(ReplyWriter out) {
    if (out.version() == RespVersion.RESP3) {
      out.attribute(1);
      out.bulk("key-popularity");
      out.array(2);
      out.bulk("key:123");
      out.integer(90);
    }
    out.bulk("Some real reply following the attribute");
  }

  private static void push(ReplyWriter out) {
    if (out.version() != RespVersion.RESP3) {
      throw new CommandException("ERR RESP2 is not supported by this command");
    }
    out.push(2);
    out.bulk("server-cpu-usage");
    out.integer(42);
    out.bulk("Some real reply following the push reply");
  }
}
