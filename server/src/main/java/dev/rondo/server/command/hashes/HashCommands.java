package dev.rondo.server.command.hashes;

import static dev.rondo.server.command.CommandFlag.DENYOOM;
import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.WRITE;

import dev.rondo.server.command.CommandGroup;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.KeySpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The rows of the commands on hashes. */
public final class HashCommands {
  private static final KeySpec LOOK = KeySpec.one("RO");
  private static final KeySpec READ = KeySpec.one("RO", "access");
  private static final String PER_FIELD = "O(N) with N fields in the call";
  private static final String PER_SIZE = "O(N) with N fields in the hash";

  private final HashReads reads;
  private final FieldExpiryCommands expiries;

  /**
   * @param clock tells which fields have expired when a hash is read
   * @param random draws fields; used on any thread
   */
  public HashCommands(InstantSource clock, RandomGenerator random) {
    this.reads = new HashReads(clock, random);
    this.expiries = new FieldExpiryCommands(clock);
  }

  /** All rows of the family. */
  public List<CommandSpec> rows() {
    List<CommandSpec> rows = new ArrayList<>();
    rows.addAll(ofOneField());
    rows.addAll(ofSeveralFields());
    rows.addAll(counters());
    rows.addAll(ofAllFields());
    rows.addAll(expiries.rows());
    return rows;
  }

  private List<CommandSpec> ofOneField() {
    return List.of(
        row("hexists", 3, reads::hexists)
            .flags(READONLY, FAST)
            .keys(LOOK)
            .summary("Tells whether a hash has a field."),
        row("hget", 3, reads::hget)
            .flags(READONLY, FAST)
            .keys(READ)
            .summary("Answers the value of a field."),
        row("hsetnx", 4, HashWrites::hsetnx)
            .flags(WRITE, DENYOOM, FAST)
            .keys(KeySpec.one("RW", "insert"))
            .summary("Gives a field a value unless it has one."),
        row("hstrlen", 3, reads::hstrlen)
            .flags(READONLY, FAST)
            .keys(LOOK)
            .since("3.2.0")
            .summary("Answers how many bytes the value of a field has."));
  }

  private List<CommandSpec> ofSeveralFields() {
    return List.of(
        row("hdel", -3, HashWrites::hdel)
            .flags(WRITE, FAST)
            .repeatable()
            .keys(KeySpec.one("RW", "delete"))
            .complexity(PER_FIELD)
            .summary("Removes fields, and with the last one the hash."),
        row("hmget", -3, reads::hmget)
            .flags(READONLY, FAST)
            .keys(READ)
            .complexity(PER_FIELD)
            .summary("Answers the values of several fields."),
        setter("hmset")
            .deprecated("4.0.0", "`HSET` with multiple field-value pairs")
            .summary("Gives fields values: the old name of HSET."),
        setter("hset").summary("Gives fields values, and tells how many fields are new."));
  }

  private static CommandSpec setter(String name) {
    Handler handler = name.equals("hset") ? HashWrites::hset : HashWrites::hmset;
    return row(name, -4, handler)
        .flags(WRITE, DENYOOM, FAST)
        .repeatable()
        .keys(KeySpec.one("RW", "update"))
        .complexity(PER_FIELD);
  }

  private static List<CommandSpec> counters() {
    KeySpec key = KeySpec.one("RW", "access", "update");
    return List.of(
        row("hincrby", 4, HashWrites::hincrby)
            .flags(WRITE, DENYOOM, FAST)
            .keys(key)
            .summary("Adds a whole number to the one in a field."),
        row("hincrbyfloat", 4, HashWrites::hincrbyfloat)
            .flags(WRITE, DENYOOM, FAST)
            .keys(key)
            .since("2.6.0")
            .summary("Adds a number with a fraction to the one in a field."));
  }

  private List<CommandSpec> ofAllFields() {
    return List.of(
        listing("hgetall", reads::hgetall).summary("Answers all fields with their values."),
        listing("hkeys", reads::hkeys).summary("Answers the names of all fields."),
        listing("hvals", reads::hvals).summary("Answers the values of all fields."),
        row("hlen", 2, reads::hlen)
            .flags(READONLY, FAST)
            .keys(LOOK)
            .summary("Answers how many fields a hash has."),
        row("hrandfield", -2, reads::hrandfield)
            .flags(READONLY)
            .keys(READ)
            .tips("nondeterministic_output")
            .since("6.2.0")
            .complexity(PER_SIZE)
            .summary("Answers fields drawn at random."),
        row("hscan", -3, reads::hscan)
            .flags(READONLY)
            .keys(READ)
            .tips("nondeterministic_output")
            .since("2.8.0")
            .complexity("O(1) a call, O(N) for a whole walk with N fields")
            .summary("Walks through the fields of a hash, some at each call."));
  }

  private static CommandSpec listing(String name, Handler handler) {
    return row(name, 2, handler)
        .flags(READONLY)
        .keys(READ)
        .tips("nondeterministic_output_order")
        .complexity(PER_SIZE);
  }

  private static CommandSpec row(String name, int arity, Handler handler) {
    return CommandSpec.named(name, arity, CommandGroup.HASH, handler).since("2.0.0");
  }
}
