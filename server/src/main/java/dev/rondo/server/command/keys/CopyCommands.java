package dev.rondo.server.command.keys;

import static dev.rondo.server.command.CommandFlag.DENYOOM;
import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.WRITE;
import static dev.rondo.server.command.CommandGroup.GENERIC;

import dev.rondo.cluster.Change;
import dev.rondo.cluster.Transaction;
import dev.rondo.cluster.Update;
import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.command.lists.ListItems;
import dev.rondo.storage.DataType;
import dev.rondo.storage.Entry;
import dev.rondo.storage.Key;
import java.util.List;

/**
 * The rows of the commands that make one key hold what another holds. COPY and MOVE may reach into
 * another database, which no key specification can say; therefore EXEC holds everything for them.
 */
final class CopyCommands {
  private static final Update<Boolean> DELETE =
      Update.ofVersion((current, nowMillis) -> Change.delete(true));

  private final int databases;

  CopyCommands(int databases) {
    this.databases = databases;
  }

  List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("rename", 3, GENERIC, CopyCommands::rename)
            .flags(WRITE)
            .keys(KeySpec.one("RW", "access", "delete"), KeySpec.at(2, "OW", "update"))
            .since("1.0.0")
            .summary("Gives what a key holds to another key, replacing what that held."),
        CommandSpec.named("renamenx", 3, GENERIC, CopyCommands::renameIfAbsent)
            .flags(WRITE, FAST)
            .keys(KeySpec.one("RW", "access", "delete"), KeySpec.at(2, "OW", "insert"))
            .since("1.0.0")
            .summary("Gives what a key holds to another key that holds nothing."),
        CommandSpec.named("copy", -3, GENERIC, this::copy)
            .flags(WRITE, DENYOOM)
            .keys(KeySpec.one("RO", "access"), KeySpec.at(2, "OW", "update"))
            .alsoInDatabase(this::databaseOfCopy)
            .complexity("O(N) with N nested elements, O(1) for a string")
            .since("6.2.0")
            .summary("Copies what a key holds to another key."),
        CommandSpec.named("move", 3, GENERIC, this::move)
            .flags(WRITE, FAST)
            .keys(KeySpec.one("RW", "access", "update"))
            .alsoInDatabase(arguments -> DatabaseIndex.find(arguments[2], databases))
            .since("1.0.0")
            .summary("Moves a key to another database."));
  }

  private static void rename(Invocation call) {
    Key source = call.key(1);
    Key target = call.key(2);
    call.transact(
        List.of(source, target),
        view ->
            source.equals(target) ? read(view, source) != null : move(view, source, target, true),
        (done, out) -> out.ok());
  }

  private static void renameIfAbsent(Invocation call) {
    Key source = call.key(1);
    Key target = call.key(2);
    call.transact(
        List.of(source, target),
        view -> {
          boolean same = source.equals(target) && read(view, source) != null;
          return !same && move(view, source, target, false);
        },
        (done, out) -> out.integer(done ? 1 : 0));
  }

  private void copy(Invocation call) {
    CopyOptions options =
        CopyOptions.parse(call.arguments(), 3, call.session().database(), databases);
    Key source = call.key(1);
    Key target = call.key(2).inDatabase(options.database());
    requireDifferent(source, target);
    call.transact(
        List.of(source, target),
        view -> {
          Entry entry = view.read(source);
          return entry != null && put(view, target, entry, options.replace());
        },
        (done, out) -> out.integer(done ? 1 : 0));
  }

  private void move(Invocation call) {
    Key source = call.key(1);
    Key target = source.inDatabase(DatabaseIndex.parse(call.argument(2), databases));
    requireDifferent(source, target);
    call.transact(
        List.of(source, target),
        view -> view.read(source) != null && move(view, source, target, false),
        (done, out) -> out.integer(done ? 1 : 0));
  }

  private int databaseOfCopy(byte[][] arguments) {
    int database = DatabaseIndex.NONE;
    for (int i = 3; i + 1 < arguments.length; i++) {
      if (Bytes.text(arguments[i]).equalsIgnoreCase("DB")) {
        database = DatabaseIndex.find(arguments[++i], databases);
      }
    }
    return database;
  }

  private static void requireDifferent(Key source, Key target) {
    if (source.equals(target)) {
      throw new CommandException("ERR source and destination objects are the same");
    }
  }

  private static Entry read(Transaction.View view, Key source) {
    Entry entry = view.read(source);
    if (entry == null) {
      throw CommandException.noSuchKey();
    }
    return entry;
  }

  /**
   * Moves what a key holds, expiry included, unless the target is taken; answers whether it did.
   */
  private static boolean move(Transaction.View view, Key source, Key target, boolean replace) {
    return put(view, target, read(view, source), replace) && view.update(source, DELETE);
  }

  /**
   * Lets a key hold an entry's contents and expiry, unless it is taken; answers whether it does.
   */
  private static boolean put(Transaction.View view, Key target, Entry entry, boolean replace) {
    return view.update(
        target,
        Update.ofVersion(
            (current, nowMillis) ->
                current != null && !replace ? Change.keep(false) : copyOf(entry)));
  }

  /** What the entry shows, of a list all that concurrent pushes left at one position, too. */
  private static Change<Boolean> copyOf(Entry entry) {
    return entry.type() == DataType.LIST
        ? Change.putCollection(
            true, DataType.LIST, ListItems.of(entry).copying(), entry.expireAtMillis())
        : Change.putCopy(true, entry);
  }
}
