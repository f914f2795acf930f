package dev.rondo.server.config;

import dev.rondo.resp.InlineArguments;
import dev.rondo.resp.ProtocolException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A file in redis.conf's syntax: a line is {@code name value ...}, blank, or a comment after {@code
 * #}; words may be quoted as {@link InlineArguments} reads them.
 *
 * @param path where it is
 * @param lines its lines, without their ends
 */
record ConfigFile(Path path, List<String> lines) {
  private static final long MAX_BYTES = 4L << 20;

  ConfigFile {
    lines = List.copyOf(lines);
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException when it cannot be read
   */
  static ConfigFile read(Path path) {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw ConfigException.file(
            "config file " + path + " has more than " + MAX_BYTES + " bytes", null);
      }
      return new ConfigFile(path.toAbsolutePath(), Files.readString(path).lines().toList());
    } catch (IOException e) {
      throw ConfigException.file("cannot read config file " + path + ": " + reason(e), e);
    }
  }

  /** What each line sets, if it sets anything. The list has as many elements as there are lines. */
  List<Optional<Assignment>> contents() {
    List<Optional<Assignment>> contents = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      contents.add(content(lines.get(i).strip(), i + 1));
    }
    return contents;
  }

  /** What this file sets, in order. */
  List<Assignment> assignments() {
    return contents().stream().flatMap(Optional::stream).toList();
  }

  private Optional<Assignment> content(String line, int number) {
    if (line.isEmpty() || line.startsWith("#")) {
      return Optional.empty();
    }
    String origin = path + " line " + number;
    List<String> words;
    try {
      words =
          Arrays.stream(InlineArguments.split(line.getBytes(StandardCharsets.UTF_8)))
              .map(word -> new String(word, StandardCharsets.UTF_8))
              .toList();
    } catch (ProtocolException e) {
      throw ConfigException.malformed("unbalanced quotes in " + origin);
    }
    return Optional.of(new Assignment(words.get(0), words.subList(1, words.size()), origin));
  }

  /** One line that sets something, its words quoted where they must be. */
  static String line(String name, List<String> words) {
    return name + words.stream().map(word -> " " + quoted(word)).collect(Collectors.joining());
  }

  private static String quoted(String word) {
    if (!word.isEmpty()
        && word.chars().allMatch(c -> c > ' ' && c != '"' && c != '\'' && c != '\\' && c != 0x7f)) {
      return word;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default ->
            quoted.append(
                c < ' ' || c == 0x7f ? String.format("\\x%02x", (int) c) : String.valueOf(c));
      }
    }
    return quoted.append('"').toString();
  }

  /**
   * Replaces the file by these lines: whoever reads it, also after a crash, finds the old or the
   * new text.
   *
   * @throws ConfigException when it cannot be written
   */
  void replace(List<String> newLines) {
    Path temporary = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.write(temporary, newLines);
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw ConfigException.file("cannot write config file " + path + ": " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
  }
}
