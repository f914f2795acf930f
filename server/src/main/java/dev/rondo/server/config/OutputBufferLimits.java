package dev.rondo.server.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Redis's {@code client-output-buffer-limit}: how much may wait for a client that reads slowly, for
 * each class of clients. A text names any of the classes; the others keep their limits.
 *
 * @param byClass a limit for each class
 */
public record OutputBufferLimits(Map<ClientClass, Limit> byClass) {
  /** What a connection is used for. */
  public enum ClientClass {
    NORMAL("normal"),
    /** Shown as Redis shows it, by its old name. */
    REPLICA("slave"),
    PUBSUB("pubsub");

    private final String text;

    ClientClass(String text) {
      this.text = text;
    }
  }

  /**
   * When a connection is closed. 0 is no limit.
   *
   * @param hardBytes more than this: at once
   * @param softBytes more than this for {@code softSeconds} on end
   * @param softSeconds see {@code softBytes}
   */
  public record Limit(long hardBytes, long softBytes, long softSeconds) {}

  static final OutputBufferLimits DEFAULT =
      new OutputBufferLimits(
          Map.of(
              ClientClass.NORMAL, new Limit(0, 0, 0),
              ClientClass.REPLICA, new Limit(256L << 20, 64L << 20, 60),
              ClientClass.PUBSUB, new Limit(32L << 20, 8L << 20, 60)));

  public OutputBufferLimits {
    byClass = Map.copyOf(byClass);
    if (byClass.size() != ClientClass.values().length) {
      throw new IllegalArgumentException("a class has no limit: " + byClass);
    }
  }

  /** The limit of a class. */
  public Limit of(ClientClass clientClass) {
    Limit limit = byClass.get(clientClass);
    if (limit == null) {
      throw new IllegalStateException("no limit for " + clientClass);
    }
    return limit;
  }

  static final ValueType<OutputBufferLimits> TYPE =
      new ValueType<>() {
        @Override
        public OutputBufferLimits parse(List<String> words, OutputBufferLimits current)
            throws InvalidSettingException {
          if (words.isEmpty() || words.size() % 4 != 0) {
            throw new InvalidSettingException(
                "Wrong number of arguments in buffer limit configuration.");
          }
          Map<ClientClass, Limit> limits = new EnumMap<>(current.byClass());
          for (int i = 0; i < words.size(); i += 4) {
            limits.put(clientClass(words.get(i)), limit(words.subList(i + 1, i + 4)));
          }
          return new OutputBufferLimits(limits);
        }

        @Override
        public String format(OutputBufferLimits value) {
          return fileLines(value).stream()
              .map(words -> String.join(" ", words))
              .collect(Collectors.joining(" "));
        }

        @Override
        public List<List<String>> fileLines(OutputBufferLimits value) {
          return List.of(ClientClass.values()).stream()
              .map(
                  clientClass -> {
                    Limit limit = value.of(clientClass);
                    return List.of(
                        clientClass.text,
                        Long.toString(limit.hardBytes()),
                        Long.toString(limit.softBytes()),
                        Long.toString(limit.softSeconds()));
                  })
              .toList();
        }

        @Override
        public boolean takesManyWords() {
          return true;
        }

        @Override
        public String allowed() {
          return "normal|replica|pubsub <hard bytes> <soft bytes> <soft seconds> ...";
        }
      };

  private static ClientClass clientClass(String word) throws InvalidSettingException {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "normal" -> ClientClass.NORMAL;
      case "replica", "slave" -> ClientClass.REPLICA;
      case "pubsub" -> ClientClass.PUBSUB;
      default ->
          throw new InvalidSettingException(
              "Invalid client class specified in buffer limit configuration.");
    };
  }

  private static Limit limit(List<String> words) throws InvalidSettingException {
    try {
      long seconds = Long.parseLong(words.get(2));
      if (seconds >= 0) {
        return new Limit(MemorySize.parse(words.get(0)), MemorySize.parse(words.get(1)), seconds);
      }
    } catch (InvalidSettingException | NumberFormatException e) {
      throw badLimit();
    }
    throw badLimit();
  }

  private static InvalidSettingException badLimit() {
    return new InvalidSettingException(
        "Error in hard, soft or soft_seconds setting in buffer limit configuration.");
  }
}
