package dev.rondo.server.command.hashes;

import static dev.rondo.server.command.CommandFlag.DENYOOM;
import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.WRITE;

import dev.rondo.cluster.Change;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandGroup;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.KeySpec;
import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.HashFields;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the commands about the expiry of fields (Redis 7.4). Each answers a number a field;
 * the key's type is looked at before the arguments, as Redis does.
 */
final class FieldExpiryCommands {
  private static final int FIELDS_AT = 2;
  private static final int NO_FIELD = -2;
  private static final int NO_EXPIRY = -1;
  private static final int NOT_ALLOWED = 0;
  private static final int DONE = 1;
  private static final int DELETED = 2;
  private static final String COUNT_ERROR = "ERR Number of fields must be a positive integer";

  private final InstantSource clock;

  FieldExpiryCommands(InstantSource clock) {
    this.clock = clock;
  }

  List<CommandSpec> rows() {
    return List.of(
        expiring("hexpire", true, 1000, "Lets fields expire after some seconds."),
        expiring("hexpireat", false, 1000, "Lets fields expire at a Unix time in seconds."),
        expiring("hpexpire", true, 1, "Lets fields expire after some milliseconds."),
        expiring("hpexpireat", false, 1, "Lets fields expire at a Unix time in milliseconds."),
        row("hpersist", -5, this::hpersist)
            .flags(WRITE, FAST)
            .repeatable()
            .keys(KeySpec.one("RW", "update"))
            .summary("Removes the expiry of fields."),
        telling("hexpiretime", at -> (at + 999) / 1000)
            .summary("Answers when fields expire, as Unix times in seconds."),
        telling("hpexpiretime", at -> at)
            .summary("Answers when fields expire, as Unix times in milliseconds."),
        telling("httl", at -> (at - clock.millis() + 999) / 1000)
            .tips("nondeterministic_output")
            .summary("Answers in how many seconds fields expire."),
        telling("hpttl", at -> Math.max(0, at - clock.millis()))
            .tips("nondeterministic_output")
            .summary("Answers in how many milliseconds fields expire."));
  }

  private static CommandSpec expiring(
      String name, boolean fromNow, int unitMillis, String summary) {
    return row(name, -6, call -> expire(call, fromNow, unitMillis))
        .flags(WRITE, DENYOOM, FAST)
        .keys(KeySpec.one("RW", "update"))
        .summary(summary);
  }

  private CommandSpec telling(String name, LongUnaryOperator figure) {
    return row(name, -5, call -> tell(call, figure))
        .flags(READONLY, FAST)
        .keys(KeySpec.one("RO", "access"));
  }

  private static CommandSpec row(String name, int arity, Handler handler) {
    return CommandSpec.named(name, arity, CommandGroup.HASH, handler)
        .since("7.4.0")
        .complexity("O(N) with N fields in the call");
  }

  private static void expire(Invocation call, boolean fromNow, int unitMillis) {
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          Hash hash = Hash.of(current, nowMillis);
          FieldExpiry asked = FieldExpiry.parse(call, fromNow ? nowMillis : 0, unitMillis);
          return expire(hash, asked, nowMillis);
        },
        FieldExpiryCommands::write);
  }

  private static Change<List<Integer>> expire(Hash hash, FieldExpiry asked, long nowMillis) {
    ElementEdits edits = hash.edits();
    List<Integer> answers = new ArrayList<>();
    boolean changed = false;
    for (byte[] field : asked.fields()) {
      byte[] stored = edits.removes(field) ? null : hash.stored(field);
      int answer = NO_FIELD;
      if (stored != null) {
        // Named twice, a field has what the first time gave it.
        long present =
            edits.puts(field) ? asked.expireAtMillis() : HashFields.expireAtMillis(stored);
        answer = expire(field, stored, present, asked, nowMillis, edits);
      }
      changed |= answer == DONE || answer == DELETED;
      answers.add(answer);
    }
    return changed ? Change.edit(answers, DataType.HASH, edits) : Change.keep(answers);
  }

  private static int expire(
      byte[] field,
      byte[] stored,
      long present,
      FieldExpiry asked,
      long nowMillis,
      ElementEdits edits) {
    if (!asked.condition().allows(present, asked.expireAtMillis())) {
      return NOT_ALLOWED;
    }
    if (asked.expireAtMillis() <= nowMillis) {
      edits.remove(field);
      return DELETED;
    }
    edits.put(field, HashFields.encode(HashFields.value(stored), asked.expireAtMillis()));
    return DONE;
  }

  private void hpersist(Invocation call) {
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          Hash hash = Hash.of(current, nowMillis);
          List<byte[]> fields = FieldExpiry.fields(call, FIELDS_AT, COUNT_ERROR);
          ElementEdits edits = hash.edits();
          List<Integer> answers = new ArrayList<>();
          for (byte[] field : fields) {
            answers.add(persist(hash.stored(field), field, edits));
          }
          return answers.contains(DONE)
              ? Change.edit(answers, DataType.HASH, edits)
              : Change.keep(answers);
        },
        FieldExpiryCommands::write);
  }

  private static int persist(byte @Nullable [] stored, byte[] field, ElementEdits edits) {
    if (stored == null) {
      return NO_FIELD;
    }
    if (HashFields.expireAtMillis(stored) == Entry.NO_EXPIRY || edits.puts(field)) {
      return NO_EXPIRY;
    }
    edits.put(field, HashFields.encode(HashFields.value(stored)));
    return DONE;
  }

  private void tell(Invocation call, LongUnaryOperator figure) {
    call.read(
        call.key(1),
        (entry, out) -> {
          Hash hash = Hash.of(entry, clock.millis());
          List<byte[]> fields = FieldExpiry.fields(call, FIELDS_AT, COUNT_ERROR);
          out.array(fields.size());
          for (byte[] field : fields) {
            out.integer(figure(hash.stored(field), figure));
          }
        });
  }

  private static long figure(byte @Nullable [] stored, LongUnaryOperator figure) {
    if (stored == null) {
      return NO_FIELD;
    }
    long expireAt = HashFields.expireAtMillis(stored);
    return expireAt == Entry.NO_EXPIRY ? NO_EXPIRY : figure.applyAsLong(expireAt);
  }

  private static void write(List<Integer> answers, ReplyWriter out) {
    out.array(answers.size());
    answers.forEach(out::integer);
  }
}
