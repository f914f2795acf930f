package dev.rondo.server.lua;

import dev.rondo.server.lua.LuaData.Num;
import dev.rondo.server.lua.LuaData.Str;
import dev.rondo.server.lua.LuaData.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import party.iroiro.luajava.Lua;
import party.iroiro.luajava.LuaNatives;
import party.iroiro.luajava.lua51.Lua51;

/**
 * An interpreter with the sandbox in it. One thread at a time. When {@link #isSpent} it has to be
 * closed and another one made: a script was stopped in it, or has left things behind.
 *
 * <p>Each function in Java is called through one that catches everything. What is to be raised in
 * the script is raised by the binding when Java has returned, so that no error of Lua ever jumps
 * over a frame of Java.
 */
public final class LuaState implements AutoCloseable {
  private static final String PRELUDE = "prelude.lua";
  private static final String[] LIBRARIES = {"", "table", "string", "math", "debug"};

  /** Deep enough for what cjson writes, and for any reply. */
  private static final int MAX_DEPTH = 1002;

  /** What a function answers to the binding to raise what is on top of the stack. */
  private static final int RAISE = -1;

  private static final int BYTES_PER_KILOBYTE = 1024;
  private static final int MAX_COMPILED = 1000;
  private static final int PARTS_OF_FAILURE = 5;

  private final Lua lua;
  private final LuaNatives natives;
  private final long thread;
  private final StringChunk strings;
  private final CjsonLibrary cjson = new CjsonLibrary();
  private final Random48 random = new Random48();
  private final Map<String, Integer> compiled = new HashMap<>();
  private final int registry;
  private final int run;
  private @Nullable ScriptHost host;
  private LuaOutcome.@Nullable Failed stopped;
  private boolean spent;

  /**
   * @param version what {@code redis.REDIS_VERSION} is, such as 7.2.0
   */
  public LuaState(String version) {
    lua = new Lua51();
    natives = lua.getLuaNatives();
    thread = lua.getPointer();
    registry = natives.getRegistryIndex();
    for (String library : LIBRARIES) {
      lua.openLibrary(library);
    }
    natives.lua_settop(thread, 0);
    strings = new StringChunk(lua);
    pushNatives(version);
    lua.setGlobal("native");
    String failure = load(prelude(), "=prelude");
    if (failure != null || natives.lua_pcall(thread, 0, 1, 0) != 0) {
      String why =
          failure == null ? new String(stack().bytes(-1), StandardCharsets.UTF_8) : failure;
      lua.close();
      throw new IllegalStateException("the sandbox does not load: " + why);
    }
    run = natives.luaL_ref(thread, registry);
  }

