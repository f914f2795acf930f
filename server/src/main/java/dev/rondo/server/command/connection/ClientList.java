package dev.rondo.server.command.connection;

import dev.rondo.cluster.Transaction;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.session.Session;
import dev.rondo.server.session.Sessions;
import dev.rondo.server.session.WatchedKeys;
import dev.rondo.server.text.Numbers;
import dev.rondo.storage.Key;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** CLIENT LIST and CLIENT INFO. Clients are listed in the order they connected. */
final class ClientList {
  private static final int FIRST_OPTION = 2;

  private final Sessions sessions;
  private final InstantSource clock;

  ClientList(Sessions sessions, InstantSource clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  void info(Invocation call) {
    answer(List.of(call.session()), call);
  }

  void list(Invocation call) {
    int arguments = call.argumentCount();
    if (arguments == FIRST_OPTION) {
      answer(inOrder(), call);
    } else if (arguments == FIRST_OPTION + 2 && call.argumentIs(FIRST_OPTION, "TYPE")) {
      ClientType type = ClientType.parse(call.text(FIRST_OPTION + 1));
      answer(inOrder().stream().filter(type::includes).toList(), call);
    } else if (arguments > FIRST_OPTION + 1 && call.argumentIs(FIRST_OPTION, "ID")) {
      answer(byId(call), call);
    } else {
      throw CommandException.syntaxError();
    }
  }

  private List<Session> inOrder() {
    return sessions.all().stream().sorted(Comparator.comparingLong(Session::id)).toList();
  }

  /** The clients asked for, in the order they were asked for; those that are not there left out. */
  private List<Session> byId(Invocation call) {
    List<Session> found = new ArrayList<>();
    for (int i = FIRST_OPTION + 1; i < call.argumentCount(); i++) {
      if (!Numbers.isLong(call.argument(i))) {
        throw new CommandException("ERR Invalid client ID");
      }
      Session session = sessions.find(Numbers.parseLong(call.argument(i)));
      if (session != null) {
        found.add(session);
      }
    }
    return found;
  }

  private void answer(List<Session> shown, Invocation call) {
    Map<Session, WatchedKeys> watching = new HashMap<>();
    Set<Key> keys = new LinkedHashSet<>();
    for (Session session : shown) {
      WatchedKeys watched = session.watched();
      if (watched.size() > 0) {
        watching.put(session, watched);
        keys.addAll(watched.keys());
      }
    }
    if (watching.isEmpty()) {
      String lines = lines(shown, Set.of());
      call.reply(out -> out.verbatim("txt", lines));
    } else {
      call.transact(
          List.copyOf(keys),
          view -> touched(watching, view),
          (touched, out) -> out.verbatim("txt", lines(shown, touched)));
    }
  }

  /** The clients that watch a key which is no longer what it was. */
  private static Set<Session> touched(Map<Session, WatchedKeys> watching, Transaction.View view) {
    Set<Session> touched = new HashSet<>();
    watching.forEach(
        (session, watched) -> {
          if (watched.keys().stream().anyMatch(key -> watched.isTouched(key, view.read(key)))) {
            touched.add(session);
          }
        });
    return touched;
  }

  private String lines(List<Session> shown, Set<Session> touched) {
    long nowMillis = clock.millis();
    StringBuilder lines = new StringBuilder();
    for (Session session : shown) {
      ClientLine.append(session, touched.contains(session), nowMillis, lines);
    }
    return lines.toString();
  }
}
