package dev.rondo.server.lua;

import dev.rondo.server.lua.LuaData.Num;
import dev.rondo.server.lua.LuaData.Str;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Those functions of the library {@code redis} that raise errors, but for the calls. */
final class RedisLibrary {
  private static final int MAX_LOG_LEVEL = 3;
  private static final int MAX_REPLICATION_FLAGS = 3;

  private final Supplier<ScriptHost> host;

  RedisLibrary(Supplier<ScriptHost> host) {
    this.host = host;
  }

  Map<String, LuaFunction> functions() {
    return Map.of(
        "acl_check_cmd", arguments -> List.of(LuaData.of(host.get().mayRun(command(arguments)))),
        "setresp", this::setResp,
        "sha1hex", RedisLibrary::sha1Hex,
        "log", this::log,
        "set_repl", RedisLibrary::setReplication);
  }

  /** The arguments of a command. */
  static List<byte[]> command(Arguments arguments) {
    if (arguments.size() == 0) {
      throw LuaFailure.reply("ERR Please specify at least one argument for this redis lib call");
    }
    List<byte[]> command = new ArrayList<>(arguments.size());
    for (LuaData value : arguments.values()) {
      if (value instanceof Str text) {
        command.add(text.bytes());
      } else if (value instanceof Num number) {
        command.add(
            LuaNumbers.format(number.value(), LuaNumbers.EXACT_PRECISION)
                .getBytes(StandardCharsets.US_ASCII));
      } else {
        throw LuaFailure.reply("ERR Lua redis lib command arguments must be strings or integers");
      }
    }
    return command;
  }

  private List<LuaData> setResp(Arguments arguments) {
    if (arguments.size() != 1) {
      throw LuaFailure.reply("ERR redis.setresp() requires one argument.");
    }
    double version = numberOr(arguments, 0);
    if (version != 2 && version != 3) {
      throw LuaFailure.reply("ERR RESP version must be 2 or 3.");
    }
    host.get().respVersion((int) version);
    return List.of();
  }

  private static List<LuaData> sha1Hex(Arguments arguments) {
    if (arguments.size() != 1) {
      throw LuaFailure.reply("ERR wrong number of arguments");
    }
    byte[] text = Arguments.bytesOrNull(arguments.at(0));
    return List.of(LuaData.of(LuaState.sha1(text == null ? new byte[0] : text)));
  }

  private List<LuaData> log(Arguments arguments) {
    if (arguments.size() < 2) {
      throw LuaFailure.reply("ERR redis.log() requires two arguments or more.");
    }
    double level = numberOr(arguments, Double.NaN);
    if (Double.isNaN(level)) {
      throw LuaFailure.reply("ERR First argument must be a number (log level).");
    }
    if (level < 0 || level > MAX_LOG_LEVEL) {
      throw LuaFailure.reply("ERR Invalid debug level.");
    }
    List<String> words = new ArrayList<>();
    for (LuaData value : arguments.values().subList(1, arguments.size())) {
      byte[] word = Arguments.bytesOrNull(value);
      if (word != null) {
        words.add(new String(word, StandardCharsets.ISO_8859_1));
      }
    }
    host.get().log((int) level, String.join(" ", words));
    return List.of();
  }

  /** Accepted and without effect: what a script changes always reaches all replicas. */
  private static List<LuaData> setReplication(Arguments arguments) {
    if (arguments.size() != 1) {
      throw LuaFailure.reply("ERR redis.set_repl() requires two arguments.");
    }
    double flags = numberOr(arguments, 0);
    if (flags < 0 || flags > MAX_REPLICATION_FLAGS) {
      throw LuaFailure.reply(
          "ERR Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.");
    }
    return List.of();
  }

  /** The first argument as a number. */
  private static double numberOr(Arguments arguments, double otherwise) {
    try {
      return arguments.number(0);
    } catch (LuaFailure notOne) {
      return otherwise;
    }
  }
}
