package dev.rondo.server.command.strings;

import static dev.rondo.server.command.CommandFlag.DENYOOM;
import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.WRITE;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandGroup;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.KeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** The rows of the commands on strings. */
public final class StringCommands {
  private static final KeySpec READ = KeySpec.one("RO", "access");
  private static final KeySpec READ_AND_UPDATE = KeySpec.one("RW", "access", "update");
  private static final KeySpec REPLACE = KeySpec.one("OW", "update");

  private final RangeCommands ranges;
  private final LcsCommand lcs;

  /**
   * @param protoMaxBulkLen gives the setting of that name: the longest value allowed, in bytes
   */
  public StringCommands(LongSupplier protoMaxBulkLen) {
    ValueLimit limit = new ValueLimit(protoMaxBulkLen);
    this.ranges = new RangeCommands(limit);
    this.lcs = new LcsCommand(limit);
  }

  /** All rows of the family. */
  public List<CommandSpec> rows() {
    List<CommandSpec> rows = new ArrayList<>();
    rows.addAll(wholeValues());
    rows.addAll(settersWithOneOption());
    rows.addAll(severalKeys());
    rows.addAll(counters());
    rows.addAll(parts());
    return rows;
  }

  private static List<CommandSpec> wholeValues() {
    return List.of(
        row("get", 2, GetCommand::get)
            .flags(READONLY, FAST)
            .keys(READ)
            .summary("Answers the string a key holds."),
        row("getdel", 2, GetCommand::getdel)
            .flags(WRITE, FAST)
            .keys(KeySpec.one("RW", "access", "delete"))
            .since("6.2.0")
            .summary("Answers the string a key holds, and deletes the key."),
        row("getex", -2, GetCommand::getex)
            .flags(WRITE, FAST)
            .repeatableWhen(args -> !Bytes.containsWord(args, 2, "EXAT", "PXAT"))
            .keys(READ_AND_UPDATE.withNotes("RW and UPDATE because it changes the TTL"))
            .since("6.2.0")
            .summary("Answers the string a key holds, and sets or removes its expiry."),
        row("set", -3, SetCommand::set)
            .flags(WRITE, DENYOOM)
            .repeatableWhen(args -> !Bytes.containsWord(args, 3, "NX", "XX", "GET"))
            .keys(
                KeySpec.one("RW", "access", "update", "variable_flags")
                    .withNotes("RW and ACCESS due to the optional `GET` argument"))
            .keyFlags(args -> Bytes.containsWord(args, 3, "GET") ? READ_AND_UPDATE : REPLACE)
            .summary("Makes a key a string, on a condition and with an expiry if asked."));
  }

  private static List<CommandSpec> settersWithOneOption() {
    return List.of(
        row("getset", 3, SetCommand::getset)
            .flags(WRITE, DENYOOM, FAST)
            .keys(READ_AND_UPDATE)
            .deprecated("6.2.0", "`SET` with the `!GET` argument")
            .summary("Makes a key a string and answers the one it held before."),
        row("psetex", 4, SetCommand::psetex)
            .flags(WRITE, DENYOOM)
            .repeatable()
            .keys(REPLACE)
            .deprecated("2.6.12", "`SET` with the `PX` argument")
            .since("2.6.0")
            .summary("Makes a key a string that expires after some milliseconds."),
        row("setex", 4, SetCommand::setex)
            .flags(WRITE, DENYOOM)
            .repeatable()
            .keys(REPLACE)
            .deprecated("2.6.12", "`SET` with the `EX` argument")
            .since("2.0.0")
            .summary("Makes a key a string that expires after some seconds."),
        row("setnx", 3, SetCommand::setnx)
            .flags(WRITE, DENYOOM, FAST)
            .keys(KeySpec.one("OW", "insert"))
            .deprecated("2.6.12", "`SET` with the `NX` argument")
            .summary("Makes a key a string unless it exists."));
  }

  private List<CommandSpec> severalKeys() {
    return List.of(
        row("lcs", -3, lcs::lcs)
            .flags(READONLY)
            .keys(new KeySpec(Set.of("RO", "access"), 1, 1, 1))
            .since("7.0.0")
            .complexity("O(N*M) for strings of N and M bytes")
            .summary("Finds the longest subsequence two strings have in common."),
        row("mget", -2, MultiKeyCommands::mget)
            .flags(READONLY, FAST)
            .keys(KeySpec.allFrom(1, 1, "RO", "access"))
            .complexity("O(N) for N keys")
            .tips("request_policy:multi_shard")
            .summary("Answers the strings several keys hold."),
        row("mset", -3, MultiKeyCommands::mset)
            .flags(WRITE, DENYOOM)
            .repeatable()
            .keys(KeySpec.allFrom(1, 2, "OW", "update"))
            .since("1.0.1")
            .complexity("O(N) for N keys")
            .tips("request_policy:multi_shard", "response_policy:all_succeeded")
            .summary("Makes several keys strings at once."),
        row("msetnx", -3, MultiKeyCommands::msetnx)
            .flags(WRITE, DENYOOM)
            .keys(KeySpec.allFrom(1, 2, "OW", "insert"))
            .since("1.0.1")
            .complexity("O(N) for N keys")
            .tips("request_policy:multi_shard", "response_policy:agg_min")
            .summary("Makes several keys strings at once, unless one of them exists."));
  }

  private static List<CommandSpec> counters() {
    return List.of(
        counter("decr", 2, CounterCommands::decr).summary("Takes one from a whole number."),
        counter("decrby", 3, CounterCommands::decrby)
            .summary("Takes a whole number from the one a key holds."),
        counter("incr", 2, CounterCommands::incr).summary("Adds one to a whole number."),
        counter("incrby", 3, CounterCommands::incrby)
            .summary("Adds a whole number to the one a key holds."),
        counter("incrbyfloat", 3, CounterCommands::incrbyfloat)
            .since("2.6.0")
            .summary("Adds a number with a fraction to the one a key holds."));
  }

  private List<CommandSpec> parts() {
    return List.of(
        row("append", 3, ranges::append)
            .flags(WRITE, DENYOOM, FAST)
            .keys(KeySpec.one("RW", "insert"))
            .since("2.0.0")
            .complexity("O(N) for a new value of N bytes")
            .summary("Puts bytes behind the string a key holds."),
        substring("getrange").since("2.4.0").summary("Answers a part of the string a key holds."),
        row("setrange", 4, ranges::setrange)
            .flags(WRITE, DENYOOM)
            .repeatable()
            .keys(KeySpec.one("RW", "update"))
            .since("2.2.0")
            .complexity("O(N) for a new value of N bytes")
            .summary("Overwrites a part of the string a key holds."),
        row("strlen", 2, RangeCommands::strlen)
            .flags(READONLY, FAST)
            .keys(KeySpec.one("RO"))
            .since("2.2.0")
            .summary("Answers how many bytes the string of a key has."),
        substring("substr")
            .deprecated("2.0.0", "`GETRANGE`")
            .summary("Answers a part of a string: the old name of GETRANGE."));
  }

  private static CommandSpec substring(String name) {
    return row(name, 4, RangeCommands::getrange)
        .flags(READONLY)
        .keys(READ)
        .complexity("O(N) for an answer of N bytes");
  }

  private static CommandSpec counter(String name, int arity, Handler handler) {
    return row(name, arity, handler).flags(WRITE, DENYOOM, FAST).keys(READ_AND_UPDATE);
  }

  private static CommandSpec row(String name, int arity, Handler handler) {
    return CommandSpec.named(name, arity, CommandGroup.STRING, handler);
  }
}
