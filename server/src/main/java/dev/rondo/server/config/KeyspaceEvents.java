package dev.rondo.server.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Redis's {@code notify-keyspace-events}: which events are published, as a text of one letter a
 * class. It is shown in Redis's canonical order, where {@code A} stands for all classes of
 * commands.
 *
 * @param classes the classes asked for
 */
public record KeyspaceEvents(Set<EventClass> classes) {
  /** A class of events and its letter, in the order in which Redis prints them. */
  public enum EventClass {
    GENERIC('g'),
    STRING('$'),
    LIST('l'),
    SET('s'),
    HASH('h'),
    ZSET('z'),
    EXPIRED('x'),
    EVICTED('e'),
    STREAM('t'),
    MODULE('d'),
    NEW('n'),
    /** Events on channels {@code __keyspace@<db>__:<key>}. */
    KEYSPACE('K'),
    /** Events on channels {@code __keyevent@<db>__:<event>}. */
    KEYEVENT('E'),
    KEY_MISS('m');

    private final char letter;

    EventClass(char letter) {
      this.letter = letter;
    }
  }

  /** What {@code A} stands for. */
  private static final Set<EventClass> ALL =
      Set.copyOf(EnumSet.range(EventClass.GENERIC, EventClass.MODULE));

  static final KeyspaceEvents NONE = new KeyspaceEvents(Set.of());

  public KeyspaceEvents {
    classes = Set.copyOf(classes);
  }

  static final ValueType<KeyspaceEvents> TYPE =
      new ValueType<>() {
        @Override
        public KeyspaceEvents parse(List<String> words, KeyspaceEvents current)
            throws InvalidSettingException {
          if (words.size() != 1) {
            throw new InvalidSettingException("wrong number of arguments");
          }
          Set<EventClass> classes = EnumSet.noneOf(EventClass.class);
          String letters = words.get(0);
          for (int i = 0; i < letters.length(); i++) {
            classes.addAll(classesOf(letters.charAt(i)));
          }
          return new KeyspaceEvents(classes);
        }

        @Override
        public String format(KeyspaceEvents value) {
          boolean all = value.classes().containsAll(ALL);
          StringBuilder text = new StringBuilder(all ? "A" : "");
          for (EventClass eventClass : EventClass.values()) {
            // Redis leaves n out behind A as well
            boolean coveredByAll = all && eventClass.compareTo(EventClass.NEW) <= 0;
            if (value.classes().contains(eventClass) && !coveredByAll) {
              text.append(eventClass.letter);
            }
          }
          return text.toString();
        }

        @Override
        public String allowed() {
          return "letters of Ag$lshzxeKEtmdn, or \"\"";
        }
      };

  private static Set<EventClass> classesOf(char letter) throws InvalidSettingException {
    if (letter == 'A') {
      return ALL;
    }
    for (EventClass eventClass : EventClass.values()) {
      if (eventClass.letter == letter) {
        return Set.of(eventClass);
      }
    }
    throw new InvalidSettingException("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
  }
}
