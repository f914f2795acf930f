package dev.rondo.server.session;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The clients that see every command: MONITOR. Safe for use by many threads.
 *
 * <p>A line looks like {@code 1339518083.107412 [0 127.0.0.1:60866] "get" "x"} (Redis command page
 * MONITOR).
 */
public final class Monitors {
  private final InstantSource clock;
  private final List<Session> monitors = new CopyOnWriteArrayList<>();

  public Monitors(InstantSource clock) {
    this.clock = clock;
  }

  public void add(Session session) {
    if (!monitors.contains(session)) {
      monitors.add(session);
    }
  }

  public void remove(Session session) {
    monitors.remove(session);
  }

  public boolean isEmpty() {
    return monitors.isEmpty();
  }

  public int count() {
    return monitors.size();
  }

  /** Shows a command that is about to run to all monitors. */
  public void feed(Session sender, byte[][] arguments) {
    String line = line(sender, arguments);
    for (Session monitor : monitors) {
      monitor.connection().push(out -> out.simple(line));
    }
  }

  private String line(Session sender, byte[][] arguments) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    StringBuilder line = new StringBuilder(64);
    line.append(micros / 1_000_000L)
        .append('.')
        .append("%06d".formatted(micros % 1_000_000L))
        .append(" [")
        .append(sender.database())
        .append(' ')
        .append(sender.connection().remoteAddress())
        .append(']');
    for (byte[] argument : arguments) {
      line.append(' ');
      quote(argument, line);
    }
    return line.toString();
  }

  /**
   * Appends bytes as Redis shows them: in quotes, with backslashes before what is not printable.
   */
  static void quote(byte[] bytes, StringBuilder into) {
    into.append('"');
    for (char c : new String(bytes, StandardCharsets.ISO_8859_1).toCharArray()) {
      switch (c) {
        case '"', '\\' -> into.append('\\').append(c);
        case '\n' -> into.append("\\n");
        case '\r' -> into.append("\\r");
        case '\t' -> into.append("\\t");
        case 0x07 -> into.append("\\a");
        case '\b' -> into.append("\\b");
        default -> {
          if (c >= ' ' && c < 0x7F) {
            into.append(c);
          } else {
            into.append("\\x%02x".formatted((int) c));
          }
        }
      }
    }
    into.append('"');
  }
}
