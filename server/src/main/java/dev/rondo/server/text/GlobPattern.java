package dev.rondo.server.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A glob pattern as KEYS, SCAN MATCH, PSUBSCRIBE, CONFIG GET and ACL rules understand it.
 *
 * <p>{@code *} stands for any bytes, {@code ?} for one byte, {@code [abc]}, {@code [a-z]} and
 * {@code [^a]} for one byte of (or outside) a class, and a backslash takes the next byte literally.
 * The corners follow Redis:
 *
 * <ul>
 *   <li>the ends of a range may come in either order, and bytes compare as signed, so {@code
 *       [\x01-\xff]} is -1..1;
 *   <li>a class that is not closed ends with the pattern; {@code []} matches nothing and {@code
 *       [^]} anything;
 *   <li>a backslash at the very end stands for itself;
 *   <li>ignoring case concerns ASCII letters only, and not those escaped inside a class;
 *   <li>the empty string is matched by the empty pattern alone, not by {@code *};
 *   <li>a pattern with more than {@value #MAX_BACKTRACKING_STARS} separate stars before its last
 *       element matches nothing (Redis since 7.2.6 and its backports stop there).
 * </ul>
 *
 * <p>Instances are immutable. Matching allocates nothing and takes at most (pattern length x string
 * length) steps: only the latest star is ever retried, because an earlier one could not find
 * anything the latest did not.
 */
public final class GlobPattern {
  static final int MAX_BACKTRACKING_STARS = 1000;

  /** Elements below this are literal bytes, 0..255. */
  private static final int ANY_BYTE = 256;

  private static final int ANY_BYTES = 257;

  /**
   * Elements from here on are classes: the element minus this is the index into {@link #classes}.
   */
  private static final int FIRST_CLASS = 258;

  private final int[] elements;
  private final List<ByteClass> classes;
  private final boolean ignoreCase;
  private final boolean matchesNothing;

  private GlobPattern(int[] elements, List<ByteClass> classes, boolean ignoreCase) {
    this.elements = elements;
    this.classes = classes;
    this.ignoreCase = ignoreCase;
    this.matchesNothing = backtrackingStars(elements) > MAX_BACKTRACKING_STARS;
  }

  /** Compiles a case-sensitive pattern. Every byte string is a valid pattern. */
  public static GlobPattern compile(byte[] pattern) {
    return compile(pattern, false);
  }

  /**
   * Compiles a pattern.
   *
   * @param ignoreCase whether ASCII letters match in either case
   */
  public static GlobPattern compile(byte[] pattern, boolean ignoreCase) {
    return new Compiler(pattern, ignoreCase).compile();
  }

  /** Whether the whole of {@code string} matches. */
  public boolean matches(byte[] string) {
    if (string.length == 0) {
      return elements.length == 0;
    }
    if (matchesNothing) {
      return false;
    }
    int element = 0;
    int at = 0;
    int retryElement = -1;
    int retryAt = -1;
    while (at < string.length) {
      if (element < elements.length && elements[element] == ANY_BYTES) {
        retryElement = ++element;
        retryAt = at;
        if (element == elements.length) {
          return true;
        }
      } else if (element < elements.length && matchesOne(elements[element], string[at])) {
        element++;
        at++;
      } else if (retryElement >= 0) {
        element = retryElement;
        at = ++retryAt;
      } else {
        return false;
      }
    }
    while (element < elements.length && elements[element] == ANY_BYTES) {
      element++;
    }
    return element == elements.length;
  }

  /**
   * The only byte string this pattern can match, or null when it has a wildcard, a class, or
   * ignores case. Lets a caller replace a search by one look-up.
   */
  public byte @Nullable [] literalOrNull() {
    if (ignoreCase) {
      return null;
    }
    byte[] literal = new byte[elements.length];
    for (int i = 0; i < elements.length; i++) {
      if (elements[i] >= ANY_BYTE) {
        return null;
      }
      literal[i] = (byte) elements[i];
    }
    return literal;
  }

  private boolean matchesOne(int element, byte b) {
    if (element < ANY_BYTE) {
      return element == ((ignoreCase ? lower(b) : b) & 0xff);
    }
    return element == ANY_BYTE || classes.get(element - FIRST_CLASS).contains(b);
  }

  private static int backtrackingStars(int[] elements) {
    int stars = 0;
    for (int i = 0; i < elements.length - 1; i++) {
      if (elements[i] == ANY_BYTES) {
        stars++;
      }
    }
    return stars;
  }

  private static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
  }

  /** A set of bytes, as 256 bits. */
  private static final class ByteClass {
    private final long[] members = new long[4];

    void add(byte b) {
      members[(b & 0xff) >> 6] |= 1L << (b & 0x3f);
    }

    void invert() {
      for (int i = 0; i < members.length; i++) {
        members[i] = ~members[i];
      }
    }

    boolean contains(byte b) {
      return ((members[(b & 0xff) >> 6] >>> (b & 0x3f)) & 1) != 0;
    }
  }

  /** Reads a pattern once, left to right. */
  private static final class Compiler {
    private final byte[] pattern;
    private final boolean ignoreCase;
    private final int[] elements;
    private final List<ByteClass> classes = new ArrayList<>();
    private int size;
    private int at;

    Compiler(byte[] pattern, boolean ignoreCase) {
      this.pattern = pattern;
      this.ignoreCase = ignoreCase;
      this.elements = new int[pattern.length];
    }

    GlobPattern compile() {
      while (at < pattern.length) {
        byte b = pattern[at++];
        switch (b) {
          case '*' -> addStar();
          case '?' -> elements[size++] = ANY_BYTE;
          case '[' -> addClass();
          case '\\' -> addLiteral(at < pattern.length ? pattern[at++] : b);
          default -> addLiteral(b);
        }
      }
      return new GlobPattern(Arrays.copyOf(elements, size), List.copyOf(classes), ignoreCase);
    }

    private void addStar() {
      if (size == 0 || elements[size - 1] != ANY_BYTES) {
        elements[size++] = ANY_BYTES;
      }
    }

    private void addLiteral(byte b) {
      elements[size++] = (ignoreCase ? lower(b) : b) & 0xff;
    }

    private void addClass() {
      ByteClass set = new ByteClass();
      boolean negated = at < pattern.length && pattern[at] == '^';
      if (negated) {
        at++;
      }
      while (at < pattern.length && pattern[at] != ']') {
        int left = pattern.length - at;
        if (left >= 2 && pattern[at] == '\\') {
          set.add(pattern[at + 1]);
          at += 2;
        } else if (left >= 3 && pattern[at + 1] == '-') {
          addRange(set, pattern[at], pattern[at + 2]);
          at += 3;
        } else {
          addMember(set, pattern[at]);
          at++;
        }
      }
      at++;
      if (negated) {
        set.invert();
      }
      elements[size++] = FIRST_CLASS + classes.size();
      classes.add(set);
    }

    private void addMember(ByteClass set, byte member) {
      set.add(member);
      if (ignoreCase) {
        set.add(lower(member));
        set.add(upper(member));
      }
    }

    private void addRange(ByteClass set, byte one, byte other) {
      byte first = (byte) Math.min(one, other);
      byte last = (byte) Math.max(one, other);
      if (ignoreCase) {
        first = lower(first);
        last = lower(last);
      }
      for (int b = Byte.MIN_VALUE; b <= Byte.MAX_VALUE; b++) {
        byte compared = ignoreCase ? lower((byte) b) : (byte) b;
        if (compared >= first && compared <= last) {
          set.add((byte) b);
        }
      }
    }

    private static byte upper(byte b) {
      return b >= 'a' && b <= 'z' ? (byte) (b - ('a' - 'A')) : b;
    }
  }
}
