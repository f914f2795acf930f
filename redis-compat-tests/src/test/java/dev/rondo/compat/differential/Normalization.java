package dev.rondo.compat.differential;

import dev.rondo.compat.support.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The only place that says which replies may differ from Redis's, and why.
 *
 * <p>Replies whose bytes are equal never come here. For others, each rule that applies to the
 * command says whether they still mean the same.
 */
final class Normalization {

  private static final long TOLERANCE_MILLIS = 5_000;
  private static final Set<String> COMPARED_CLIENT_FIELDS =
      Set.of("name", "flags", "db", "sub", "psub", "multi", "cmd", "user", "resp", "redir");

  /** The encodings of hashes, sets, sorted sets and lists. */
  private static final List<Set<String>> COLLECTION_ENCODINGS =
      List.of(
          Set.of("listpack", "hashtable"),
          Set.of("intset", "listpack", "hashtable"),
          Set.of("listpack", "skiplist"),
          Set.of("listpack", "quicklist"));

  /**
   * A permitted difference.
   *
   * @param reason why it is permitted, fit to be quoted in the documentation
   * @param applies the commands it is about
   * @param equivalent whether two different replies mean the same
   */
  record Rule(String reason, Predicate<Command> applies, BiPredicate<Reply, Reply> equivalent) {}

