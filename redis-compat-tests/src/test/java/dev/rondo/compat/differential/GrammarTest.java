package dev.rondo.compat.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The notation of the grammar, and what a dump holds. */
class GrammarTest {

  @Test
  void wordsStandForThemselves() {
    assertThat(instances("CONFIG GET \"*\" \"\"")).containsExactly("CONFIG GET * ");
  }

  @Test
  void roundBracketsAreOneAlternative() {
    assertThat(instances("A ( B | C D )")).containsExactlyInAnyOrder("A B", "A C D");
  }

  @Test
  void squareBracketsAreOneOrNone() {
    assertThat(instances("A [ B | C ]")).containsExactlyInAnyOrder("A", "A B", "A C");
  }

  @Test
  void repetitions() {
    assertThat(instances("A ( B )*")).containsExactlyInAnyOrder("A", "A B", "A B B", "A B B B");
    assertThat(instances("A ( B )+")).containsExactlyInAnyOrder("A B", "A B B", "A B B B");
  }

  @Test
  void bracketsNest() {
    assertThat(instances("( A [ B ] | C )")).containsExactlyInAnyOrder("A", "A B", "C");
  }

  @Test
  void rows() {
    Grammar grammar =
        Grammar.parse("# comment\n\n3 GET <key>\n1! @7.2 NEW ; OTHER x\n2 @6.2 OLD", 7.0);

    assertThat(grammar.rows()).extracting(Grammar.Row::weight).containsExactly(3, 2);
    assertThat(Grammar.parse("1! @7.2 NEW ; OTHER x", 7.2).rows())
        .containsExactly(
            new Grammar.Row(
                1, true, 7.2, false, List.of(Template.parse("NEW"), Template.parse("OTHER x"))));
  }

  @Test
  void rowsForOneNodeOnly() {
    Grammar grammar = Grammar.parse("1 GET <key>\n1! @7.2 @one-node NEW\n1 @one-node OLD x", 7.2);

    assertThat(grammar.rows())
        .extracting(Grammar.Row::oneNodeOnly)
        .containsExactly(false, true, true);
    assertThat(grammar.forCluster().rows()).containsExactly(grammar.rows().get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A ( B", "A )", "A ( B ]+", "A | B"})
  void bracketsMustMatch(String line) {
    assertThatThrownBy(() -> Template.parse(line)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyTypeInTheGrammarIsDeclared() {
    SequenceGenerator generator = new SequenceGenerator(Grammar.load(99), seed -> "");
    assertThat(IntStream.range(0, 2_000).mapToObj(generator::generate)).doesNotContainNull();
  }

  @Test
  void checksumOfDumps() {
    assertThat(DumpPayload.crc64("123456789")).isEqualTo(0xe9c6d914c4b8d9caL);
  }

  @Test
  void dumpsInEveryEncoding() {
    assertThat(decode("\0\003abc")).isEqualTo("abc");
    assertThat(decode("\0\100\003abc")).isEqualTo("abc");
    assertThat(decode("\0\200\0\0\0\003abc")).isEqualTo("abc");
    assertThat(decode("\0\300\376")).isEqualTo("-2");
    assertThat(decode("\0\301\376\377")).isEqualTo("-2");
    assertThat(decode("\0\302\376\377\377\177")).isEqualTo("2147483646");
    assertThat(decode("\0\303\004\003\002abc")).isEqualTo("abc");
    assertThat(decode("\0\303\005\012\000a\340\000\000")).isEqualTo("aaaaaaaaaa");
    assertThat(decode("\0\004abc")).isEqualTo("nothing");
    assertThat(DumpPayload.decode("short")).isEmpty();
  }

  private static String decode(String body) {
    return DumpPayload.decode(DumpPayload.withFooter(body, 10)).orElse("nothing");
  }

  private static Set<String> instances(String line) {
    SplittableRandom random = new SplittableRandom(1);
    Template template = Template.parse(line);
    Arguments arguments = new Arguments(random, "");
    Set<List<String>> drawn = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      List<String> words = new ArrayList<>();
      template.draw(random, arguments, words);
      drawn.add(words);
    }
    return drawn.stream().map(words -> String.join(" ", words)).collect(Collectors.toSet());
  }
}
