package dev.rondo.server.command.sortedsets;

import static dev.rondo.server.command.CommandFlag.DENYOOM;
import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.WRITE;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandGroup;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.command.KeySpec.Index;
import dev.rondo.server.command.KeySpec.KeyCount;
import dev.rondo.server.command.sortedsets.CombineOptions.Kind;
import dev.rondo.server.command.sortedsets.RangeQuery.Form;
import dev.rondo.storage.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The rows of the commands on sorted sets. */
public final class SortedSetCommands {
  private static final KeySpec LOOK = KeySpec.one("RO");
  private static final KeySpec READ = KeySpec.one("RO", "access");
  private static final KeySpec UPDATE = KeySpec.one("RW", "update");
  private static final KeySpec DELETE = KeySpec.one("RW", "delete");
  private static final KeySpec TAKE = KeySpec.one("RW", "access", "delete");
  private static final KeySpec TAKE_ALL = new KeySpec(Set.of("RW", "access", "delete"), 1, -2, 1);
  private static final int LAST = -1;
  private static final KeySpec REPLACE = KeySpec.one("OW", "update");

  private static final String PER_LOOKUP = "O(log(N)) with N members";
  private static final String PER_RANGE = "O(log(N)+M) with N members, M of them in the range";
  private static final String PER_WRITE = "O(N) with N members, whatever is written";
  private static final String PER_COMBINATION =
      "O(N*log(N)) with N members in all sorted sets together";

  private final MemberCommands members;

  /**
   * @param random draws members; used on any thread
   */
  public SortedSetCommands(RandomGenerator random) {
    this.members = new MemberCommands(random);
  }

  /** All rows of the family. */
  public List<CommandSpec> rows() {
    return Stream.of(
            scores(),
            lookUps(),
            ranges(),
            oldRanges(),
            removals(),
            shown(),
            stored(),
            pops(),
            waits())
        .flatMap(List::stream)
        .toList();
  }

  private static List<CommandSpec> scores() {
    return List.of(
        row("zadd", -4, MemberCommands::zadd)
            .flags(WRITE, DENYOOM, FAST)
            .keys(UPDATE)
            .repeatableWhen(args -> !Bytes.containsWord(args, 2, "NX", "XX", "INCR"))
            .since("1.2.0")
            .complexity(PER_WRITE)
            .summary("Adds members to a sorted set, or gives them other scores."),
        row("zincrby", 4, MemberCommands::zincrby)
            .flags(WRITE, DENYOOM, FAST)
            .keys(KeySpec.one("RW", "access", "update"))
            .since("1.2.0")
            .complexity(PER_WRITE)
            .summary("Adds a number to the score of a member."),
        row("zrem", -3, MemberCommands::zrem)
            .flags(WRITE, FAST)
            .keys(DELETE)
            .repeatable()
            .since("1.2.0")
            .complexity(PER_WRITE)
            .summary("Removes members from a sorted set."));
  }

  private List<CommandSpec> lookUps() {
    return List.of(
        row("zcard", 2, MemberCommands::zcard)
            .flags(READONLY, FAST)
            .keys(LOOK)
            .since("1.2.0")
            .summary("Counts the members of a sorted set."),
        row("zscore", 3, MemberCommands::zscore)
            .flags(READONLY, FAST)
            .keys(READ)
            .since("1.2.0")
            .complexity(PER_LOOKUP)
            .summary("Answers the score of a member."),
        row("zmscore", -3, MemberCommands::zmscore)
            .flags(READONLY, FAST)
            .keys(READ)
            .since("6.2.0")
            .complexity("O(M*log(N)) for M of N members")
            .summary("Answers the scores of several members."),
        row("zrank", -3, MemberCommands.rank(false))
            .flags(READONLY, FAST)
            .keys(READ)
            .since("2.0.0")
            .complexity(PER_LOOKUP)
            .summary("Tells how many members stand before one, from the lowest score."),
        row("zrevrank", -3, MemberCommands.rank(true))
            .flags(READONLY, FAST)
            .keys(READ)
            .since("2.0.0")
            .complexity(PER_LOOKUP)
            .summary("Tells how many members stand before one, from the highest score."),
        row("zrandmember", -2, members::zrandmember)
            .flags(READONLY)
            .keys(READ)
            .tips("nondeterministic_output")
            .since("6.2.0")
            .complexity("O(N) with N members")
            .summary("Answers members drawn at random."),
        row("zscan", -3, MemberCommands::zscan)
            .flags(READONLY)
            .keys(READ)
            .tips("nondeterministic_output")
            .since("2.8.0")
            .complexity("O(1) a call, O(N) for a whole walk with N members")
            .summary("Walks through the members of a sorted set, some at each call."));
  }

