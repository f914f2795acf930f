package dev.rondo.server.command.lists;

import static dev.rondo.server.command.CommandFlag.DENYOOM;
import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.WRITE;

import dev.rondo.server.command.CommandGroup;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.command.KeySpec.Index;
import dev.rondo.server.command.KeySpec.KeyCount;
import dev.rondo.storage.DataType;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The rows of the commands on lists. */
public final class ListCommands {
  private static final KeySpec READ = KeySpec.one("RO", "access");
  private static final KeySpec INSERT = KeySpec.one("RW", "insert");
  private static final KeySpec TAKE = KeySpec.one("RW", "access", "delete");
  private static final KeySpec DELETE = KeySpec.one("RW", "delete");
  private static final KeySpec TAKE_ALL = new KeySpec(Set.of("RW", "access", "delete"), 1, -2, 1);
  private static final int LAST = -1;
  private static final String PER_WRITE = "O(N) with N items, whatever is written";
  private static final String PER_SEARCH = "O(N) with N items";

  /** All rows of the family. */
  public List<CommandSpec> rows() {
    return Stream.of(pushes(), pops(), moves(), waits(), reads(), changes())
        .flatMap(List::stream)
        .toList();
  }

  private static List<CommandSpec> pushes() {
    return List.of(
        push("lpush", true, false)
            .since("1.0.0")
            .summary("Puts items before the first one, one after the other."),
        push("lpushx", true, true)
            .since("2.2.0")
            .summary("Puts items before the first one of a list that exists."),
        push("rpush", false, false).since("1.0.0").summary("Puts items behind the last one."),
        push("rpushx", false, true)
            .since("2.2.0")
            .summary("Puts items behind the last one of a list that exists."));
  }

  private static CommandSpec push(String name, boolean left, boolean onlyPresent) {
    return row(name, -3, ItemCommands.push(left, onlyPresent))
        .flags(WRITE, DENYOOM, FAST)
        .keys(INSERT)
        .complexity(PER_WRITE);
  }

  private static List<CommandSpec> pops() {
    return List.of(
        row("lpop", -2, ListPops.pop(true))
            .flags(WRITE, FAST)
            .keys(TAKE)
            .complexity(PER_WRITE)
            .summary("Takes items from the beginning of a list."),
        row("rpop", -2, ListPops.pop(false))
            .flags(WRITE, FAST)
            .keys(TAKE)
            .complexity(PER_WRITE)
            .summary("Takes items from the end of a list."),
        row("lmpop", -4, ListPops::lmpop)
            .flags(WRITE)
            .keys(
                new KeySpec(
                    Set.of("RW", "access", "delete"), new Index(1), new KeyCount(0, 1, 1), null))
            .since("7.0.0")
            .complexity(PER_WRITE)
            .summary("Takes items from the first of several lists that has some."));
  }

  private static List<CommandSpec> moves() {
    return List.of(
        row("lmove", 5, ListPops::lmove)
            .flags(WRITE, DENYOOM)
            .keys(TAKE, KeySpec.at(2, "RW", "insert"))
            .since("6.2.0")
            .complexity(PER_WRITE)
            .summary("Moves an item from an end of one list to an end of another."),
        row("rpoplpush", 3, ListPops::rpoplpush)
            .flags(WRITE, DENYOOM)
            .keys(TAKE, KeySpec.at(2, "RW", "insert"))
            .since("1.2.0")
            .deprecated("6.2.0", "`LMOVE` with the `RIGHT` and `LEFT` arguments")
            .complexity(PER_WRITE)
            .summary("Moves the last item of one list to the beginning of another."));
  }

  private static List<CommandSpec> waits() {
    return List.of(
        row("blpop", -3, ListPops.blockingPop(true))
            .flags(WRITE, NOSCRIPT)
            .waitsFor(DataType.LIST, LAST)
            .keys(TAKE_ALL)
            .since("2.0.0")
            .complexity(PER_WRITE)
            .summary("Takes the first item of one of several lists, and waits for one."),
        row("brpop", -3, ListPops.blockingPop(false))
            .flags(WRITE, NOSCRIPT)
            .waitsFor(DataType.LIST, LAST)
            .keys(TAKE_ALL)
            .since("2.0.0")
            .complexity(PER_WRITE)
            .summary("Takes the last item of one of several lists, and waits for one."),
        row("blmpop", -5, ListPops::blmpop)
            .flags(WRITE)
            .waitsFor(DataType.LIST, 1)
            .keys(
                new KeySpec(
                    Set.of("RW", "access", "delete"), new Index(2), new KeyCount(0, 1, 1), null))
            .since("7.0.0")
            .complexity(PER_WRITE)
            .summary("Takes items from the first of several lists that has some, and waits."),
        row("blmove", 6, ListPops::blmove)
            .flags(WRITE, DENYOOM, NOSCRIPT)
            .waitsFor(DataType.LIST, LAST)
            .keys(TAKE, KeySpec.at(2, "RW", "insert"))
            .since("6.2.0")
            .complexity(PER_WRITE)
            .summary("Moves an item from one list to another, and waits for one."),
        row("brpoplpush", 4, ListPops::brpoplpush)
            .flags(WRITE, DENYOOM, NOSCRIPT)
            .waitsFor(DataType.LIST, LAST)
            .keys(TAKE, KeySpec.at(2, "RW", "insert"))
            .since("2.2.0")
            .deprecated("6.2.0", "`BLMOVE` with the `RIGHT` and `LEFT` arguments")
            .complexity(PER_WRITE)
            .summary("Moves the last item of one list to the beginning of another, and waits."));
  }

  private static List<CommandSpec> reads() {
    return List.of(
        row("lindex", 3, ItemCommands::lindex)
            .flags(READONLY)
            .keys(READ)
            .summary("Answers the item at an index."),
        row("llen", 2, ItemCommands::llen)
            .flags(READONLY, FAST)
            .keys(KeySpec.one("RO"))
            .summary("Counts the items of a list."),
        row("lpos", -3, ItemCommands::lpos)
            .flags(READONLY)
            .keys(READ)
            .since("6.0.6")
            .complexity(PER_SEARCH)
            .summary("Tells at which indexes a value stands."),
        row("lrange", 4, ItemCommands::lrange)
            .flags(READONLY)
            .keys(READ)
            .complexity("O(N) for N items in the answer")
            .summary("Answers the items of a range of indexes."));
  }

  private static List<CommandSpec> changes() {
    return List.of(
        row("linsert", 5, ItemCommands::linsert)
            .flags(WRITE, DENYOOM)
            .keys(INSERT)
            .since("2.2.0")
            .complexity(PER_WRITE)
            .summary("Puts an item before or behind the first one that has a value."),
        row("lrem", 4, ItemCommands::lrem)
            .flags(WRITE)
            .keys(DELETE)
            .complexity(PER_WRITE)
            .summary("Removes items that have a value."),
        row("lset", 4, ItemCommands::lset)
            .flags(WRITE, DENYOOM)
            .repeatable()
            .keys(KeySpec.one("RW", "update"))
            .complexity(PER_WRITE)
            .summary("Gives the item at an index another value."),
        row("ltrim", 4, ItemCommands::ltrim)
            .flags(WRITE)
            .keys(DELETE)
            .complexity(PER_WRITE)
            .summary("Removes all items outside of a range of indexes."));
  }

  private static CommandSpec row(String name, int arity, Handler handler) {
    return CommandSpec.named(name, arity, CommandGroup.LIST, handler);
  }
}
