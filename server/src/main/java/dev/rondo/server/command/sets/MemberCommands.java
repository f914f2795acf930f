package dev.rondo.server.command.sets;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Transaction;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.Typed;
import dev.rondo.server.command.keys.ElementScan;
import dev.rondo.storage.DataType;
import dev.rondo.storage.ElementEdits;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import dev.rondo.storage.MapElements;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands that put members into a set, take them out, and tell which there are. */
final class MemberCommands {
  private MemberCommands() {}

  /** The members an entry holds, null for no entry; WRONGTYPE when it holds something else. */
  static @Nullable MapElements membersOrNull(@Nullable Entry entry) {
    return Typed.collectionOrNull(entry, DataType.SET);
  }

  /** SADD key member [member ...]. */
  static void sadd(Invocation call) {
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          MapElements members = membersOrNull(current);
          ElementEdits edits = new ElementEdits();
          for (int i = 2; i < call.argumentCount(); i++) {
            if (!contains(members, call.argument(i))) {
              edits.add(call.argument(i));
            }
          }
          return Change.edit(edits.size(), DataType.SET, edits);
        },
        MemberCommands::writeCount);
  }

  /** SREM key member [member ...]. */
  static void srem(Invocation call) {
    call.update(
        call.key(1),
        (current, nowMillis) -> {
          MapElements members = membersOrNull(current);
          ElementEdits edits = new ElementEdits();
          for (int i = 2; i < call.argumentCount(); i++) {
            if (contains(members, call.argument(i))) {
              edits.remove(call.argument(i));
            }
          }
          return Change.edit(edits.size(), DataType.SET, edits);
        },
        MemberCommands::writeCount);
  }

  /** SMOVE source destination member. */
  static void smove(Invocation call) {
    Key source = call.key(1);
    Key target = call.key(2);
    byte[] member = call.argument(3);
    call.transact(
        List.of(source, target),
        view -> move(view, source, target, member),
        (moved, out) -> out.integer(moved ? 1 : 0));
  }

  private static boolean move(Transaction.View view, Key source, Key target, byte[] member) {
    MapElements from = membersOrNull(view.read(source));
    if (from == null) {
      return false;
    }
    MapElements to = membersOrNull(view.read(target));
    if (!from.contains(member)) {
      return false;
    }
    if (source.equals(target)) {
      return true;
    }
    edit(view, source, new ElementEdits().remove(member));
    if (!contains(to, member)) {
      edit(view, target, new ElementEdits().add(member));
    }
    return true;
  }

  private static void edit(Transaction.View view, Key key, ElementEdits edits) {
    view.update(key, (current, nowMillis) -> Change.edit(true, DataType.SET, edits));
  }

  /** SISMEMBER key member. */
  static void sismember(Invocation call) {
    byte[] member = call.argument(2);
    call.read(
        call.key(1), (entry, out) -> out.integer(contains(membersOrNull(entry), member) ? 1 : 0));
  }

  /** SMISMEMBER key member [member ...]. */
  static void smismember(Invocation call) {
    call.read(
        call.key(1),
        (entry, out) -> {
          MapElements members = membersOrNull(entry);
          out.array(call.argumentCount() - 2);
          for (int i = 2; i < call.argumentCount(); i++) {
            out.integer(contains(members, call.argument(i)) ? 1 : 0);
          }
        });
  }

  /** SCARD key. */
  static void scard(Invocation call) {
    call.read(
        call.key(1),
        (entry, out) -> {
          MapElements members = membersOrNull(entry);
          out.integer(members == null ? 0 : members.size());
        });
  }

  /** SMEMBERS key. */
  static void smembers(Invocation call) {
    call.read(
        call.key(1),
        (entry, out) -> {
          MapElements members = membersOrNull(entry);
          int size = members == null ? 0 : members.size();
          out.set(size);
          for (int i = 0; i < size && members != null; i++) {
            out.bulk(members.key(i));
          }
        });
  }

  /** SSCAN key cursor [MATCH pattern] [COUNT count]. */
  static void sscan(Invocation call) {
    long cursor = ElementScan.cursor(call);
    call.read(
        call.key(1),
        (entry, out) -> {
          MapElements members = membersOrNull(entry);
          if (members == null) {
            ElementScan.writeEmpty(out);
            return;
          }
          ElementScan scan = ElementScan.of(members, cursor, call.arguments(), place -> true);
          scan.writeHeader(out, 1);
          for (int place : scan.places()) {
            out.bulk(members.key(place));
          }
        });
  }

  private static boolean contains(@Nullable MapElements members, byte[] member) {
    return members != null && members.contains(member);
  }

  private static void writeCount(Integer count, ReplyWriter out) {
    out.integer(count);
  }
}
