package dev.rondo.compat.differential;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The types of argument that the grammar's rows name, each a way to draw a sensible one and a list
 * of odd ones.
 *
 * <p>No type may yield what makes a sequence depend on time or on the machine: an expiry is far
 * ahead or in the past, never near; no valid offset makes a server allocate more than some
 * kilobytes.
 */
final class Arguments {

  /** One argument in so many is odd. */
  private static final int ODD_ONE_IN = 7;

  /** What may stand where any argument stands, see the class about what it must not contain. */
  static final List<String> ODD_ANYWHERE =
      List.of(
          "",
          "abc",
          "-1",
          "-0",
          "+1",
          "01",
          " 1",
          "1 ",
          "1_0",
          "0x10",
          "1.5",
          "3.0e3",
          "nan",
          "inf",
          "-inf",
          "1e400",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "-9223372036854775809",
          "99999999999999999999999",
          "\u0000",
          "\u00ff\u00fe\r\n$1",
          "a b");

  private static final List<String> ODD_INTEGERS =
      List.of(
          "",
          "abc",
          "1.5",
          " 1",
          "1 ",
          "+1",
          "01",
          "-0",
          "0x10",
          "1_0",
          "1e2",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "-9223372036854775809",
          "99999999999999999999999",
          "\u0000");

  private static final List<String> ODD_FLOATS =
      List.of(
          "nan",
          "inf",
          "-inf",
          "+inf",
          "infinity",
          "1e400",
          "-1e400",
          "1e-400",
          "3.0e3",
          " 1",
          "1 ",
          "0x10",
          "0x1p4",
          "1_0",
          "",
          "abc",
          "1.",
          ".5",
          "1e",
          "5.0e-324",
          "1.7976931348623157e308",
          "1e4932",
          "123456789012345678901234567890",
          "-0",
          "-0.0",
          "1,5");

  private static final List<String> KEYS =
      List.of("k1", "k2", "k3", "user:1", "{t}a", "", "key with space", "\u0000\u00ff\r\n", "7");

  private record Type(Function<RandomGenerator, String> sensible, List<String> odd) {}

  private final Map<String, Type> types = new HashMap<>();

  /**
   * The types for one sequence, which mostly uses a few keys.
   *
   * @param prefix what all keys begin with
   */
  Arguments(RandomGenerator random, String prefix) {
    List<String> keys = KEYS.stream().map(prefix::concat).toList();
    List<String> favourites = List.of(oneOf(random, keys), oneOf(random, keys));
    type("hll-key", r -> prefix + oneOf(r, "hll1", "hll2", "hll3"), List.of());
    type("key", r -> oneOf(r, r.nextInt(4) > 0 ? favourites : keys), keys);
    strings();
    numbers();
    times();
    bits();
    sortedSets();
    places();
    server();
  }

  /**
   * One argument.
   *
   * @throws IllegalArgumentException if the grammar names a type that isn't declared here
   */
  String draw(String type, RandomGenerator random) {
    Type found = types.get(type);
    if (found == null) {
      throw new IllegalArgumentException("the grammar names an unknown type: " + type);
    }
    boolean odd = !found.odd().isEmpty() && random.nextInt(ODD_ONE_IN) == 0;
    return odd ? oneOf(random, found.odd()) : found.sensible().apply(random);
  }

  private void strings() {
    type("value", Arguments::value, ODD_ANYWHERE);
    type(
        "text",
        r -> oneOf(r, "hello", "Hello World", "a\u0000b", "\u00e9\u00ff", "x"),
        ODD_ANYWHERE);
    type(
        "pattern",
        r -> oneOf(r, "*", "k*", "k?", "k[1-2]", "k[^1]", "*:*", "\\k1", "{t}*", "7"),
        List.of("", "[", "k[", "k[1-", "\\", "**", "k[1-\\", "[^", "?", "\u0000*"));
    type("payload", DumpPayload::draw, List.of("", "abc", "\u0000", "\u0000\u0001a"));
    type("length", r -> oneOf(r, "0", "1", "3", "100"), ODD_INTEGERS);
  }