  private static final List<Rule> RULES =
      List.of(
          rule(
              "Two servers read their clocks at different moments: a time to live or a moment of"
                  + " expiry may be some milliseconds, and so a second, apart.",
              names("TTL", "EXPIRETIME"),
              within(TOLERANCE_MILLIS / 1000)),
          rule(
              "As above, in milliseconds.",
              names("PTTL", "PEXPIRETIME", "LASTSAVE"),
              within(TOLERANCE_MILLIS)),
          rule(
              "Redis's clock for idle times ticks coarsely, and small integers share one object.",
              words("OBJECT", "IDLETIME"),
              (a, b) -> isNatural(a) && isNatural(b)),
          rule(
              "Rondo derives the encoding it tells of a string from the value alone; Redis tells"
                  + " how the value came about.",
              words("OBJECT", "ENCODING"),
              (a, b) -> isStringEncoding(a) && isStringEncoding(b)),
          rule(
              "As above, of a collection; moreover Redis 7.2 has more encodings than 7.0.",
              words("OBJECT", "ENCODING"),
              Normalization::areEncodingsOfOneType),
          rule(
              "As above: a small integer is a shared object, whose count of references is no"
                  + " count.",
              words("OBJECT", "REFCOUNT"),
              (a, b) -> isPositive(a) && isPositive(b)),
          rule(
              "The time is whatever the server's clock says.",
              names("TIME"),
              (a, b) -> isPairOfNumbers(a) && isPairOfNumbers(b)),
          rule(
              "Each server numbers its clients by itself.",
              words("CLIENT", "ID"),
              (a, b) -> isPositive(a) && isPositive(b)),
          rule(
              "CLIENT LIST and CLIENT INFO describe addresses, ages, buffers and versions that are"
                  + " the server's own; names, flags, database, queued commands, protocol and user"
                  + " are compared.",
              words("CLIENT", "INFO"),
              same(Normalization::clientFields)),
          rule(
              "RESET leaves NO-EVICT on before Redis 7.2.",
              words("CLIENT", "INFO"),
              same(reply -> withoutNoEvict(clientFields(reply)))),
          rule(
              "As for CLIENT INFO; moreover connections may still be closing.",
              words("CLIENT", "LIST"),
              (a, b) -> a.type() == b.type() && !a.isError() && !a.isNull() && !b.isNull()),
          rule(
              "HELLO tells the server's version and the client's number.",
              names("HELLO"),
              same(reply -> withoutPairs(reply, Set.of("version", "id")))),
          rule("A random key is any key.", names("RANDOMKEY"), Normalization::areBulks),
          rule(
              "Keys, settings and commands come in no particular order.",
              names("KEYS").or(words("COMMAND", "LIST")),
              same(Normalization::sorted)),
          rule(
              "Settings come in no particular order.",
              words("CONFIG", "GET"),
              same(Normalization::sortedPairs)),
          rule(
              "What one SCAN call returns, and its cursor, depend on the server's own order of"
                  + " keys; whole scans are compared as sets.",
              names("SCAN"),
              (a, b) -> isScanPage(a) && isScanPage(b)),
          rule(
              "A small collection is scanned in one page, in the server's own order.",
              names("HSCAN", "SSCAN", "ZSCAN"),
              same(Normalization::sortedPage)),
          rule(
              "Before Redis 7.2 a set is walked through page by page however small it is.",
              names("SSCAN"),
              (a, b) -> isScanPage(a) && isScanPage(b) && !isWholeScan(a)),
          rule(
              "Members and fields come in the server's own order.",
              names("SMEMBERS", "SINTER", "SUNION", "SDIFF", "SPOP", "HKEYS", "HVALS"),
              same(Normalization::sortedIfAggregate)),
          rule("As above, with their values.", names("HGETALL"), same(Normalization::sortedPairs)),
          rule(
              "Redis takes numbers to sort for none after any command met a number that was too"
                  + " large for a double.",
              names("SORT", "SORT_RO"),
              (redis, rondo) ->
                  redis.isError() && redis.string().contains("can't be converted into double")),
          rule(
              "A set that is not sorted comes in the server's own order.",
              Normalization::keepsOrder,
              (a, b) ->
                  a.type() == '*' && b.type() == '*' && a.children().size() == b.children().size()),
          rule(
              "A random member is any member, and all members come in any order.",
              names("ZRANDMEMBER", "SRANDMEMBER", "HRANDFIELD"),
              (a, b) -> areBulks(a, b) || sorted(a).equals(sorted(b))),
          rule(
              "A dump carries the version of the format, and a string in it may be packed or not;"
                  + " the string itself is compared.",
              names("DUMP"),
              (a, b) -> dumped(a).equals(dumped(b)) && !dumped(a).startsWith("-")),
          rule(
              "As above: a collection is written in one of several encodings; its type is"
                  + " compared.",
              names("DUMP"),
              Normalization::areDumpsOfOneType),
          rule(
              "Each version of Redis has its own number of commands.",
              words("COMMAND", "COUNT"),
              (a, b) -> isPositive(a) && isPositive(b)),
          rule(
              "The flags, categories and subcommands of a command are sets.",
              words("COMMAND", "INFO"),
              same(reply -> reply.mapChildren(Normalization::commandInfo))),
          rule(
              "As above: the list of all commands is the server's own.",
              Normalization::asksForAllCommands,
              (a, b) -> a.type() == b.type() && a.isAggregate()),
          rule(
              "Versions of Redis word their documentation differently; which commands are"
                  + " documented, their group and since when there are is compared.",
              words("COMMAND", "DOCS"),
              same(Normalization::documentedCommands)));

  private static final List<Rule> CLUSTER_RULES =
      List.of(
          rule(
              "A cluster says that it is one.",
              names("HELLO"),
              same(reply -> withoutPairs(reply, Set.of("version", "id", "mode")))),
          rule(
              "A cluster has replicas to count, the server it is compared with has none.",
              names("WAIT"),
              (a, b) -> isNatural(a) && isNatural(b)));

  /** For a subject that is one node. */
  static final Normalization OF_ONE_NODE = new Normalization(RULES, false);

  /** For a subject of several nodes. */
  static final Normalization OF_CLUSTER =
      new Normalization(Stream.concat(RULES.stream(), CLUSTER_RULES.stream()).toList(), true);

  /** They look at one copy of each key, which may get the latest write after its answer. */
  private static final Set<String> LATE_ON_A_CLUSTER = Set.of("DBSIZE", "KEYS", "SCAN");

  private final List<Rule> rules;
  private final boolean ofCluster;

  private Normalization(List<Rule> rules, boolean ofCluster) {
    this.rules = rules;
    this.ofCluster = ofCluster;
  }

