package dev.rondo.server.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What a node tells of its cluster, as plain fields: strings and numbers. */
final class ClusterQuestions {
  private final NodeOptions node;

  ClusterQuestions(NodeOptions node) {
    this.node = node;
  }

  /** The fields of CLUSTER INFO. */
  Map<String, String> info() throws IOException, InterruptedException {
    return colonFields(ask(List.of("CLUSTER", "INFO")).toString());
  }

  /** The fields of each node in CLUSTER MEMBERS, in the order of addresses. */
  List<Map<String, Object>> members() throws IOException, InterruptedException {
    List<Map<String, Object>> members = new ArrayList<>();
    for (RedisValue member : ask(List.of("CLUSTER", "MEMBERS")).items()) {
      members.add(plain(member));
    }
    members.sort(
        Comparator.<Map<String, Object>, String>comparing(member -> text(member, "ip"))
            .thenComparing(member -> Long.parseLong(text(member, "port"))));
    return members;
  }

  /**
   * A range of slots and who serves it.
   *
   * @param nodes of each its fields in CLUSTER SHARDS, the master first
   */
  record Range(long first, long last, List<Map<String, Object>> nodes) {}

  /** The ranges of all shards, ascending. */
  List<Range> ranges() throws IOException, InterruptedException {
    List<Range> ranges = new ArrayList<>();
    for (RedisValue shard : ask(List.of("CLUSTER", "SHARDS")).items()) {
      Map<String, RedisValue> fields = shard.fields();
      List<Map<String, Object>> nodes = new ArrayList<>();
      for (RedisValue each : field(fields, "nodes").items()) {
        nodes.add(plain(each));
      }
      List<RedisValue> ends = field(fields, "slots").items();
      for (int i = 0; i + 1 < ends.size(); i += 2) {
        ranges.add(new Range(number(ends.get(i)), number(ends.get(i + 1)), nodes));
      }
    }
    ranges.sort((a, b) -> Long.compare(a.first(), b.first()));
    return ranges;
  }

  /** How many keys a node holds in all databases, copies included; empty when it does not say. */
  OptionalLong keysOf(String host, int port) throws InterruptedException {
    List<RedisValue> answers;
    try {
      answers = node.ask(host, port, List.of(List.of("INFO", "keyspace")));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
    long keys = 0;
    for (String database : colonFields(answers.get(0).toString()).values()) {
      for (String figure : List.of(database.split(","))) {
        if (figure.startsWith("keys=")) {
          keys += Long.parseLong(figure.substring("keys=".length()));
        }
      }
    }
    return OptionalLong.of(keys);
  }

  private RedisValue ask(List<String> request) throws IOException, InterruptedException {
    return node.ask(List.of(request)).get(0);
  }

  private static Map<String, String> colonFields(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return fields;
  }

  private static Map<String, Object> plain(RedisValue map) throws IOException {
    Map<String, Object> plain = new LinkedHashMap<>();
    map.fields()
        .forEach(
            (name, value) ->
                plain.put(
                    name,
                    value instanceof RedisValue.Whole number
                        ? (Object) number.value()
                        : value.toString()));
    return plain;
  }

  private static String text(Map<String, Object> member, String field) {
    return String.valueOf(member.get(field));
  }

  private static RedisValue field(Map<String, RedisValue> fields, String name) throws IOException {
    RedisValue value = fields.get(name);
    if (value == null) {
      throw new IOException("an answer lacks the field " + name);
    }
    return value;
  }

  private static long number(RedisValue value) {
    return Long.parseLong(value.toString());
  }
}
