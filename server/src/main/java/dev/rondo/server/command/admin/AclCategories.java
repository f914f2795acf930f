package dev.rondo.server.command.admin;

import dev.rondo.server.command.CommandSpec;
import java.util.List;
import java.util.Locale;

/** The ACL categories of Redis, in its order. */
final class AclCategories {
  /** All of them, also those no command of this server has. */
  static final List<String> ALL =
      List.of(
          "keyspace",
          "read",
          "write",
          "set",
          "sortedset",
          "list",
          "hash",
          "string",
          "bitmap",
          "hyperloglog",
          "geo",
          "stream",
          "pubsub",
          "admin",
          "fast",
          "slow",
          "blocking",
          "dangerous",
          "connection",
          "transaction",
          "scripting");

  private AclCategories() {}

  /** The categories of a command in Redis's order. */
  static List<String> of(CommandSpec spec) {
    return ALL.stream().filter(spec.categories()::contains).toList();
  }

  /** Whether a command has a category, whose name may be in any case. */
  static boolean has(CommandSpec spec, String category) {
    return spec.categories().contains(category.toLowerCase(Locale.ROOT));
  }
}
