package dev.rondo.server.command.admin;

import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.SERVER;

import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** INFO. */
public final class InfoCommand {
  private final Function<List<String>, String> report;

  /**
   * @param report the text for INFO's arguments; called on event loops
   */
  public InfoCommand(Function<List<String>, String> report) {
    this.report = report;
  }

  /** The rows of this concept. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("info", -1, SERVER, this::info)
            .flags(LOADING, STALE)
            .categories("dangerous")
            .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
            .summary("Tells about the node and what it did, section by section."));
  }

  private void info(Invocation call) {
    List<String> sections = new ArrayList<>();
    for (int i = 1; i < call.argumentCount(); i++) {
      sections.add(call.text(i));
    }
    String text = report.apply(sections);
    call.reply(out -> out.verbatim("txt", text));
  }
}
