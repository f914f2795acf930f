package dev.rondo.server.command;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All commands, found by name in any case. Immutable after it was made; any thread may use it.
 *
 * <p>The look-up is an open-addressed hash table over the lower-cased bytes of the name, so that
 * finding a command allocates nothing.
 */
public final class CommandTable {
  private static final int MAX_NAME_BYTES = 64;

  private final Map<String, CommandSpec> byName = new TreeMap<>();
  private final @Nullable CommandSpec[] slots;
  private final byte[][] names;

  public CommandTable(List<CommandSpec> rows) {
    for (CommandSpec row : rows) {
      if (byName.put(row.name(), row) != null) {
        throw new IllegalArgumentException("declared twice: " + row.name());
      }
    }
    int capacity = Integer.highestOneBit(Math.max(16, rows.size() * 4));
    slots = new CommandSpec[capacity];
    names = new byte[capacity][];
    for (CommandSpec row : rows) {
      byte[] name = row.name().getBytes(StandardCharsets.US_ASCII);
      int slot = hash(name) & (capacity - 1);
      while (slots[slot] != null) {
        slot = (slot + 1) & (capacity - 1);
      }
      slots[slot] = row;
      names[slot] = name;
    }
  }

  /** All commands, subcommands not among them, in order of name. */
  public Collection<CommandSpec> commands() {
    return byName.values();
  }

  /** The row of a command, or null. A subcommand's row is found by {@link #resolve}. */
  public @Nullable CommandSpec find(byte[] name) {
    if (name.length > MAX_NAME_BYTES) {
      return null;
    }
    int slot = hash(name) & (slots.length - 1);
    for (CommandSpec row = slots[slot]; row != null; row = slots[slot]) {
      if (equalsIgnoreCase(names[slot], name)) {
        return row;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return null;
  }

  /** The row of {@code name} or {@code container|subcommand}, or null. */
  public @Nullable CommandSpec findFullName(String name) {
    int bar = name.indexOf('|');
    String lower = name.toLowerCase(Locale.ROOT);
    if (bar < 0) {
      return byName.get(lower);
    }
    CommandSpec container = byName.get(lower.substring(0, bar));
    return container == null ? null : container.subcommands().get(lower.substring(bar + 1));
  }

  /**
   * The row that runs a call: the command's, or its subcommand's.
   *
   * @return null when there is no such command or subcommand
   */
  public @Nullable CommandSpec resolve(byte[][] args) {
    CommandSpec row = find(args[0]);
    if (row == null || !row.isContainer() || args.length < 2) {
      return row;
    }
    String subcommand = new String(args[1], StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    return row.subcommands().get(subcommand);
  }

  private static int hash(byte[] name) {
    int hash = 0;
    for (byte b : name) {
      hash = hash * 31 + lower(b);
    }
    return hash ^ (hash >>> 15);
  }

  private static boolean equalsIgnoreCase(byte[] lowerCase, byte[] name) {
    if (lowerCase.length != name.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (lowerCase[i] != lower(name[i])) {
        return false;
      }
    }
    return true;
  }

  private static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }
}
