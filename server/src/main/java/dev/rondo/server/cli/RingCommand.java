package dev.rondo.server.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondo ring}: which nodes hold which slots. */
@Command(
    name = "ring",
    description = {
      "Shows the slots in ranges, each with the nodes that hold it:",
      "first the one that orders its writes now, then the others."
    },
    sortOptions = false)
final class RingCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("first", "last", "count", "replicas");
  private static final String ONLINE = "online";

  @Mixin private NodeOptions node = new NodeOptions();

  @Option(names = "--json", description = "Prints JSON, on one line.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    List<ClusterQuestions.Range> ranges = new ClusterQuestions(node).ranges();
    if (json) {
      out.println(Json.of(ranges.stream().map(RingCommand::fields).toList()));
      return 0;
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (ClusterQuestions.Range range : ranges) {
      Map<String, Object> row = fields(range);
      row.put(
          "replicas",
          range.nodes().stream().map(RingCommand::shown).collect(Collectors.joining("  ")));
      rows.add(row);
    }
    Table.of(COLUMNS, rows).forEach(out::println);
    return 0;
  }

  private static Map<String, Object> fields(ClusterQuestions.Range range) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("first", range.first());
    fields.put("last", range.last());
    fields.put("count", range.last() - range.first() + 1);
    fields.put("replicas", range.nodes().stream().map(RingCommand::replica).toList());
    return fields;
  }

  private static Map<String, Object> replica(Map<String, Object> node) {
    Map<String, Object> replica = new LinkedHashMap<>();
    replica.put("id", node.getOrDefault("id", ""));
    replica.put("address", address(node));
    replica.put("health", node.getOrDefault("health", ""));
    return replica;
  }

  private static String shown(Map<String, Object> node) {
    Object health = node.getOrDefault("health", "");
    return address(node) + (ONLINE.equals(health) ? "" : " (" + health + ")");
  }

  private static String address(Map<String, Object> node) {
    return Addresses.text(String.valueOf(node.get("ip")), String.valueOf(node.get("port")));
  }
}