  private static List<CommandSpec> ranges() {
    return List.of(
        row("zrange", -4, RangeCommands.show(Form.ZRANGE))
            .flags(READONLY)
            .keys(READ)
            .since("1.2.0")
            .complexity(PER_RANGE)
            .summary("Answers the members of a range of ranks, scores or bytes."),
        row("zrangestore", -5, RangeCommands::zrangestore)
            .flags(WRITE, DENYOOM)
            .keys(REPLACE, KeySpec.at(2, "RO", "access"))
            .repeatableWhen(args -> !Arrays.equals(args[1], args[2]))
            .since("6.2.0")
            .complexity(PER_RANGE)
            .summary("Stores the members of a range of one sorted set in another."),
        row("zcount", 4, RangeCommands::zcount)
            .flags(READONLY, FAST)
            .keys(READ)
            .since("2.0.0")
            .complexity(PER_LOOKUP)
            .summary("Counts the members of a range of scores."),
        row("zlexcount", 4, RangeCommands::zlexcount)
            .flags(READONLY, FAST)
            .keys(READ)
            .since("2.8.9")
            .complexity(PER_LOOKUP)
            .summary("Counts the members of a range of bytes."));
  }

  private static List<CommandSpec> oldRanges() {
    return List.of(
        oldRange("zrangebylex", RangeQuery.Kind.MEMBER, false)
            .since("2.8.9")
            .deprecated("6.2.0", "`ZRANGE` with the `BYLEX` argument")
            .summary("Answers the members of a range of bytes."),
        oldRange("zrangebyscore", RangeQuery.Kind.SCORE, false)
            .since("1.0.5")
            .deprecated("6.2.0", "`ZRANGE` with the `BYSCORE` argument")
            .summary("Answers the members of a range of scores."),
        oldRange("zrevrange", RangeQuery.Kind.RANK, true)
            .since("1.2.0")
            .deprecated("6.2.0", "`ZRANGE` with the `REV` argument")
            .summary("Answers the members of a range of ranks, the highest score first."),
        oldRange("zrevrangebylex", RangeQuery.Kind.MEMBER, true)
            .since("2.8.9")
            .deprecated("6.2.0", "`ZRANGE` with the `REV` and `BYLEX` arguments")
            .summary("Answers the members of a range of bytes, the highest first."),
        oldRange("zrevrangebyscore", RangeQuery.Kind.SCORE, true)
            .since("2.2.0")
            .deprecated("6.2.0", "`ZRANGE` with the `REV` and `BYSCORE` arguments")
            .summary("Answers the members of a range of scores, the highest first."));
  }

  private static CommandSpec oldRange(String name, RangeQuery.Kind kind, boolean reverse) {
    return row(name, -4, RangeCommands.show(Form.fixed(kind, reverse)))
        .flags(READONLY)
        .keys(READ)
        .complexity(PER_RANGE);
  }

  private static List<CommandSpec> removals() {
    return List.of(
        removal("zremrangebylex", RangeCommands::zremrangebylex)
            .repeatable()
            .since("2.8.9")
            .summary("Removes the members of a range of bytes."),
        removal("zremrangebyrank", RangeCommands::zremrangebyrank)
            .since("2.0.0")
            .summary("Removes the members of a range of ranks."),
        removal("zremrangebyscore", RangeCommands::zremrangebyscore)
            .repeatable()
            .since("1.2.0")
            .summary("Removes the members of a range of scores."));
  }

  private static CommandSpec removal(String name, Handler handler) {
    return row(name, 4, handler).flags(WRITE).keys(DELETE).complexity(PER_WRITE);
  }

