package dev.rondo.server.command.connection;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.session.ClientPause;
import dev.rondo.server.session.ClientPause.Mode;
import dev.rondo.server.text.Numbers;
import java.time.InstantSource;

/** What holds clients back and lets them go on: PAUSE, UNPAUSE, UNBLOCK. */
final class ClientFlow {
  private static final int MAX_ARGUMENTS = 4;

  private final ClientPause pause;
  private final Unblocking unblocking;
  private final InstantSource clock;

  ClientFlow(ClientPause pause, Unblocking unblocking, InstantSource clock) {
    this.pause = pause;
    this.unblocking = unblocking;
    this.clock = clock;
  }

  /** {@code CLIENT PAUSE timeout-milliseconds [WRITE|ALL]}. */
  void pause(Invocation call) {
    checkArgumentCount(call);
    Mode mode = call.argumentCount() == MAX_ARGUMENTS ? mode(call) : Mode.ALL;
    pause.pause(mode, untilMillis(call.argument(2)));
    call.replyOk();
  }

  private static Mode mode(Invocation call) {
    if (call.argumentIs(3, "WRITE")) {
      return Mode.WRITE;
    }
    if (call.argumentIs(3, "ALL")) {
      return Mode.ALL;
    }
    throw new CommandException("ERR CLIENT PAUSE mode must be WRITE or ALL");
  }

  private long untilMillis(byte[] timeout) {
    if (!Numbers.isLong(timeout)) {
      throw new CommandException("ERR timeout is not an integer or out of range");
    }
    long millis = Numbers.parseLong(timeout);
    if (millis < 0) {
      throw new CommandException("ERR timeout is negative");
    }
    long nowMillis = clock.millis();
    if (millis > Long.MAX_VALUE - nowMillis) {
      throw new CommandException("ERR timeout is out of range");
    }
    return nowMillis + millis;
  }

  void unpause(Invocation call) {
    pause.unpause();
    call.replyOk();
  }

  /** {@code CLIENT UNBLOCK id [TIMEOUT|ERROR]}. */
  void unblock(Invocation call) {
    checkArgumentCount(call);
    if (call.argumentCount() == MAX_ARGUMENTS
        && !call.argumentIs(3, "TIMEOUT")
        && !call.argumentIs(3, "ERROR")) {
      throw new CommandException("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
    }
    boolean withError = call.argumentCount() == MAX_ARGUMENTS && call.argumentIs(3, "ERROR");
    boolean ended = unblocking.unblock(Numbers.parseLong(call.argument(2)), withError);
    call.reply(out -> out.integer(ended ? 1 : 0));
  }

  private static void checkArgumentCount(Invocation call) {
    if (call.argumentCount() > MAX_ARGUMENTS) {
      throw CommandException.subcommandSyntax("client", call.argument(1));
    }
  }
}
