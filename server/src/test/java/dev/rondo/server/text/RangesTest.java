package dev.rondo.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RangesTest {
  /** Replies of redis-server 7.0 to GETRANGE: value | start end | reply. */
  private static final String SLICES =
      """
      Rondo | 0 -5 | R
      Rondo | 2 0 | ''
      Rondo | -1 9223372036854775807 | o
      Rondo | 1 2 | on
      Rondo | 2 5 | ndo
      Rondo | -9223372036854775808 1 | Ro
      Rondo | 1 9223372036854775807 | ondo
      Rondo | 1 4 | ondo
      Rondo | -9 9 | Rondo
      Rondo | 1 1 | o
      Rondo | -6 -6 | R
      Rondo | -9223372036854775808 9 | Rondo
      Rondo | -6 2 | Ron
      Rondo | -9223372036854775808 -4 | Ro
      Rondo | -1 -6 | ''
      Rondo | 4 -2 | ''
      Rondo | 2 4 | ndo
      Rondo | -2 1 | ''
      Rondo | 1 5 | ondo
      Rondo | -4 9 | ondo
      Rondo | -2 9 | do
      Rondo | -4 -9 | ''
      Rondo | 2 -9 | ''
      Rondo | 4 -9 | ''
      Rondo | 4 2 | ''
      Rondo | 4 1 | ''
      Rondo | 4 9223372036854775807 | o
      Rondo | -9 -9 | R
      Rondo | 1 -6 | ''
      Rondo | -1 9 | o
      Rondo | -6 -2 | Rond
      Rondo | -5 -5 | R
      Rondo | 0 -4 | Ro
      a | 0 9223372036854775807 | a
      %00%ff | -2 4 | %00%ff
      %00%ff | -5 -9 | ''
      '' | -2 0 | ''
      a | 0 -4 | a
      a | 0 -9 | a
      Rondo | 9223372036854775807 0 | ''
      '' | 5 4 | ''
      a | -6 5 | a
      %00%ff | -9223372036854775808 2 | %00%ff
      '' | 9223372036854775807 -2 | ''
      '' | -9 5 | ''
      %00%ff | -2 -6 | ''
      a | -5 0 | a
      a | 9 1 | ''
      a | -5 -5 | a
      %00%ff | -5 -6 | ''
      %00%ff | 1 -9223372036854775808 | ''
      Rondo | -5 9 | Rondo
      '' | -4 2 | ''
      a | 0 9 | a
      %00%ff | -5 9 | %00%ff
      Rondo | -6 -9223372036854775808 | ''
      a | 1 -2 | ''
      '' | 5 9 | ''
      '' | 0 9 | ''
      a | -9223372036854775808 -4 | a
      a | 9223372036854775807 -9223372036854775808 | ''
      """;

  static Stream<String> slices() {
    return SLICES.lines();
  }

  @ParameterizedTest
  @MethodSource
  void slices(String row) {
    String[] fields = Tokens.fields(row);
    byte[] value = Tokens.bytes(fields[0]);
    String[] range = fields[1].split(" ", -1);
    long start = Long.parseLong(range[0]);
    long end = Long.parseLong(range[1]);
    assertThat(Tokens.token(Ranges.slice(value, start, end))).isEqualTo(fields[2]);
    Ranges.Span span = Ranges.clamp(start, end, value.length);
    assertThat(span.length()).isEqualTo(Tokens.bytes(fields[2]).length);
    assertThat(span.isEmpty()).isEqualTo(fields[2].equals("''"));
  }
}