  private void numbers() {
    type(
        "increment",
        r -> oneOf(r, "0", "1", "-1", "5", "-42", "1000000", "9223372036854775806"),
        ODD_INTEGERS);
    type(
        "float",
        r -> oneOf(r, "0", "0.1", "-0.5", "1.5", "3", "1e2", "-2.5e-3", "1e17", "0.30"),
        ODD_FLOATS);
    type("index", r -> oneOf(r, "0", "1", "2", "5", "-1", "-2", "-100", "100", "7"), ODD_INTEGERS);
    type(
        "offset",
        r -> oneOf(r, "0", "1", "3", "10", "100", "1000"),
        List.of(
            "-1",
            "536870912",
            "536870911000",
            "abc",
            "",
            "1.5",
            "9223372036854775807",
            "9223372036854775808"));
    type(
        "count",
        r -> oneOf(r, "1", "10", "1000"),
        List.of("0", "-1", "abc", "", "1.5", "9223372036854775807", "9223372036854775808"));
  }

  private void times() {
    type(
        "seconds",
        r -> Long.toString(r.nextLong(100_000, 1_000_000)),
        List.of(
            "0",
            "-1",
            "-100000",
            "abc",
            "",
            "1.5",
            " 100000",
            "9223372036854775807",
            "9223372036854775",
            "9223372036854775808",
            "-9223372036854775808",
            "1e6"));
    type(
        "millis",
        r -> Long.toString(r.nextLong(100_000_000, 1_000_000_000)),
        List.of(
            "0",
            "-1",
            "-100000",
            "abc",
            "",
            "1.5",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "+100000000"));
    type(
        "unix-seconds",
        r ->
            r.nextInt(4) == 0
                ? oneOf(r, "1", "1000", "1600000000")
                : Long.toString(4_000_000_000L + r.nextInt(1_000_000)),
        List.of(
            "0",
            "-1",
            "abc",
            "",
            "1.5",
            "9223372036854775807",
            "9223372036854775",
            "9223372036854776",
            "9223372036854775808"));
    type(
        "unix-millis",
        r ->
            r.nextInt(4) == 0
                ? oneOf(r, "1", "1000", "1600000000000")
                : Long.toString(4_000_000_000_000L + r.nextInt(1_000_000_000)),
        List.of("0", "-1", "abc", "", "1.5", "9223372036854775807", "9223372036854775808"));
  }

  private void bits() {
    type("bit", r -> oneOf(r, "0", "1"), List.of("2", "-1", "abc", "", "1.0", "01"));
    type(
        "bit-offset",
        r -> oneOf(r, "0", "1", "7", "8", "15", "100", "1001"),
        List.of(
            "-1", "4294967296", "abc", "", "1.5", "9223372036854775807", "9223372036854775808"));
    type(
        "field-type",
        r -> oneOf(r, "u8", "i8", "u1", "i1", "u2", "i5", "u16", "i16", "u63", "i64", "i32", "u32"),
        List.of(
            "u64",
            "i65",
            "u0",
            "i0",
            "x8",
            "u",
            "",
            "8",
            "U8",
            "I8",
            "u-1",
            "u08",
            "i9223372036854775808",
            "u 8"));
    type(
        "field-offset",
        r -> oneOf(r, "0", "1", "#0", "#1", "#3", "7", "16", "100"),
        List.of(
            "-1",
            "#-1",
            "#",
            "abc",
            "",
            "4294967296",
            "#4294967296",
            "##1",
            "1.5",
            "#1x",
            "9223372036854775807",
            "#9223372036854775807",
            "# 1"));
    type(
        "field-value",
        r ->
            oneOf(
                r,
                "0",
                "1",
                "-1",
                "127",
                "128",
                "255",
                "256",
                "-128",
                "-129",
                "65536",
                "9223372036854775807",
                "-9223372036854775808"),
        ODD_INTEGERS);
  }

