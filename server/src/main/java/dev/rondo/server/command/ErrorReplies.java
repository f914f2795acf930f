package dev.rondo.server.command;

import dev.rondo.cluster.ClusterException;
import dev.rondo.server.text.InvalidValueException;
import dev.rondo.storage.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every failure into the text of an error reply: the one place where that is done. */
public final class ErrorReplies {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorReplies.class);

  private ErrorReplies() {}

  /**
   * The reply's text, code first. An unexpected failure is a fault of ours: it is logged, and the
   * client is told no more than that it happened.
   */
  public static String textOf(Throwable failure) {
    if (failure instanceof CommandException e) {
      return asCString(e.reply());
    }
    if (failure instanceof InvalidValueException e) {
      return String.valueOf(e.getMessage());
    }
    if (failure instanceof StoreException e) {
      return textOf(e);
    }
    if (failure instanceof ClusterException e) {
      return switch (e.kind()) {
        case TOO_FEW_REPLICAS -> "ERR " + e.getMessage();
        case OVERLOADED -> "BUSY " + e.getMessage() + ", nothing was done";
        case UNAVAILABLE -> "CLUSTERDOWN " + e.getMessage();
        case TIMEOUT -> "TIMEOUT " + e.getMessage();
      };
    }
    LOG.error("a command failed unexpectedly", failure);
    return "ERR internal error, see the server's log";
  }

  /**
   * Redis formats errors as C strings: an argument quoted in one ends at its first zero byte. What
   * follows the argument, a closing quote, stays.
   */
  private static String asCString(String error) {
    int zero = error.indexOf('\0');
    if (zero < 0) {
      return error;
    }
    int quote = error.lastIndexOf('\'');
    return error.substring(0, zero) + (quote > zero ? error.substring(quote) : "");
  }

  private static String textOf(StoreException e) {
    return switch (e.kind()) {
      case DISK_FULL, IO -> {
        LOG.warn("a write was refused: {}", e.getMessage());
        yield "MISCONF Errors writing to disk: " + e.getMessage();
      }
      case CORRUPT -> {
        LOG.error("unreadable data", e);
        yield "ERR unreadable data: " + e.getMessage();
      }
      case OVERLOADED -> "BUSY " + e.getMessage();
      case LOCKED, CLOSED, TOO_LARGE -> "ERR " + e.getMessage();
    };
  }
}
