package dev.rondo.server.command;

import org.jspecify.annotations.Nullable;

/** The group a command is documented in, and the ACL category all of the group has. */
public enum CommandGroup {
  STRING("string", "string"),
  BITMAP("bitmap", "bitmap"),
  HASH("hash", "hash"),
  SET("set", "set"),
  LIST("list", "list"),
  SORTED_SET("sorted-set", "sortedset"),
  GEO("geo", "geo"),
  HYPERLOGLOG("hyperloglog", "hyperloglog"),
  GENERIC("generic", "keyspace"),
  CONNECTION("connection", "connection"),
  SERVER("server", null),
  PUBSUB("pubsub", null),
  TRANSACTIONS("transactions", "transaction"),
  SCRIPTING("scripting", "scripting"),
  CLUSTER("cluster", null),
  /** Rondo's own commands. */
  RONDO("rondo", "connection");

  private final String redisName;
  private final @Nullable String aclCategory;

  CommandGroup(String redisName, @Nullable String aclCategory) {
    this.redisName = redisName;
    this.aclCategory = aclCategory;
  }

  /** The name COMMAND DOCS shows. */
  public String redisName() {
    return redisName;
  }

  /** The category without its {@code @}, or null when the group implies none. */
  public @Nullable String aclCategory() {
    return aclCategory;
  }
}
