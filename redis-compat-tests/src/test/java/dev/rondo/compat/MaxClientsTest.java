package dev.rondo.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.AgainstEachServer;
import dev.rondo.compat.support.RawClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A server that takes few clients. */
class MaxClientsTest extends AgainstEachServer {

  private static final int MAX_CLIENTS = 20;

  @Override
  protected String[] options() {
    return new String[] {"--maxclients", Integer.toString(MAX_CLIENTS)};
  }

  @Override
  protected String notForACluster() {
    return "each node counts its own clients, as one that is alone does";
  }

  @Test
  void oneMoreClientIsTurnedAwayAndTheOthersAreServed() {
    List<RawClient> clients = new ArrayList<>();
    try {
      // The connections of earlier tests may still be closing, and then count.
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> fill(clients));
      try (RawClient refused = server().connect()) {
        assertThat(refused.readToEnd()).isEqualTo("-ERR max number of clients reached\r\n");
      }
      for (RawClient client : clients) {
        assertThat(client.call("PING").encode()).isEqualTo("+PONG\r\n");
      }
      clients.remove(0).close();
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::isNewClientServed);
    } finally {
      clients.forEach(RawClient::close);
    }
  }

  private boolean fill(List<RawClient> clients) {
    RawClient client = server().connect();
    if (isServed(client)) {
      clients.add(client);
    } else {
      client.close();
    }
    return clients.size() == MAX_CLIENTS;
  }

  private boolean isNewClientServed() {
    try (RawClient client = server().connect()) {
      return isServed(client);
    }
  }

  private static boolean isServed(RawClient client) {
    try {
      return client.call("PING").encode().equals("+PONG\r\n");
    } catch (UncheckedIOException e) {
      return false; // Refused and closed before the request was sent.
    }
  }
}
