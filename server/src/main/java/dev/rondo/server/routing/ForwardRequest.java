package dev.rondo.server.routing;

import dev.rondo.cluster.Consistency;
import dev.rondo.resp.RespVersion;
import dev.rondo.server.blocking.Place;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.SubscriptionKind;
import dev.rondo.server.session.WatchedKeys;
import java.util.List;

/** What one front end asks of another. */
sealed interface ForwardRequest {
  /** Longer names are cut: they are shown to people alone. */
  int MAX_TEXT_CHARACTERS = 255;

  /**
   * For whom a command runs.
   *
   * @param respVersion in which its reply is encoded
   * @param clientName what CLIENT SETNAME set, for the slow log
   * @param clientAddress {@code host:port}, for MONITOR and the slow log
   */
  record Caller(
      int database,
      RespVersion respVersion,
      Consistency consistency,
      String clientName,
      String clientAddress) {
    static Caller of(Session session, Consistency consistency) {
      return new Caller(
          session.database(),
          session.respVersion(),
          consistency,
          cut(session.name()),
          cut(session.connection().remoteAddress()));
    }

    private static String cut(String text) {
      return text.substring(0, Math.min(text.length(), MAX_TEXT_CHARACTERS));
    }
  }

  /** One command; answered with its reply in RESP. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Command(Caller caller, byte[][] arguments) implements ForwardRequest {}

  /** Queued commands, to be run as one; answered with a {@link TransactionReply}. */
  record Transaction(Caller caller, List<byte[][]> queue, WatchedKeys watched)
      implements ForwardRequest {}

  /**
   * Some of the live keys that the node holds; answered with a {@link dev.rondo.storage.ScanPage}.
   *
   * @param cursor where to begin
   * @param maxKeys about how many keys
   * @param lastSlot no key of a later slot
   */
  record Page(int database, long cursor, int maxKeys, int lastSlot) implements ForwardRequest {}

  /**
   * A message for the clients of the node; answered with nothing.
   *
   * @param kind CHANNEL or SHARD_CHANNEL
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Publish(SubscriptionKind kind, byte[] channel, byte[] message) implements ForwardRequest {}

  /** A hybrid time after everything the node knows of; answered with a number. */
  record Time() implements ForwardRequest {}

  /**
   * Deletes everything in some databases; answered with nothing.
   *
   * @param upTo a hybrid time; copies that have seen nothing later are never taken back
   */
  record Flush(List<Integer> databases, long upTo) implements ForwardRequest {
    public Flush {
      databases = List.copyOf(databases);
    }
  }

  /** How many keys the node holds; answered with a number. */
  record Count(int database) implements ForwardRequest {}

  /**
   * Whether a key that the node has a copy of holds something; answered with a number: 1 as soon as
   * it does, 0 at the timeout.
   */
  record Await(Place place, int timeoutMillis) implements ForwardRequest {}
}
