package dev.rondo.server.command.admin;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandSpec;
import java.util.Collection;
import java.util.List;

/** Rows as COMMAND DOCS shows them: a map from each name to what is documented of it. */
final class CommandDocs {
  private CommandDocs() {}

  /** Writes the map. */
  static void write(Collection<CommandSpec> specs, ReplyWriter out) {
    out.map(specs.size());
    for (CommandSpec spec : specs) {
      out.bulk(spec.name());
      write(spec, out);
    }
  }

  private static void write(CommandSpec spec, ReplyWriter out) {
    CommandSpec.Deprecation deprecation = spec.deprecation();
    out.map(4 + (deprecation == null ? 0 : 3) + (spec.isContainer() ? 1 : 0));
    text("summary", spec.summary(), out);
    text("since", spec.since(), out);
    text("group", spec.group().redisName(), out);
    text("complexity", spec.complexity(), out);
    if (deprecation != null) {
      out.bulk("doc_flags");
      CommandInfo.statuses(List.of("deprecated"), out);
      text("deprecated_since", deprecation.since(), out);
      text("replaced_by", deprecation.replacedBy(), out);
    }
    if (spec.isContainer()) {
      out.bulk("subcommands");
      write(spec.subcommands().values(), out);
    }
  }

  private static void text(String name, String value, ReplyWriter out) {
    out.bulk(name);
    out.bulk(value);
  }
}