  private static List<CommandSpec> shown() {
    return List.of(
        shown("zdiff", CombineCommands.show(CombineCommands::difference, Kind.SHOW_DIFFERENCE))
            .since("6.2.0")
            .summary("Answers the members of one sorted set that others do not have."),
        shown("zinter", CombineCommands.show(CombineCommands::intersection, Kind.SHOW))
            .since("6.2.0")
            .summary("Answers the members that several sorted sets have in common."),
        shown("zintercard", CombineCommands::zintercard)
            .since("7.0.0")
            .summary("Counts the members that several sorted sets have in common."),
        shown("zunion", CombineCommands.show(CombineCommands::union, Kind.SHOW))
            .since("6.2.0")
            .summary("Answers the members that any of several sorted sets has."));
  }

  private static CommandSpec shown(String name, Handler handler) {
    return row(name, -3, handler)
        .flags(READONLY)
        .keys(numbered(1, "RO", "access"))
        .complexity(PER_COMBINATION);
  }

  private static List<CommandSpec> stored() {
    return List.of(
        stored(
                "zdiffstore",
                CombineCommands.store(CombineCommands::difference, Kind.STORE_DIFFERENCE))
            .since("6.2.0")
            .summary("Stores the members of one sorted set that others do not have."),
        stored("zinterstore", CombineCommands.store(CombineCommands::intersection, Kind.STORE))
            .since("2.0.0")
            .summary("Stores the members that several sorted sets have in common."),
        stored("zunionstore", CombineCommands.store(CombineCommands::union, Kind.STORE))
            .since("2.0.0")
            .summary("Stores the members that any of several sorted sets has."));
  }

  private static CommandSpec stored(String name, Handler handler) {
    return row(name, -4, handler)
        .flags(WRITE, DENYOOM)
        .keys(REPLACE, numbered(2, "RO", "access"))
        .repeatableWhen(SortedSetCommands::targetIsNoSource)
        .complexity(PER_COMBINATION);
  }

  private static boolean targetIsNoSource(byte[][] args) {
    return !Bytes.contains(args, 3, args[1]);
  }

  private static List<CommandSpec> waits() {
    return List.of(
        row("bzmpop", -5, SortedSetPops::bzmpop)
            .flags(WRITE)
            .waitsFor(DataType.SORTED_SET, 1)
            .keys(numbered(2, "RW", "access", "delete"))
            .since("7.0.0")
            .complexity(PER_WRITE)
            .summary("Takes members out of the first of several sorted sets, and waits for some."),
        row("bzpopmax", -3, SortedSetPops.blockingPop(false))
            .flags(WRITE, NOSCRIPT, FAST)
            .waitsFor(DataType.SORTED_SET, LAST)
            .keys(TAKE_ALL)
            .since("5.0.0")
            .complexity(PER_WRITE)
            .summary("Takes the member with the highest score, and waits for one."),
        row("bzpopmin", -3, SortedSetPops.blockingPop(true))
            .flags(WRITE, NOSCRIPT, FAST)
            .waitsFor(DataType.SORTED_SET, LAST)
            .keys(TAKE_ALL)
            .since("5.0.0")
            .complexity(PER_WRITE)
            .summary("Takes the member with the lowest score, and waits for one."));
  }

  private static List<CommandSpec> pops() {
    return List.of(
        row("zmpop", -4, SortedSetPops::zmpop)
            .flags(WRITE)
            .keys(numbered(1, "RW", "access", "delete"))
            .since("7.0.0")
            .complexity(PER_WRITE)
            .summary("Takes members out of the first of several sorted sets that has some."),
        row("zpopmax", -2, SortedSetPops.zpop(false))
            .flags(WRITE, FAST)
            .keys(TAKE)
            .since("5.0.0")
            .complexity(PER_WRITE)
            .summary("Takes the members with the highest scores out of a sorted set."),
        row("zpopmin", -2, SortedSetPops.zpop(true))
            .flags(WRITE, FAST)
            .keys(TAKE)
            .since("5.0.0")
            .complexity(PER_WRITE)
            .summary("Takes the members with the lowest scores out of a sorted set."));
  }

  private static KeySpec numbered(int position, String... flags) {
    return new KeySpec(Set.of(flags), new Index(position), new KeyCount(0, 1, 1), null);
  }

  private static CommandSpec row(String name, int arity, Handler handler) {
    return CommandSpec.named(name, arity, CommandGroup.SORTED_SET, handler);
  }
}
