package dev.rondo.server.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.server.text.Lcs.Match;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LcsTest {
  private static final long MAX_BYTES = 512L << 20;

  /**
   * Replies of redis-server 7.0: strings | LCS | LCS IDX MINMATCHLEN 0 | the same with 2. A match
   * is a-range,b-range,length.
   */
  private static final String ANSWERS =
      """
      ohmytext mynewtext | mytext | 4-7,5-8,4 2-3,0-1,2 | 4-7,5-8,4 2-3,0-1,2
      '' abc | '' |  |
      abc '' | '' |  |
      '' '' | '' |  |
      abc abc | abc | 0-2,0-2,3 | 0-2,0-2,3
      abc def | '' |  |
      a aaaa | a | 0-0,3-3,1 |
      aaaa a | a | 3-3,0-0,1 |
      abcbdab bdcaba | bdab | 5-6,3-4,2 3-4,0-1,2 | 5-6,3-4,2 3-4,0-1,2
      bdcaba abcbdab | bcba | 5-5,5-5,1 4-4,3-3,1 2-2,2-2,1 0-0,1-1,1 |
      xaxbxcx abc | abc | 5-5,2-2,1 3-3,1-1,1 1-1,0-0,1 |
      %00%01%ff %ff%00%ff | %00%ff | 2-2,2-2,1 0-0,1-1,1 |
      abab baba | bab | 1-3,0-2,3 | 1-3,0-2,3
      baba abab | aba | 1-3,0-2,3 | 1-3,0-2,3
      aXbYc aZbWc | abc | 4-4,4-4,1 2-2,2-2,1 0-0,0-0,1 |
      GAC AGCAT | AC | 2-2,2-2,1 1-1,0-0,1 |
      bcbdbadbbbcbd bbaaaabbaaabaab | bbabbbb | 11-11,14-14,1 9-9,11-11,1 7-8,6-7,2 4-5,1-2,2 2-2,0-0,1 | 7-8,6-7,2 4-5,1-2,2
      a dbbbcacaabdbcbc | a | 0-0,8-8,1 |
      bcaacaaabcacbc adbcdaadaac | acaaaac | 13-13,10-10,1 10-10,9-9,1 7-7,8-8,1 5-6,5-6,2 4-4,3-3,1 3-3,0-0,1 | 5-6,5-6,2
      b dddbcabda | b | 0-0,6-6,1 |
      aabcabaabbaa bcdbcbbccddcd | bcbbb | 8-9,5-6,2 5-5,3-3,1 2-3,0-1,2 | 8-9,5-6,2 2-3,0-1,2
      acb babbabaaabbbababab | ab | 2-2,17-17,1 0-0,1-1,1 |
      cbcaddabc '' | '' |  |
      bdddaaabadaaa bdbbcbbacddddaab | bdbadaa | 11-12,13-14,2 9-9,9-9,1 7-8,6-7,2 3-3,1-1,1 0-0,0-0,1 | 11-12,13-14,2 7-8,6-7,2
      dabd '' | '' |  |
      adadb bbbcbbab | ab | 4-4,7-7,1 2-2,6-6,1 |
      ab aaa | a | 0-0,0-0,1 |
      bccbcdacddcbad baabb | baa | 12-12,2-2,1 6-6,1-1,1 3-3,0-0,1 |
      babcabb daabdddada | aab | 6-6,3-3,1 4-4,2-2,1 1-1,1-1,1 |
      dadddacdbcbcd cbdcbbabdaccddcddc | dadacccd | 12-12,16-16,1 11-11,14-14,1 9-9,11-11,1 4-6,8-10,3 1-1,6-6,1 0-0,2-2,1 | 4-6,8-10,3
      bcbbcbb bbaccbcabddadcddc | bbcbb | 6-6,8-8,1 4-5,4-5,2 2-3,0-1,2 | 4-5,4-5,2 2-3,0-1,2
      bbabcbabca aaabba | aaba | 9-9,5-5,1 6-7,2-3,2 2-2,0-0,1 | 6-7,2-3,2
      aabaaaabbaaa acd | a | 11-11,0-0,1 |
      badaabaaacddc aabbaaababaabbaaa | baaabaaa | 7-8,10-11,2 3-6,5-8,4 0-1,3-4,2 | 7-8,10-11,2 3-6,5-8,4 0-1,3-4,2
      aaadd bbaaaabaab | aaa | 0-2,2-4,3 | 0-2,2-4,3
      aabbbababb cccccaababababcc | aabababb | 9-9,13-13,1 4-8,7-11,5 0-1,5-6,2 | 4-8,7-11,5 0-1,5-6,2
      abc cb | c | 2-2,0-0,1 |
      '' babbaa | '' |  |
      bcbabaaabccac abaac | abaac | 11-12,3-4,2 7-7,2-2,1 3-4,0-1,2 | 11-12,3-4,2 3-4,0-1,2
      aaab dabbdcabc | aab | 2-3,6-7,2 1-1,1-1,1 | 2-3,6-7,2
      ca bbaaaaba | a | 1-1,7-7,1 |
      cbcccaccc baabba | ba | 5-5,1-1,1 1-1,0-0,1 |
      cccacca abaaaba | aa | 6-6,6-6,1 3-3,0-0,1 |
      caac ca | ca | 2-2,1-1,1 0-0,0-0,1 |
      aaabbaa adadaacacccaca | aaaaa | 6-6,13-13,1 5-5,11-11,1 2-2,4-4,1 1-1,2-2,1 0-0,0-0,1 |
      ac aaba | a | 0-0,0-0,1 |
      """;

  static Stream<String> answersAsRedis() {
    return ANSWERS.lines();
  }

  @ParameterizedTest
  @MethodSource
  void answersAsRedis(String row) {
    String[] fields = Tokens.fields(row);
    String[] strings = fields[0].split(" ", -1);
    byte[] a = Tokens.bytes(strings[0]);
    byte[] b = Tokens.bytes(strings[1]);
    Lcs.Result result = Lcs.find(a, b, MAX_BYTES);
    assertThat(Tokens.token(result.sequence())).isEqualTo(fields[1]);
    assertThat(text(result.matches().stream())).isEqualTo(fields[2]);
    assertThat(text(result.matches(0).stream())).isEqualTo(fields[2]);
    assertThat(text(result.matches(2).stream())).isEqualTo(fields[3]);
    assertThat(Lcs.length(a, b, MAX_BYTES)).isEqualTo(result.length());
  }

  /** Redis needs 4 bytes for each of (length + 1) x (length + 1) cells. */
  @ParameterizedTest
  @CsvSource({
    "511, 511, true",
    "511, 512, false",
    "0, 262143, true",
    "262144, 0, false",
    "1, 131071, true"
  })
  void refusesWhatRedisHasNoMemoryFor(int aLength, int bLength, boolean fits) {
    byte[] a = new byte[aLength];
    byte[] b = new byte[bLength];
    if (fits) {
      assertThat(Lcs.find(a, b, 1 << 20).length()).isEqualTo(Math.min(aLength, bLength));
      return;
    }
    String error = "ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len";
    assertThatThrownBy(() -> Lcs.find(a, b, 1 << 20))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage(error);
    assertThatThrownBy(() -> Lcs.length(a, b, 1 << 20))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage(error);
  }

  @Test
  void theSequenceOfEqualStringsIsTheString() {
    byte[] string = Tokens.ascii("session".repeat(100));
    Lcs.Result result = Lcs.find(string, string.clone(), MAX_BYTES);
    assertThat(result.sequence()).isEqualTo(string);
    assertThat(result.matches()).containsExactly(new Match(0, 699, 0, 699));
  }

  private static String text(Stream<Match> matches) {
    return matches
        .map(
            m -> m.aStart() + "-" + m.aEnd() + "," + m.bStart() + "-" + m.bEnd() + "," + m.length())
        .collect(Collectors.joining(" "));
  }
}
