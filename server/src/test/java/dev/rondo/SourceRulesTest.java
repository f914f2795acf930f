package dev.rondo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Rules about the source text of all modules: what class files do not show, and what holds for
 * tests too.
 */
final class SourceRulesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void nobodySleepsInTestsEither() throws IOException {
    assertNowhere("\\b(Thread|TimeUnit|(NANO|MICRO|MILLI)?SECONDS|MINUTES)\\.sleep\\(");
  }

  @Test
  void nothingIsLeftForLater() throws IOException {
    assertNowhere("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");
  }

  private static void assertNowhere(String regex) throws IOException {
    Pattern pattern = Pattern.compile(regex);
    List<String> found = new ArrayList<>();
    for (Path file : javaFiles()) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (pattern.matcher(lines.get(i)).find()) {
          found.add(ROOT.relativize(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    }
    assertThat(found).isEmpty();
  }

  /** The Java files of every module, this one among them. */
  private static List<Path> javaFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path sources : modules.map(module -> module.resolve("src")).toList()) {
        if (Files.isDirectory(sources)) {
          try (Stream<Path> tree = Files.walk(sources)) {
            tree.filter(path -> path.toString().endsWith(".java")).forEach(files::add);
          }
        }
      }
    }
    assertThat(files).isNotEmpty();
    return files;
  }
}
