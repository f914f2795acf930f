package dev.rondo.server.command.sets;

import dev.rondo.cluster.Change;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.RandomElements;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.MapElements;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The commands that draw members at random. An update may be applied more than once and has to draw
 * the same each time, so it gets a seed.
 */
final class RandomMembers {
  private final RandomGenerator random;

  RandomMembers(RandomGenerator random) {
    this.random = random;
  }

  /** SPOP key [count]. */
  void spop(Invocation call) {
    requireAtMostOneOption(call);
    long seed = random.nextLong();
    if (call.argumentCount() == 2) {
      call.update(
          call.key(1),
          (current, nowMillis) -> take(current, 1, seed),
          (taken, out) -> {
            if (taken.isEmpty()) {
              out.nil();
            } else {
              out.bulk(taken.get(0));
            }
          });
      return;
    }
    long count = parsePopCount(call.argument(2));
    call.update(
        call.key(1),
        (current, nowMillis) -> take(current, count, seed),
        (taken, out) -> {
          out.set(taken.size());
          taken.forEach(out::bulk);
        });
  }

  private static long parsePopCount(byte[] text) {
    long count = Numbers.isLong(text) ? Numbers.parseLong(text) : -1;
    if (count < 0) {
      throw CommandException.outOfRange("value", "must be positive");
    }
    return count;
  }

  private static Change<List<byte[]>> take(@Nullable Entry current, long count, long seed) {
    List<byte[]> taken = draw(MemberCommands.membersOrNull(current), count, seed);
    ElementEdits edits = new ElementEdits();
    taken.forEach(edits::remove);
    return Change.edit(taken, DataType.SET, edits);
  }

  /** SRANDMEMBER key [count]. */
  void srandmember(Invocation call) {
    long seed = random.nextLong();
    if (call.argumentCount() == 2) {
      call.read(
          call.key(1),
          (entry, out) -> {
            // With repetition, since then one member costs no more than that.
            List<byte[]> drawn = draw(MemberCommands.membersOrNull(entry), -1, seed);
            if (drawn.isEmpty()) {
              out.nil();
            } else {
              out.bulk(drawn.get(0));
            }
          });
      return;
    }
    requireAtMostOneOption(call);
    long count = RandomElements.parseCount(call.argument(2));
    call.read(
        call.key(1),
        (entry, out) -> {
          List<byte[]> drawn = draw(MemberCommands.membersOrNull(entry), count, seed);
          out.array(drawn.size());
          drawn.forEach(out::bulk);
        });
  }

  private static List<byte[]> draw(@Nullable MapElements members, long count, long seed) {
    if (members == null) {
      return List.of();
    }
    int[] places =
        RandomElements.draw(
            count, members.size(), members.weightBytes(), new SplittableRandom(seed));
    return Arrays.stream(places).mapToObj(members::key).toList();
  }

  private static void requireAtMostOneOption(Invocation call) {
    if (call.argumentCount() > 3) {
      throw CommandException.syntaxError();
    }
  }
}
