package dev.rondo.server.config;

import dev.rondo.cluster.Level;
import dev.rondo.server.consistency.ConsistencyChoice;
import dev.rondo.server.consistency.ConsistencyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Some {@link ConsistencyRule}s as text: {@code sess:* read=one write=quorum cart:* read=all}. A
 * word that is no choice begins the next rule. Further lines in a file add rules behind those of
 * the first.
 */
final class ConsistencyRules implements ValueType<List<ConsistencyRule>> {
  static final int MAX_RULES = 64;

  private static final String READ = "read=";
  private static final String WRITE = "write=";

  private final String subject;

  /**
   * @param subject what a rule is about, for messages
   */
  ConsistencyRules(String subject) {
    this.subject = subject;
  }

  @Override
  public List<ConsistencyRule> parse(List<String> words, List<ConsistencyRule> current)
      throws InvalidSettingException {
    return parseAgain(words, List.of());
  }

  @Override
  public List<ConsistencyRule> parseAgain(List<String> words, List<ConsistencyRule> previous)
      throws InvalidSettingException {
    if (words.isEmpty() || words.equals(List.of(""))) {
      return List.of();
    }
    List<ConsistencyRule> rules = new ArrayList<>(previous);
    int at = 0;
    while (at < words.size()) {
      String about = words.get(at++);
      ConsistencyChoice choice = ConsistencyChoice.NONE;
      while (at < words.size() && isChoice(words.get(at))) {
        choice = with(choice, words.get(at++));
      }
      if (isChoice(about) || about.isBlank() || about.indexOf(' ') >= 0) {
        throw new InvalidSettingException("a rule begins with a " + subject + " without blanks");
      }
      if (choice.equals(ConsistencyChoice.NONE)) {
        throw new InvalidSettingException(
            "'%s' needs read=<level>, write=<level> or both".formatted(about));
      }
      rules.add(new ConsistencyRule(about, choice));
    }
    if (rules.size() > MAX_RULES) {
      throw new InvalidSettingException("at most " + MAX_RULES + " rules");
    }
    return List.copyOf(rules);
  }

  private static boolean isChoice(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return lower.startsWith(READ) || lower.startsWith(WRITE);
  }

  private static ConsistencyChoice with(ConsistencyChoice choice, String word)
      throws InvalidSettingException {
    boolean read = word.toLowerCase(Locale.ROOT).startsWith(READ);
    Level level;
    try {
      level = Level.parse(word.substring(read ? READ.length() : WRITE.length()));
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException("'%s' names no consistency level".formatted(word));
    }
    if ((read ? choice.read() : choice.write()) != null) {
      throw new InvalidSettingException("'%s' says it again".formatted(word));
    }
    return read ? choice.withRead(level) : choice.withWrite(level);
  }

  @Override
  public String format(List<ConsistencyRule> value) {
    return String.join(" ", value.stream().flatMap(rule -> words(rule).stream()).toList());
  }

  private static List<String> words(ConsistencyRule rule) {
    List<String> words = new ArrayList<>(List.of(rule.subject()));
    Level read = rule.choice().read();
    Level write = rule.choice().write();
    if (read != null) {
      words.add(READ + read.toString().toLowerCase(Locale.ROOT));
    }
    if (write != null) {
      words.add(WRITE + write.toString().toLowerCase(Locale.ROOT));
    }
    return words;
  }

  @Override
  public List<List<String>> fileLines(List<ConsistencyRule> value) {
    return value.isEmpty()
        ? List.of(List.of(""))
        : value.stream().map(ConsistencyRules::words).toList();
  }

  @Override
  public boolean takesManyWords() {
    return true;
  }

  @Override
  public String allowed() {
    return "\"\" | <%s> read=<level> write=<level> ..., at most %d".formatted(subject, MAX_RULES);
  }
}
