package dev.rondo.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;

/**
 * Commands and the replies a real Redis gave to them, read from a file beside the test:
 *
 * <pre>
 * # a title: everything is deleted before
 * SET k "a\x00b" -&gt; +OK
 * GET k -&gt; $3 a\x00b
 * !advance 200
 * !list l
 * </pre>
 *
 * <p>A reply stands there as it goes over the wire, with a blank for each line end, and with {@code
 * \xHH} for what is not printable. {@code !advance} moves the clock by milliseconds (on a real
 * server: waits); {@code !list} makes a key a list.
 */
public final class Transcript {
  private static final String ARROW = " -> ";

  private final String title;
  private final List<String> lines = new ArrayList<>();

  private Transcript(String title) {
    this.title = title;
  }

  /** A test for each title in the file, to be run one after the other. */
  public static Stream<DynamicTest> tests(Class<?> owner, String resource, CommandHarness harness) {
    return read(owner, resource).stream()
        .map(scene -> dynamicTest(scene.title, () -> scene.replay(harness)));
  }

  private static List<Transcript> read(Class<?> owner, String resource) {
    List<Transcript> scenes = new ArrayList<>();
    for (String line : text(owner, resource).lines().toList()) {
      if (line.startsWith("# ")) {
        scenes.add(new Transcript(line.substring(2)));
      } else if (!line.isBlank()) {
        scenes.get(scenes.size() - 1).lines.add(line);
      }
    }
    assertThat(scenes).as(resource).isNotEmpty();
    return scenes;
  }

  private static String text(Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void replay(CommandHarness harness) {
    harness.flush();
    SoftAssertions replies = new SoftAssertions();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "!advance" -> harness.clock().advanceMillis(Long.parseLong(words[1]));
        case "!list" -> harness.plantList(words[1]);
        default -> {
          int arrow = line.indexOf(ARROW);
          String reply = harness.runLine(line.substring(0, arrow));
          String expected = line.substring(arrow + ARROW.length());
          replies.assertThat(shown(reply)).as(line).isEqualTo(expected);
        }
      }
    }
    replies.assertAll();
  }

  private static String shown(String reply) {
    assertThat(reply).endsWith("\r\n");
    StringBuilder shown = new StringBuilder();
    for (char c : reply.replace("\r\n", " ").stripTrailing().toCharArray()) {
      if (c == '\\') {
        shown.append("\\\\");
      } else if (c >= ' ' && c < 0x7F) {
        shown.append(c);
      } else {
        shown.append("\\x%02x".formatted((int) c));
      }
    }
    return shown.toString();
  }
}
