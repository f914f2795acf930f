package dev.rondo.server.command.sets;

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
import java.util.random.RandomGenerator;

/** The rows of the commands on sets. */
public final class SetCommands {
  private static final KeySpec LOOK = KeySpec.one("RO");
  private static final KeySpec READ = KeySpec.one("RO", "access");
  private static final KeySpec TAKE = KeySpec.one("RW", "access", "delete");
  private static final String PER_MEMBER = "O(N) with N members in the call";
  private static final String PER_SIZE = "O(N) with N members in the set";
  private static final String PER_ALL = "O(N) with N members in all sets";
  private static final String PER_SMALLEST = "O(N*M) with N members in the smallest set and M sets";

  private final RandomMembers random;

  /**
   * @param random draws members; used on any thread
   */
  public SetCommands(RandomGenerator random) {
    this.random = new RandomMembers(random);
  }

  /** All rows of the family. */
  public List<CommandSpec> rows() {
    List<CommandSpec> rows = new ArrayList<>();
    rows.addAll(writes());
    rows.addAll(reads());
    rows.addAll(drawing());
    rows.addAll(algebra());
    return rows;
  }

  private static List<CommandSpec> writes() {
    return List.of(
        row("sadd", -3, MemberCommands::sadd)
            .flags(WRITE, DENYOOM, FAST)
            .repeatable()
            .keys(KeySpec.one("RW", "insert"))
            .complexity(PER_MEMBER)
            .summary("Puts members into a set, and tells how many of them are new."),
        row("smove", 4, MemberCommands::smove)
            .flags(WRITE, FAST)
            .keys(TAKE, KeySpec.at(2, "RW", "insert"))
            .summary("Takes a member out of one set and puts it into another."),
        row("srem", -3, MemberCommands::srem)
            .flags(WRITE, FAST)
            .repeatable()
            .keys(KeySpec.one("RW", "delete"))
            .complexity(PER_MEMBER)
            .summary("Takes members out of a set, and with the last one removes the set."));
  }

  private static List<CommandSpec> reads() {
    return List.of(
        row("scard", 2, MemberCommands::scard)
            .flags(READONLY, FAST)
            .keys(LOOK)
            .summary("Answers how many members a set has."),
        row("sismember", 3, MemberCommands::sismember)
            .flags(READONLY, FAST)
            .keys(LOOK)
            .summary("Tells whether something is in a set."),
        row("smembers", 2, MemberCommands::smembers)
            .flags(READONLY)
            .keys(READ)
            .tips("nondeterministic_output_order")
            .complexity(PER_SIZE)
            .summary("Answers all members of a set."),
        row("smismember", -3, MemberCommands::smismember)
            .flags(READONLY, FAST)
            .keys(READ)
            .since("6.2.0")
            .complexity(PER_MEMBER)
            .summary("Tells of several things whether each is in a set."),
        row("sscan", -3, MemberCommands::sscan)
            .flags(READONLY)
            .keys(READ)
            .tips("nondeterministic_output")
            .since("2.8.0")
            .complexity("O(1) a call, O(N) for a whole walk with N members")
            .summary("Walks through the members of a set, some at each call."));
  }

  private List<CommandSpec> drawing() {
    return List.of(
        row("spop", -2, random::spop)
            .flags(WRITE, FAST)
            .keys(TAKE)
            .tips("nondeterministic_output")
            .complexity(PER_SIZE)
            .summary("Takes members drawn at random out of a set."),
        row("srandmember", -2, random::srandmember)
            .flags(READONLY)
            .keys(READ)
            .tips("nondeterministic_output")
            .complexity("O(1) without a count, " + PER_SIZE)
            .summary("Answers members drawn at random."));
  }

  private static List<CommandSpec> algebra() {
    return List.of(
        answering("sdiff", SetAlgebra::difference)
            .complexity(PER_ALL)
            .summary("Answers what is in the first set and in none of the others."),
        storing("sdiffstore", KeySpec.one("OW", "update"), SetAlgebra::difference)
            .complexity(PER_ALL)
            .summary("Makes a key a set of what is in the first set and in none of the others."),
        answering("sinter", SetAlgebra::intersection)
            .complexity(PER_SMALLEST)
            .summary("Answers what several sets have in common."),
        row("sintercard", -3, AlgebraCommands::sintercard)
            .flags(READONLY)
            .keys(
                new KeySpec(
                    Set.of("RO", "access"),
                    new KeySpec.Index(1),
                    new KeySpec.KeyCount(0, 1, 1),
                    null))
            .since("7.0.0")
            .complexity(PER_SMALLEST)
            .summary("Counts what several sets have in common."),
        storing("sinterstore", KeySpec.one("RW", "update"), SetAlgebra::intersection)
            .complexity(PER_SMALLEST)
            .summary("Makes a key a set of what several sets have in common."),
        answering("sunion", SetAlgebra::union)
            .complexity(PER_ALL)
            .summary("Answers what is in any of several sets."),
        storing("sunionstore", KeySpec.one("OW", "update"), SetAlgebra::union)
            .complexity(PER_ALL)
            .summary("Makes a key a set of what is in any of several sets."));
  }

  private static CommandSpec answering(String name, SetAlgebra.Operation operation) {
    return row(name, -2, AlgebraCommands.answering(operation))
        .flags(READONLY)
        .keys(KeySpec.allFrom(1, 1, "RO", "access"))
        .tips("nondeterministic_output_order");
  }

  private static CommandSpec storing(String name, KeySpec target, SetAlgebra.Operation operation) {
    return row(name, -3, AlgebraCommands.storing(operation))
        .flags(WRITE, DENYOOM)
        .repeatableWhen(SetCommands::targetIsNoSource)
        .keys(target, KeySpec.allFrom(2, 1, "RO", "access"));
  }

  private static boolean targetIsNoSource(byte[][] args) {
    return !Bytes.contains(args, 2, args[1]);
  }

  private static CommandSpec row(String name, int arity, Handler handler) {
    return CommandSpec.named(name, arity, CommandGroup.SET, handler);
  }
}
