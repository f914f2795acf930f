package dev.rondo.server.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondo nodes}: who the members of the cluster are. */
@Command(
    name = "nodes",
    description = "Lists the members of a node's cluster, with what they say of themselves.",
    sortOptions = false)
final class NodesCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of("id", "address", "bus-port", "rack", "data-centre", "weight", "state", "status");

  @Mixin private NodeOptions node = new NodeOptions();

  @Option(names = "--json", description = "Prints JSON, on one line.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    List<Map<String, Object>> rows =
        new ClusterQuestions(node).members().stream().map(NodesCommand::row).toList();
    if (json) {
      out.println(Json.of(rows));
    } else {
      Table.of(COLUMNS, rows).forEach(out::println);
    }
    return 0;
  }

  private static Map<String, Object> row(Map<String, Object> member) {
    Map<String, Object> row = new LinkedHashMap<>();
    COLUMNS.forEach(column -> row.put(column, member.getOrDefault(column, "")));
    row.put(
        "address",
        Addresses.text(String.valueOf(member.get("ip")), String.valueOf(member.get("port"))));
    return row;
  }
}
