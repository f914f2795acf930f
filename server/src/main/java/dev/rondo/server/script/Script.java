package dev.rondo.server.script;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.lua.LuaState;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A script: its text, and what its first line says about it (Redis documentation, "Lua API
 * reference", "Script flags").
 *
 * @param sha the SHA-1 of the whole text in hexadecimal digits
 * @param body the whole text
 * @param code the text without a first line that is for the server
 * @param declaresFlags whether there is such a line
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Script(String sha, byte[] body, byte[] code, boolean declaresFlags, Set<Flag> flags) {
  /** What a script says about itself. */
  public enum Flag {
    NO_WRITES("no-writes"),
    ALLOW_OOM("allow-oom"),
    ALLOW_STALE("allow-stale"),
    NO_CLUSTER("no-cluster"),
    ALLOW_CROSS_SLOT_KEYS("allow-cross-slot-keys");

    private final String name;

    Flag(String name) {
      this.name = name;
    }
  }

  private static final String ENGINE = "#!lua";
  private static final String FLAGS = "flags=";

  public Script {
    flags = Set.copyOf(flags);
  }

  /**
   * Reads a script.
   *
   * @throws CommandException when its first line is none that is understood
   */
  public static Script of(byte[] body) {
    String sha = LuaState.sha1(body);
    if (body.length < 2 || body[0] != '#' || body[1] != '!') {
      return new Script(sha, body, body, false, Set.of());
    }
    String text = Bytes.text(body);
    int end = text.indexOf('\n');
    if (end < 0) {
      throw new CommandException("ERR Invalid script shebang");
    }
    // The line end stays, so that lines keep their numbers.
    byte[] code = Arrays.copyOfRange(body, end, body.length);
    return new Script(sha, body, code, true, flags(text.substring(0, end)));
  }

  private static Set<Flag> flags(String line) {
    String[] words = line.strip().split("\\s+", -1);
    if (!words[0].equals(ENGINE)) {
      throw new CommandException("ERR Unexpected engine in script shebang: " + words[0]);
    }
    Set<Flag> flags = EnumSet.noneOf(Flag.class);
    for (int i = 1; i < words.length; i++) {
      if (!words[i].startsWith(FLAGS)) {
        throw new CommandException("ERR Unknown lua shebang option: " + words[i]);
      }
      String list = words[i].substring(FLAGS.length());
      for (String name : list.isEmpty() ? new String[0] : list.split(",", -1)) {
        flags.add(flag(name));
      }
    }
    return flags;
  }

  private static Flag flag(String name) {
    return Arrays.stream(Flag.values())
        .filter(flag -> flag.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new CommandException("ERR Unexpected flag in script shebang: " + name));
  }

  public boolean is(Flag flag) {
    return flags.contains(flag);
  }
}
