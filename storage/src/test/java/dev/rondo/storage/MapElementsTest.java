package dev.rondo.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MapElementsTest {
  private static final Dot DOT = new Dot(1, 1, 10);

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static MapElements map(String... keysAndValues) {
    ElementEdits edits = new ElementEdits();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      edits.put(bytes(keysAndValues[i]), bytes(keysAndValues[i + 1]));
    }
    return (MapElements) MapElements.of(edits, DOT);
  }

  @Test
  void keysAscendAsUnsignedBytes() {
    MapElements map = map("\u00ff", "1", "a", "2", "", "3");
    assertThat(IntStream.range(0, map.size()).mapToObj(i -> text(map.key(i))))
        .containsExactly("", "a", "\u00ff");
    assertThat(map.get(bytes("a"))).isEqualTo(bytes("2"));
    assertThat(map.get(bytes("b"))).isNull();
    assertThat(map.indexOf(bytes("b"))).isEqualTo(-3);
  }

  @Test
  void editingLikeATreeMap() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    TreeMap<String, String> expected = new TreeMap<>();
    Elements elements = Elements.NONE;
    for (int round = 1; round < 2_000; round++) {
      ElementEdits edits = new ElementEdits();
      for (int i = random.nextInt(4); i >= 0; i--) {
        String key = Integer.toString(random.nextInt(20));
        if (random.nextInt(5) < 3) {
          edits.remove(bytes(key));
          expected.remove(key);
        } else {
          edits.put(bytes(key), bytes("v" + round));
          expected.put(key, "v" + round);
        }
      }
      Dot dot = new Dot(1, round, round);
      elements =
          elements instanceof MapElements map ? map.edit(edits, dot) : MapElements.of(edits, dot);
      assertThat(shown(elements)).as("seed %s", seed).isEqualTo(expected);
    }
  }

  private static Map<String, String> shown(Elements elements) {
    Map<String, String> shown = new TreeMap<>();
    if (elements instanceof MapElements map) {
      for (int i = 0; i < map.size(); i++) {
        shown.put(text(map.key(i)), text(map.value(i)));
      }
    }
    return shown;
  }

  @Test
  void isNothingWithoutElements() {
    assertThat(map("a", "1").edit(new ElementEdits().remove(bytes("a")), DOT))
        .isSameAs(Elements.NONE);
    assertThat(MapElements.of(new ElementEdits().remove(bytes("a")), DOT)).isSameAs(Elements.NONE);
  }

  @Test
  void ordersByValueThenByKey() {
    MapElements map = map("c", "1", "a", "2", "b", "1", "d", "0");
    assertThat(
            Arrays.stream(map.byValue())
                .mapToObj(i -> text(map.key(i)))
                .collect(Collectors.joining()))
        .isEqualTo("dbca");
  }

  @Test
  void refusesKeysOutOfOrder() {
    SingleElement value = SingleElement.of(DOT, bytes(""));
    assertThatThrownBy(
            () ->
                MapElements.decoded(
                    new byte[][] {bytes("b"), bytes("a")}, new SingleElement[] {value, value}))
        .isInstanceOf(StoreException.class);
  }
}