  private void sortedSets() {
    type(
        "member",
        r -> oneOf(r, "a", "b", "c", "d", "ab", "10", "9", "-5"),
        List.of("", "\u0000", "abc\u00ff", " ", "1.0", "01"));
    type(
        "sortable",
        r -> oneOf(r, "a", "b", "c", "d", "ab", "10", "9", "-5"),
        List.of("abc\u00ff", " ", "2 ", "1x"));
    type("small-integer", r -> Integer.toString(r.nextInt(-5, 20)), List.of());
    type(
        "score",
        r -> oneOf(r, "0", "1", "2", "-1", "3.5", "0.1", "-0.5", "1e20", "10", "100"),
        ODD_FLOATS);
    type(
        "score-end",
        r -> oneOf(r, "0", "1", "2", "-1", "(1", "(2", "-inf", "+inf", "inf", "(0.1", "3.5", "100"),
        ODD_FLOATS);
    type(
        "lex-end",
        r -> oneOf(r, "-", "+", "[a", "(a", "[b", "(b", "[c", "[", "(ab"),
        List.of("", "a", "-x", "+x", "[\u00ff", "\u0000", "("));
  }

  private void places() {
    type("geo-unit", r -> oneOf(r, "m", "km", "mi", "ft"), List.of("cm", "", "KM"));
    type(
        "longitude",
        r -> oneOf(r, "13.361389", "15.087269", "0", "-122.4", "179.9", "-179.99", "2.35", "13.4"),
        ODD_FLOATS);
    type(
        "latitude",
        r -> oneOf(r, "38.115556", "37.502669", "0", "37.8", "85", "-85", "48.85", "52.5"),
        ODD_FLOATS);
    type("radius", r -> oneOf(r, "100", "1", "200", "1000", "5000", "0", "20000"), ODD_FLOATS);
  }

  private void server() {
    type(
        "db",
        r -> oneOf(r, "0", "1", "2", "15"),
        List.of(
            "16", "-1", "abc", "", "1.5", " 1", "9223372036854775808", "4294967296", "2147483648"));
    type(
        "client-name",
        r -> oneOf(r, "app", "app-1", "x"),
        List.of("", "a b", "a\nb", "\u00e9", "~"));
    type(
        "known-command",
        r ->
            oneOf(
                r,
                "get",
                "SET",
                "mset",
                "bitfield",
                "bitop",
                "ping",
                "exec",
                "copy",
                "config",
                "config|get",
                "client|id",
                "scan",
                "lcs",
                "restore",
                "object",
                "getex"),
        List.of("", "nosuch", "config|nosuch", "get|x", "config|", "|"));
    type(
        "unknown-command",
        r ->
            oneOf(
                r,
                "nosuch",
                "GETT",
                "",
                "a\u0000b",
                "get\r\n",
                "a-name-of-more-than-one-hundred-and-twenty-eight-characters-which-is-cut-in-the-message-or-"
                    + "is-it-not-cut-at-all-we-shall-see-what-happens"),
        List.of());
    type(
        "type-name",
        r -> oneOf(r, "string", "STRING", "list", "hash"),
        List.of("", "nosuch", "str"));
    type("cursor", r -> "0", List.of("abc", "-1", "", "1.5", "18446744073709551616", " 0", "0x0"));
  }

  private static String value(RandomGenerator random) {
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> Long.toString(random.nextLong(-1000, 20_000));
      case 3 -> Double.toString(random.nextInt(-1000, 1000) / 8.0);
      case 4 -> Long.toString(random.nextLong());
      case 5 -> "foobar";
      case 6 -> bytes(random, random.nextInt(1, 12));
      case 7 -> "ab".repeat(random.nextInt(1, 60));
      case 8 -> bytes(random, random.nextInt(30, 300));
      default -> oneOf(random, "ohmytext", "mynewtext", "a", "\u00ff\u00f0\u0000", "\u0000", "10");
    };
  }

  private static String bytes(RandomGenerator random, int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.append((char) random.nextInt(256));
    }
    return out.toString();
  }

  private void type(String name, Function<RandomGenerator, String> sensible, List<String> odd) {
    types.put(name, new Type(sensible, odd));
  }

  static String oneOf(RandomGenerator random, List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static String oneOf(RandomGenerator random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