  /**
   * Whether the subject may refuse a transaction with this reply, provided that it reaches beyond
   * one slot: no node orders the writes of several slots, and what one refuses and the other does
   * cannot be compared any further.
   */
  boolean mayBeRefusal(Reply subject) {
    return ofCluster && subject.isError() && subject.string().startsWith("CROSSSLOT ");
  }

  /** Whether the subject may show later what the reference shows now; asking again is harmless. */
  boolean mayLag(Command command) {
    return ofCluster && LATE_ON_A_CLUSTER.contains(command.name());
  }

  /** Whether no rule is about a command, so that its replies have to be equal byte for byte. */
  boolean isExact(Command command) {
    return rules.stream().noneMatch(rule -> rule.applies().test(command));
  }

  /** Whether the two servers' replies to a command mean the same. */
  boolean equivalent(Command command, Reply reference, Reply subject) {
    return reference.equals(subject)
        || rules.stream()
            .filter(rule -> rule.applies().test(command))
            .anyMatch(rule -> rule.equivalent().test(reference, subject));
  }

  /** The same for EXEC, whose reply holds one for each command that was queued. */
  boolean equivalentExec(List<Command> queued, Reply reference, Reply subject) {
    if (reference.equals(subject)) {
      return true;
    }
    int size = reference.children().size();
    if (reference.type() != subject.type()
        || reference.isNull()
        || subject.isNull()
        || size != queued.size()
        || size != subject.children().size()) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (!equivalent(queued.get(i), reference.children().get(i), subject.children().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean asksForAllCommands(Command command) {
    int words = command.words().size();
    return command.name().equals("COMMAND")
        && (words == 1 || (words == 2 && Set.of("INFO", "DOCS", "LIST").contains(command.word(1))));
  }

  private static boolean keepsOrder(Command command) {
    List<String> words = command.words();
    if (!command.name().startsWith("SORT")) {
      return false;
    }
    for (int i = 2; i + 1 < words.size(); i++) {
      if (words.get(i).equalsIgnoreCase("BY") && !words.get(i + 1).contains("*")) {
        return true;
      }
    }
    return false;
  }

  private static Rule rule(
      String reason, Predicate<Command> applies, BiPredicate<Reply, Reply> equivalent) {
    return new Rule(reason, applies, equivalent);
  }

  private static Predicate<Command> names(String... names) {
    Set<String> all = Set.of(names);
    return command -> all.contains(command.name());
  }

  private static Predicate<Command> words(String... words) {
    return command -> command.startsWith(words);
  }

  private static BiPredicate<Reply, Reply> same(UnaryOperator<Reply> simplify) {
    return (a, b) -> simplify.apply(a).equals(simplify.apply(b));
  }

  private static BiPredicate<Reply, Reply> within(long tolerance) {
    return (a, b) ->
        isNatural(a) && isNatural(b) && Math.abs(a.integer() - b.integer()) <= tolerance;
  }

  private static boolean isStringEncoding(Reply reply) {
    return reply.type() == '$' && Set.of("int", "embstr", "raw").contains(reply.text() + "");
  }

  private static boolean isNatural(Reply reply) {
    return reply.type() == ':' && reply.integer() >= 0;
  }

  private static boolean isPositive(Reply reply) {
    return reply.type() == ':' && reply.integer() > 0;
  }

  private static boolean isPairOfNumbers(Reply reply) {
    return reply.children().size() == 2
        && reply.children().stream().allMatch(part -> part.string().matches("\\d+"));
  }

  private static boolean isScanPage(Reply reply) {
    return reply.children().size() == 2
        && reply.children().get(0).string().matches("\\d+")
        && reply.children().get(1).type() == '*';
  }

  private static boolean areBulks(Reply a, Reply b) {
    return a.type() == '$' && b.type() == '$' && !a.isNull() && !b.isNull();
  }

  private static Reply sortedIfAggregate(Reply reply) {
    return reply.isAggregate() && !reply.isNull() ? sorted(reply) : reply;
  }

  private static boolean isWholeScan(Reply reply) {
    return reply.children().get(0).string().equals("0");
  }

  private static boolean areEncodingsOfOneType(Reply a, Reply b) {
    return areBulks(a, b)
        && COLLECTION_ENCODINGS.stream()
            .anyMatch(ofType -> ofType.contains(a.string()) && ofType.contains(b.string()));
  }

  private static boolean areDumpsOfOneType(Reply a, Reply b) {
    return areBulks(a, b)
        && DumpPayload.collectionType(a.string()).isPresent()
        && DumpPayload.collectionType(a.string()).equals(DumpPayload.collectionType(b.string()));
  }

  private static Reply sortedPage(Reply reply) {
    return reply.type() == '*' && isScanPage(reply)
        ? reply.mapChildren(part -> part.isAggregate() ? sorted(part) : part)
        : reply;
  }

  private static Reply sorted(Reply reply) {
    return reply.withChildren(
        reply.children().stream().sorted(Comparator.comparing(Reply::encode)).toList());
  }

  /** The pairs of a map, or of RESP2's flat array for one, by key. */
  private static Map<String, Reply> pairs(Reply reply) {
    Map<String, Reply> pairs = new TreeMap<>();
    List<Reply> parts = reply.children();
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      pairs.put(parts.get(i).string(), parts.get(i + 1));
    }
    return pairs;
  }

  private static Reply fromPairs(Reply original, Map<String, Reply> pairs) {
    List<Reply> parts = new ArrayList<>();
    pairs.forEach((key, value) -> parts.addAll(List.of(Reply.bulk(key), value)));
    return original.withChildren(parts);
  }

  private static Reply sortedPairs(Reply reply) {
    return reply.isAggregate() && !reply.isNull() ? fromPairs(reply, pairs(reply)) : reply;
  }

  private static Reply withoutPairs(Reply reply, Set<String> keys) {
    if (!reply.isAggregate()) {
      return reply;
    }
    Map<String, Reply> pairs = pairs(reply);
    keys.forEach(key -> pairs.computeIfPresent(key, (k, v) -> Reply.bulk("left out")));
    return fromPairs(reply, pairs);
  }

  private static Reply clientFields(Reply reply) {
    if (reply.isError() || reply.isNull() || reply.isAggregate()) {
      return reply;
    }
    List<String> compared =
        List.of(reply.string().strip().split(" ")).stream()
            .filter(field -> COMPARED_CLIENT_FIELDS.contains(field.replaceFirst("=.*", "")))
            .sorted()
            .toList();
    return reply.withText(String.join(" ", compared));
  }

  private static Reply withoutNoEvict(Reply fields) {
    return fields.isError() || fields.isNull() || fields.isAggregate()
        ? fields
        : fields.withText(
            fields
                .string()
                .replaceAll("(flags=\\w*)e\\b", "$1")
                .replaceAll("flags=N?(?!\\w)", "flags=N"));
  }

  private static String dumped(Reply reply) {
    return reply.type() == '$' && !reply.isNull()
        ? DumpPayload.decode(reply.string()).map(value -> "+" + value).orElse("-undecodable")
        : "-" + reply;
  }

  /**
   * Of one command: name, arity, flags, three key positions, categories, tips, keys, subcommands.
   */
  private static Reply commandInfo(Reply info) {
    List<Reply> parts = new ArrayList<>(info.children());
    if (parts.size() == 10) {
      parts.set(2, sorted(parts.get(2)));
      parts.set(6, sorted(parts.get(6)));
      parts.set(9, sorted(parts.get(9).mapChildren(Normalization::commandInfo)));
    }
    return info.withChildren(parts);
  }

  private static Reply documentedCommands(Reply reply) {
    if (!reply.isAggregate()) {
      return reply;
    }
    Map<String, Reply> commands = pairs(reply);
    commands.replaceAll((name, docs) -> fromPairs(docs, onlySinceAndGroup(pairs(docs))));
    return fromPairs(reply, commands);
  }

  private static Map<String, Reply> onlySinceAndGroup(Map<String, Reply> docs) {
    docs.keySet().retainAll(Set.of("since", "group"));
    return docs;
  }
}
