package dev.rondo.server.command.admin;

import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandGroup.SERVER;

import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.text.Numbers;
import java.util.List;
import java.util.random.RandomGenerator;

/** LOLWUT: draws a ring of slots and which of three nodes owns which arc. */
public final class LolwutCommand {
  private static final int RADIUS = 9;
  private static final double HALF_STROKE = 0.75;

  /** A character is about twice as high as wide. */
  private static final int COLUMNS_A_ROW = 2;

  private static final String NODES = "abc";
  private static final int TOKENS = 24;

  private final String redisVersion;
  private final RandomGenerator random;

  /**
   * @param redisVersion the version of Redis that the last line names, as clients expect
   * @param random chooses the owners; used on any thread
   */
  public LolwutCommand(String redisVersion, RandomGenerator random) {
    this.redisVersion = redisVersion;
    this.random = random;
  }

  /** The rows of this concept. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.named("lolwut", -1, SERVER, this::lolwut)
            .flags(READONLY, FAST)
            .since("5.0.0")
            .summary("Draws something, and tells the version."));
  }

  private void lolwut(Invocation call) {
    if (call.argumentCount() > 2 && call.argumentIs(1, "VERSION")) {
      // There is one drawing only, but what is no version is an error.
      long unused = Numbers.parseLong(call.argument(2));
    }
    String text = drawing() + "\nRedis ver. " + redisVersion + "\n";
    call.reply(out -> out.verbatim("txt", text));
  }

  private String drawing() {
    char[] owners = new char[TOKENS];
    for (int token = 0; token < TOKENS; token++) {
      owners[token] = NODES.charAt(random.nextInt(NODES.length()));
    }
    StringBuilder drawing = new StringBuilder();
    for (int row = -RADIUS; row <= RADIUS; row++) {
      StringBuilder line = new StringBuilder();
      for (int column = -RADIUS * COLUMNS_A_ROW; column <= RADIUS * COLUMNS_A_ROW; column++) {
        line.append(at((double) column / COLUMNS_A_ROW, row, owners));
      }
      drawing.append(line.toString().stripTrailing()).append('\n');
    }
    return drawing.toString();
  }

  private static char at(double x, double y, char[] owners) {
    if (Math.abs(Math.hypot(x, y) - RADIUS) > HALF_STROKE) {
      return ' ';
    }
    double turn = (Math.atan2(y, x) + Math.PI) / (2 * Math.PI);
    return owners[Math.min(TOKENS - 1, (int) (turn * TOKENS))];
  }
}
