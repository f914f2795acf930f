package dev.rondo.compat.differential;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of a command's words, read from a line of text.
 *
 * <p>The words of a line are separated by spaces. {@code <type>} stands for an argument of that
 * type, {@code ( a | b )} for one alternative, {@code [ a | b ]} for one or none; a bracket closed
 * by {@code )*} or {@code )+} is drawn none or one to three times. Any other word, or text in
 * double quotes, stands for itself.
 */
sealed interface Template {

  /** How often a repeated part is drawn at most. */
  int MAX_REPEATS = 3;

  /** Appends the words of one random instance to {@code out}. */
  void draw(RandomGenerator random, Arguments arguments, List<String> out);

  /** A word that stands for itself. */
  record Literal(String text) implements Template {
    @Override
    public void draw(RandomGenerator random, Arguments arguments, List<String> out) {
      out.add(text);
    }
  }

  /** An argument of a named type. */
  record Argument(String type) implements Template {
    @Override
    public void draw(RandomGenerator random, Arguments arguments, List<String> out) {
      out.add(arguments.draw(type, random));
    }
  }

  /** All parts, one after the other. */
  record Sequence(List<Template> parts) implements Template {
    public Sequence {
      parts = List.copyOf(parts);
    }

    @Override
    public void draw(RandomGenerator random, Arguments arguments, List<String> out) {
      parts.forEach(part -> part.draw(random, arguments, out));
    }
  }

  /** One of the alternatives, drawn anew {@code min} to {@code max} times. */
  record Choice(List<Template> alternatives, int min, int max) implements Template {
    public Choice {
      alternatives = List.copyOf(alternatives);
    }

    @Override
    public void draw(RandomGenerator random, Arguments arguments, List<String> out) {
      int times = random.nextInt(min, max + 1);
      for (int i = 0; i < times; i++) {
        alternatives.get(random.nextInt(alternatives.size())).draw(random, arguments, out);
      }
    }
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if brackets don't match
   */
  static Template parse(String line) {
    Deque<String> tokens = new ArrayDeque<>();
    Matcher matcher = Pattern.compile("\"[^\"]*\"|\\S+").matcher(line);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    Template template = parseSequence(tokens);
    if (!tokens.isEmpty()) {
      throw new IllegalArgumentException("unexpected " + tokens.peek() + " in: " + line);
    }
    return template;
  }

  private static Template parseSequence(Deque<String> tokens) {
    List<Template> parts = new ArrayList<>();
    while (!tokens.isEmpty() && !tokens.element().matches("\\||[)\\]].?")) {
      String token = tokens.remove();
      if (token.equals("(") || token.equals("[")) {
        parts.add(parseChoice(tokens, token.equals("[")));
      } else if (token.matches("<.+>")) {
        parts.add(new Argument(token.substring(1, token.length() - 1)));
      } else if (token.startsWith("\"")) {
        parts.add(new Literal(token.substring(1, token.length() - 1)));
      } else {
        parts.add(new Literal(token));
      }
    }
    return new Sequence(parts);
  }

  private static Template parseChoice(Deque<String> tokens, boolean optional) {
    List<Template> alternatives = new ArrayList<>();
    while (true) {
      alternatives.add(parseSequence(tokens));
      String token = tokens.isEmpty() ? "the end of the line" : tokens.remove();
      switch (token) {
        case "|" -> {}
        case ")", "]" -> {
          return new Choice(alternatives, optional ? 0 : 1, 1);
        }
        case ")*" -> {
          return new Choice(alternatives, 0, MAX_REPEATS);
        }
        case ")+" -> {
          return new Choice(alternatives, 1, MAX_REPEATS);
        }
        default -> throw new IllegalArgumentException("unexpected " + token);
      }
    }
  }
}