  private static byte[] prelude() {
    try (InputStream in = LuaState.class.getResourceAsStream(PRELUDE)) {
      if (in == null) {
        throw new IllegalStateException("missing: " + PRELUDE);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LuaStack stack() {
    return new LuaStack(lua, strings);
  }

  /** Whether no script may run in it any more. */
  public boolean isSpent() {
    return spent;
  }

  @Override
  public void close() {
    lua.close();
  }

  // Compiling and running.

  /**
   * Compiles a script, unless it was already.
   *
   * @param id names it for {@link #run}
   * @return why it cannot be compiled; null when it can
   */
  public @Nullable String compile(String id, byte[] source) {
    if (compiled.containsKey(id)) {
      return null;
    }
    String failure = load(source, "@user_script");
    if (failure != null) {
      return failure;
    }
    if (compiled.size() >= MAX_COMPILED) {
      compiled.values().forEach(ref -> natives.luaL_unref(thread, registry, ref));
      compiled.clear();
    }
    compiled.put(id, natives.luaL_ref(thread, registry));
    return null;
  }

  /** Leaves a chunk on the stack, or answers why it is none. Chunks are text, never compiled. */
  private @Nullable String load(byte[] source, String name) {
    boolean isBinary = source.length > 0 && source[0] == '\033';
    int length = source.length + (isBinary ? 1 : 0);
    ByteBuffer chunk = ByteBuffer.allocateDirect(length);
    if (isBinary) {
      chunk.put((byte) ' ');
    }
    chunk.put(source);
    if (natives.luaJ_loadbuffer(thread, chunk, length, name) == 0) {
      return null;
    }
    String why = new String(stack().bytes(-1), StandardCharsets.ISO_8859_1);
    natives.lua_settop(thread, 0);
    return why;
  }

  /** Runs a script that was compiled. */
  public LuaOutcome run(
      String id, List<byte[]> keys, List<byte[]> arguments, ScriptHost scriptHost) {
    Integer function = compiled.get(id);
    if (function == null) {
      throw new IllegalArgumentException("not compiled: " + id);
    }
    cjson.reset();
    host = scriptHost;
    LuaStack stack = stack();
    try {
      natives.luaJ_rawgeti(thread, registry, run);
      natives.luaJ_rawgeti(thread, registry, function);
      stack.pushList(keys);
      stack.pushList(arguments);
      boolean failed = natives.lua_pcall(thread, 3, PARTS_OF_FAILURE, 0) != 0;
      return failed ? unexpected(stack) : outcome(stack);
    } finally {
      host = null;
      natives.lua_settop(thread, 0);
    }
  }

  /** The script was stopped, or the memory is at its end. */
  private LuaOutcome unexpected(LuaStack stack) {
    spent = true;
    LuaOutcome.Failed why = stopped;
    if (why != null) {
      stopped = null;
      return why;
    }
    return new LuaOutcome.Failed(
        "ERR " + new String(stack.bytes(-1), StandardCharsets.ISO_8859_1), null, 0);
  }

  private LuaOutcome outcome(LuaStack stack) {
    spent |= stack.read(2, 0) == LuaData.FALSE;
    try {
      if (stack.read(1, 0) == LuaData.TRUE) {
        return new LuaOutcome.Returned(stack.read(3, MAX_DEPTH));
      }
      String error = String.valueOf(stack.read(3, 0));
      String source = stack.read(4, 0) instanceof Str text ? text.toString() : null;
      int line = stack.read(5, 0) instanceof Num number ? (int) number.value() : 0;
      return new LuaOutcome.Failed(error, source, line);
    } catch (LuaFailure e) {
      return new LuaOutcome.Failed("ERR " + e.text(), null, 0);
    }
  }

  // Functions in Java.

  private void pushNatives(String version) {
    lua.createTable(0, 0);
    field("version", LuaData.of(version));
    field("version_number", LuaData.of(versionNumber(version)));
    field("null", LuaData.NULL);
    function("call", 0, arguments -> List.of(host().call(RedisLibrary.command(arguments))));
    function("pcall", 0, this::protectedCall);
    new RedisLibrary(this::host).functions().forEach((name, each) -> function(name, 0, each));
    function("random", 0, arguments -> List.of(LuaData.of(random.next())));
    function("randomseed", 0, this::seed);
    function("tick", 0, this::tick);
    library("bit", 0, BitLibrary.functions());
    library("cjson", MAX_DEPTH, cjson.functions());
    library("cmsgpack", MAX_DEPTH, CmsgpackLibrary.functions());
    library("struct", 0, StructLibrary.functions());
  }

  private static double versionNumber(String version) {
    int number = 0;
    for (String part : version.split("\\.", -1)) {
      number = number << 8 | Integer.parseInt(part);
    }
    return number;
  }

  private void field(String name, LuaData value) {
    stack().push(value);
    lua.setField(-2, name);
  }

  private void library(String name, int maxDepth, Map<String, LuaFunction> functions) {
    lua.createTable(0, functions.size());
    functions.forEach((each, function) -> function(each, maxDepth, function));
    lua.setField(-2, name);
  }

  /**
   * Adds a function to the table on top of the stack.
   *
   * @param maxDepth how many levels of its arguments' tables it looks at
   */
  private void function(String name, int maxDepth, LuaFunction function) {
    lua.push(caller -> call(caller, name, maxDepth, function));
    lua.setField(-2, name);
  }

  private int call(Lua caller, String name, int maxDepth, LuaFunction function) {
    LuaStack stack = new LuaStack(caller, strings);
    try {
      List<LuaData> results = function.call(new Arguments(name, stack.readAll(maxDepth)));
      stack.clear();
      results.forEach(stack::push);
      return results.size();
    } catch (LuaFailure e) {
      return fail(stack, e);
    } catch (RuntimeException | StackOverflowError e) {
      return fail(stack, LuaFailure.reply("ERR " + e));
    }
  }

  /** Has the binding raise what is pushed here, once no frame of Java is left. */
  private static int fail(LuaStack stack, LuaFailure failure) {
    LuaData error =
        failure.isReply()
            ? errorTable(failure.text())
            : LuaData.of(stack.callersPosition() + failure.text());
    stack.clear();
    stack.push(error);
    return RAISE;
  }

  /** Redis marks errors of commands so that they are counted once. */
  private static LuaData errorTable(String error) {
    return new Table(
        List.of(
            new LuaData.Field(LuaData.of("err"), LuaData.of(error)),
            new LuaData.Field(LuaData.of("ignore_error_stats_update"), LuaData.TRUE)));
  }

  private ScriptHost host() {
    ScriptHost now = host;
    if (now == null) {
      throw LuaFailure.reply("ERR redis.call/pcall can only be called inside a script invocation");
    }
    return now;
  }

  private List<LuaData> protectedCall(Arguments arguments) {
    try {
      return List.of(host().call(RedisLibrary.command(arguments)));
    } catch (LuaFailure e) {
      return List.of(errorTable(e.text()));
    }
  }

  /** The SHA-1 of some bytes in lower-case hexadecimal digits. */
  public static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  private List<LuaData> seed(Arguments arguments) {
    random.seed(arguments.integer(0));
    return List.of();
  }

  private List<LuaData> tick(Arguments arguments) {
    String why = host().interruption((long) (arguments.number(0) * BYTES_PER_KILOBYTE));
    if (why == null) {
      return List.of();
    }
    spent = true;
    String source = arguments.at(1) instanceof Str text ? text.toString() : null;
    stopped = new LuaOutcome.Failed("ERR " + why, source, (int) arguments.integer(2, 0));
    return List.of(LuaData.of(why));
  }
}
