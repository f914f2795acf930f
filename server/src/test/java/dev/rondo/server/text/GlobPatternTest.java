package dev.rondo.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GlobPatternTest {
  private static final String KEYS =
      "a b ab abc aab A aBc a-c ] [ ^ - * ? a*b \\ \\a a] ^a %00 %01 %7f %80 %ff a%ff session:1 session:12 ab] _ ` @ Z z '' {a}";

  /** Which of KEYS redis-server 7.0 lists for KEYS pattern. */
  private static final String MATCHES =
      """
      a | a
      a* | a ab abc aab aBc a-c a*b a] a%ff ab]
      *a | a \\a ^a
      ** | a b ab abc aab A aBc a-c ] [ ^ - * ? a*b \\ \\a a] ^a %00 %01 %7f %80 %ff a%ff session:1 session:12 ab] _ ` @ Z z {a}
      *** | a b ab abc aab A aBc a-c ] [ ^ - * ? a*b \\ \\a a] ^a %00 %01 %7f %80 %ff a%ff session:1 session:12 ab] _ ` @ Z z {a}
      ? | a b A ] [ ^ - * ? \\ %00 %01 %7f %80 %ff _ ` @ Z z
      ?? | ab \\a a] ^a a%ff
      a?c | abc aBc a-c
      a*c | abc aBc a-c
      *b* | b ab abc aab a*b ab]
      session:* | session:1 session:12
      session:? | session:1
      se*:1* | session:1 session:12
      [ab] | a b
      [^a] | b A ] [ ^ - * ? \\ %00 %01 %7f %80 %ff _ ` @ Z z
      [^ab]* | A ] [ ^ - * ? \\ \\a ^a %00 %01 %7f %80 %ff session:1 session:12 _ ` @ Z z {a}
      [a-c] | a b
      [c-a] | a b
      [a- | a -
      [a-] | a ] ^ _ `
      [a | a
      [ |
      [] |
      [^] | a b A ] [ ^ - * ? \\ %00 %01 %7f %80 %ff _ ` @ Z z
      [^ | a b A ] [ ^ - * ? \\ %00 %01 %7f %80 %ff _ ` @ Z z
      []a] |
      [^]] | a]
      [\\]] | ]
      [a\\-c] | a -
      [a-\\]] | a]
      [\\a-c]* | a ab abc aab aBc a-c - a*b a] a%ff ab]
      a[b-]* | ab a]
      a[-]c | a-c
      \\* | *
      a\\*b | a*b
      \\ | \\
      \\\\ | \\
      \\\\a | \\a
      \\a | a
      a\\ |
      [\\ | \\
      [\\] | ]
      [\\\\] | \\
      [%01-%ff] | %00 %01 %ff
      [%80-%ff] | %80 %ff
      [%00-%7f] | a b A ] [ ^ - * ? \\ %00 %01 %7f _ ` @ Z z
      [%7f-%80] | a b A ] [ ^ - * ? \\ %00 %01 %7f %80 %ff _ ` @ Z z
      %ff | %ff
      a%ff | a%ff
      '' | ''
      [^%00] | a b A ] [ ^ - * ? \\ %01 %7f %80 %ff _ ` @ Z z
      [*] | *
      [?] | ?
      ] | ]
      ^ | ^
      ^a | ^a
      [^^] | a b A ] [ - * ? \\ %00 %01 %7f %80 %ff _ ` @ Z z
      [--a] | a A ] [ ^ - ? \\ _ ` @ Z
      [%5b-%60] | ] [ ^ \\ _ `
      *] | ] a] ab]
      {*} | {a}
      ?*? | ab abc aab aBc a-c a*b \\a a] ^a a%ff session:1 session:12 ab] {a}
      a**c | abc aBc a-c
      *a*b* | ab abc aab a*b ab]
      a*b*c* | abc
      [A-Z] | A Z
      [Z-A] | A Z
      [[-`] | ] [ ^ \\ _ `
      [@-_] | A ] [ ^ \\ _ @ Z
      - | -
      [+--] | -
      a-c | a-c
      *[b]* | b ab abc aab a*b ab]
      """;

  private static final String COMMANDS =
      "get set getset getex getdel mget mset setex setnx object|help client|id zadd geoadd";

  /**
   * Which of COMMANDS redis-server 7.0 lists for COMMAND LIST FILTERBY PATTERN, which ignores case.
   */
  private static final String MATCHES_IGNORING_CASE =
      """
      GET | get
      get | get
      GeT* | get getset getex getdel
      *SET* | set getset mset setex setnx
      [G]et | get
      [f-h]ET | get
      [F-H]ET | get
      [H-f]et |
      [G-s]et | get set
      [^G]ET | set
      [\\G]et |
      [\\g]et | get
      \\GET | get
      ?ET | get set
      MGET | mget
      *[X] | getex setex setnx
      Z* | zadd
      *%7c* | object%7chelp client%7cid
      *%7cID | client%7cid
      [A-_]* |
      [^A-M]* | set setex setnx object%7chelp zadd
      """;

  static Stream<String> matches() {
    return MATCHES.lines();
  }

  static Stream<String> matchesIgnoringCase() {
    return MATCHES_IGNORING_CASE.lines();
  }

  @ParameterizedTest
  @MethodSource
  void matches(String row) {
    String[] fields = Tokens.fields(row);
    assertThat(matching(GlobPattern.compile(Tokens.bytes(fields[0])), KEYS)).isEqualTo(fields[1]);
  }

  @ParameterizedTest
  @MethodSource
  void matchesIgnoringCase(String row) {
    String[] fields = Tokens.fields(row);
    GlobPattern pattern = GlobPattern.compile(Tokens.bytes(fields[0]), true);
    assertThat(matching(pattern, COMMANDS.replace("|", "%7c"))).isEqualTo(fields[1]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"abc abc", "a\\*b a*b", "\\a a", "\\ \\", "'' ''", "a] a]", "a-b^ a-b^"})
  void aPatternWithoutWildcardsIsALiteral(String pattern, String literal) {
    assertThat(GlobPattern.compile(Tokens.bytes(pattern)).literalOrNull())
        .isEqualTo(Tokens.bytes(literal));
  }

  @ParameterizedTest
  @CsvSource({"a*", "?", "[a]", "[", "**"})
  void aPatternWithWildcardsIsNone(String pattern) {
    assertThat(GlobPattern.compile(Tokens.bytes(pattern)).literalOrNull()).isNull();
    assertThat(GlobPattern.compile(Tokens.bytes("a"), true).literalOrNull()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"1000, '', true", "1001, '', false", "1000, '*', true", "1001, '*', false"})
  void tooManyStarsMatchNothing(int stars, String end, boolean matches) {
    byte[] pattern = Tokens.ascii("*a".repeat(stars) + end);
    assertThat(GlobPattern.compile(pattern).matches(Tokens.ascii("a".repeat(stars))))
        .isEqualTo(matches);
  }

  /**
   * Naive backtracking would take some 10^30 steps here; the limit only stops a test that would
   * never end.
   */
  @Test
  void hostilePatternsAreCheap() {
    GlobPattern pattern = GlobPattern.compile(Tokens.ascii("a*".repeat(500) + "b"));
    byte[] string = Tokens.ascii("a".repeat(5_000));
    boolean matches =
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(1), () -> pattern.matches(string));
    assertThat(matches).isFalse();
  }

  private static String matching(GlobPattern pattern, String strings) {
    return Stream.of(strings.split(" ", -1))
        .filter(string -> pattern.matches(Tokens.bytes(string)))
        .collect(Collectors.joining(" "));
  }
}
