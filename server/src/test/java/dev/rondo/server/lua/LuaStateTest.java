package dev.rondo.server.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts without a server. What real scripts answer is compared with Redis in ScriptTest. */
class LuaStateTest {
  /** Answers commands with themselves, and stops when it is told to. */
  private static final class EchoHost implements ScriptHost {
    private final List<String> log = new ArrayList<>();
    private @Nullable String interruption;
    private int looks;

    @Override
    public LuaData call(List<byte[]> command) {
      String name = new String(command.get(0), StandardCharsets.ISO_8859_1);
      if (name.equals("fail")) {
        throw LuaFailure.reply("ERR failed");
      }
      return LuaData.listOf(command.stream().map(LuaData::of).toList());
    }

    @Override
    public boolean mayRun(List<byte[]> command) {
      return false;
    }

    @Override
    public void respVersion(int version) {
      log.add("resp " + version);
    }

    @Override
    public void log(int level, String message) {
      log.add(level + " " + message);
    }

    @Override
    public @Nullable String interruption(long usedBytes) {
      looks++;
      return interruption;
    }
  }

  private final LuaState lua = new LuaState("7.2.5");
  private final EchoHost host = new EchoHost();

  @AfterEach
  void close() {
    lua.close();
  }

  private LuaOutcome run(String script, String... arguments) {
    byte[] source = script.getBytes(StandardCharsets.ISO_8859_1);
    String id = LuaState.sha1(source);
    assertThat(lua.compile(id, source)).isNull();
    List<byte[]> bytes =
        Arrays.stream(arguments).map(text -> text.getBytes(StandardCharsets.ISO_8859_1)).toList();
    return lua.run(id, List.of(), bytes, host);
  }

  private LuaData value(String script, String... arguments) {
    LuaOutcome outcome = run(script, arguments);
    assertThat(outcome).isInstanceOf(LuaOutcome.Returned.class);
    return ((LuaOutcome.Returned) outcome).value();
  }

  private String error(String script) {
    LuaOutcome outcome = run(script);
    assertThat(outcome).isInstanceOf(LuaOutcome.Failed.class);
    return ((LuaOutcome.Failed) outcome).error();
  }

  @Test
  void stringsKeepTheirBytes() {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 256; c++) {
      all.append(c);
    }
    String bytes = all.toString().repeat(300);
    assertThat(value("return ARGV[1]", bytes)).isEqualTo(LuaData.of(bytes));
    assertThat(value("return #ARGV[1]", "a\0b")).isEqualTo(LuaData.of(3));
    assertThat(value("return redis.call('x', ARGV[1])[2]", "\0\u00ff"))
        .isEqualTo(LuaData.of("\0\u00ff"));
  }

  @Test
  void scriptsLeaveNothingBehind() {
    assertThat(value("KEYS.x = 1 return KEYS.x")).isEqualTo(LuaData.of(1));
    assertThat(value("return KEYS.x")).isEqualTo(LuaData.NIL);
    for (String attempt :
        List.of(
            "x = 1",
            "string.x = 1",
            "getmetatable('').__index = {}",
            "rawset(string, 'x', 1)",
            "setmetatable(_G, {})",
            "table.insert(string, 1)",
            "getmetatable(_G).__index = nil",
            "select(2, pairs(string)).x = 1",
            "cjson.encode = 1",
            "_G._G = 1")) {
      assertThat(error(attempt)).as(attempt).endsWith("Attempt to modify a readonly table");
    }
    assertThat(value("return tostring(string.x) .. #string")).isEqualTo(LuaData.of("nil0"));
  }

  @ParameterizedTest
  @CsvSource({
    "os",
    "io",
    "debug",
    "require",
    "dofile",
    "loadfile",
    "package",
    "native",
    "java",
    "getfenv",
    "setfenv",
    "newproxy",
    "print",
    "module"
  })
  void whatLeadsOutIsNotThere(String name) {
    assertThat(error("return " + name))
        .isEqualTo(
            "ERR user_script:1: Script attempted to access nonexistent global variable '%s'"
                .formatted(name));
    assertThat(value("return rawget(_G, '%s')".formatted(name))).isEqualTo(LuaData.NIL);
    assertThat(error("return loadstring('return %s')()".formatted(name))).contains(name);
  }

  @Test
  void compiledChunksAreNotLoaded() {
    assertThat(value("return loadstring(string.dump(function() return 1 end))"))
        .isEqualTo(LuaData.NIL);
    assertThat(lua.compile("x", "\033Lua".getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo("user_script:1: unexpected symbol near 'char(27)'");
  }

  @Test
  void errorsSayWhere() {
    LuaOutcome outcome = run("\n\nredis.call('fail')");
    assertThat(outcome).isEqualTo(new LuaOutcome.Failed("ERR failed", "@user_script", 3));
    assertThat(value("return redis.pcall('fail').err")).isEqualTo(LuaData.of("ERR failed"));
    assertThat(value("return {pcall(redis.call, 'fail')}"))
        .isEqualTo(LuaData.listOf(List.of(LuaData.FALSE, LuaData.of("ERR failed"))));
    assertThat(error("return bit.band('x')"))
        .isEqualTo("ERR user_script:1: bad argument #1 to 'band' (number expected, got string)");
    assertThat(error("error({})")).isEqualTo("ERR unknown error");
  }

  @Test
  void aStoppedScriptCannotCatchIt() {
    host.interruption = "enough";
    for (String script :
        List.of(
            "while true do end",
            "while true do pcall(function() while true do end end) end",
            "coroutine.wrap(function() while true do end end)()",
            "while true do xpcall(function() while true do end end, function() end) end")) {
      try (LuaState state = new LuaState("7.2.5")) {
        byte[] source = script.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(state.compile("x", source)).isNull();
        LuaOutcome outcome = state.run("x", List.of(), List.of(), host);
        assertThat(outcome).as(script).isInstanceOf(LuaOutcome.Failed.class);
        assertThat(((LuaOutcome.Failed) outcome).error()).as(script).contains("enough");
        assertThat(state.isSpent()).isTrue();
      }
    }
    assertThat(host.looks).isPositive();
  }

  @Test
  void whatGrowsAtOnceIsBounded() {
    assertThat(error("return string.rep('x', 2^40)")).contains("resulting string too large");
    assertThat(error("return ('x'):find(('a'):rep(20000))")).contains("pattern (too long)");
    assertThat(error("local t = {} for i = 1, 20 do t = {t, t} end return cjson.encode(t) == nil"))
        .contains("too many values");
  }

  @Test
  void coroutinesUseTheStateUp() {
    assertThat(value("return 1")).isEqualTo(LuaData.of(1));
    assertThat(lua.isSpent()).isFalse();
    assertThat(value("return coroutine.wrap(function() return redis.call('a')[1] end)()"))
        .isEqualTo(LuaData.of("a"));
    assertThat(lua.isSpent()).isTrue();
  }

  @Test
  void randomNumbersAreRedis() {
    assertThat(
            value(
                "math.randomseed(42) return {tostring(math.random()), math.random(100), math.random(1000000)}"))
        .isEqualTo(
            LuaData.listOf(
                List.of(LuaData.of("0.74452500033403"), LuaData.of(35), LuaData.of(111086))));
  }

  @Test
  void theHostIsAsked() {
    assertThat(
            value(
                "redis.log(redis.LOG_WARNING, 'a', 1) redis.setresp(3) return redis.acl_check_cmd('x')"))
        .isEqualTo(LuaData.FALSE);
    assertThat(host.log).containsExactly("3 a 1", "resp 3");
  }
}
