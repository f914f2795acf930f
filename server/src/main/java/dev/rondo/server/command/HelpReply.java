package dev.rondo.server.command;

import java.util.ArrayList;
import java.util.List;

/** The answer of a container's HELP: its subcommands, each with a line or more that explains it. */
public final class HelpReply {
  private HelpReply() {}

  /**
   * The handler of {@code <container> HELP}.
   *
   * @param lines for each subcommand its syntax and, indented by four blanks, what it does
   */
  public static Handler of(String container, String... lines) {
    List<String> all = new ArrayList<>();
    all.add(container + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
    all.addAll(List.of(lines));
    all.add("HELP");
    all.add("    Prints this help.");
    return call ->
        call.reply(
            out -> {
              out.array(all.size());
              all.forEach(out::simple);
            });
  }
}
