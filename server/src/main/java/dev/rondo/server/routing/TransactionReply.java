package dev.rondo.server.routing;

import java.util.List;

/** How a transaction ended that another node ran. */
sealed interface TransactionReply {
  /** A watched key was touched; nothing was run. */
  record Touched() implements TransactionReply {}

  /** It ran: the reply of each command in RESP. */
  record Done(List<byte[]> replies) implements TransactionReply {}

  /**
   * It was refused, or nobody knows how it ended.
   *
   * @param error code first
   */
  record Failed(String error) implements TransactionReply {}
}
