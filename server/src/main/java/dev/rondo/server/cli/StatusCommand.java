package dev.rondo.server.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondo status}: how the cluster is, and what each node of it holds. */
@Command(
    name = "status",
    description = "Tells how the cluster of a node is, and what each of its nodes holds.",
    sortOptions = false)
final class StatusCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of("address", "state", "status", "primary-slots", "replica-slots", "keys");

  @Mixin private NodeOptions node = new NodeOptions();

  @Option(names = "--json", description = "Prints JSON, on one line.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    ClusterQuestions questions = new ClusterQuestions(node);
    Map<String, String> info = questions.info();
    List<Map<String, Object>> nodes = new ArrayList<>();
    for (Map<String, Object> member : questions.members()) {
      if (!"left".equals(member.get("state"))) {
        nodes.add(row(member, questions));
      }
    }
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("state", info.getOrDefault("cluster_state", ""));
    status.put("epoch", Long.parseLong(info.getOrDefault("cluster_current_epoch", "0")));
    status.put("up", count("live", nodes));
    status.put("suspect", count("suspect", nodes));
    status.put("down", count("down", nodes));
    status.put("nodes", nodes);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.of(status));
    } else {
      out.println(
          "cluster %s, ring epoch %s: %s up, %s suspect, %s down"
              .formatted(
                  status.get("state"),
                  status.get("epoch"),
                  status.get("up"),
                  status.get("suspect"),
                  status.get("down")));
      out.println();
      Table.of(COLUMNS, nodes).forEach(out::println);
    }
    return 0;
  }

  /** The keys are the node's own count, copies included; nobody is asked who cannot answer. */
  private static Map<String, Object> row(Map<String, Object> member, ClusterQuestions questions)
      throws InterruptedException {
    String host = String.valueOf(member.get("ip"));
    String port = String.valueOf(member.get("port"));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("address", Addresses.text(host, port));
    for (String field : List.of("state", "status", "primary-slots", "replica-slots")) {
      row.put(field, member.getOrDefault(field, ""));
    }
    if ("live".equals(member.get("status"))) {
      OptionalLong keys = questions.keysOf(host, Integer.parseInt(port));
      keys.ifPresent(count -> row.put("keys", count));
    }
    return row;
  }

  private static long count(String status, List<Map<String, Object>> nodes) {
    return nodes.stream().filter(node -> status.equals(node.get("status"))).count();
  }
}
