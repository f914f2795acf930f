package dev.rondo.compat.differential;

import dev.rondo.compat.support.RawClient;
import dev.rondo.compat.support.RedisUnderTest;
import dev.rondo.compat.support.Reply;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Sends the same steps to two servers, one after the other, and stops at the first difference.
 *
 * <p>Each sequence starts with empty databases, new connections and the settings that the servers
 * had at first. For one thread.
 */
final class Lockstep implements AutoCloseable {

  /** What is shown in place of a reply that didn't come; never equal to one that did. */
  private static final char NO_REPLY = '?';

  private static final Reply CLOSED = Reply.line(NO_REPLY + " the connection was closed");
  private static final Reply SILENT = Reply.line(NO_REPLY + " no reply in time");
  private static final Duration REPLY_LIMIT = Duration.ofSeconds(10);
  private static final int MAX_SCAN_CALLS = 1_000;

  /** How often a subject is asked again for what it may show late; each takes a round trip. */
  private static final int MAX_LOOKS = 10_000;

  /** The settings that the grammar changes. */
  private static final List<String> SETTINGS =
      List.of("requirepass", "timeout", "maxmemory-policy", "proto-max-bulk-len");

  private final Side reference;
  private final Side subject;
  private final Normalization normalization;

  /** Whether the sequence under way cannot be compared any further. */
  private boolean refused;

  Lockstep(RedisUnderTest reference, RedisUnderTest subject, Normalization normalization) {
    this.normalization = normalization;
    this.reference = new Side(reference);
    this.subject = new Side(subject);
  }

  /** A server, with a connection that is never part of a sequence, to clean up through. */
  private static final class Side implements AutoCloseable {
    final RedisUnderTest server;
    final RawClient control;
    final Map<String, String> settings = new HashMap<>();

    Side(RedisUnderTest server) {
      this.server = server;
      this.control = RawClient.connect(server.address(), REPLY_LIMIT);
      for (String setting : SETTINGS) {
        List<Reply> pair = control.call("CONFIG", "GET", setting).children();
        if (pair.size() == 2) {
          settings.put(setting, pair.get(1).string());
        }
      }
    }

    void cleanUp(boolean settingsChanged) {
      if (settingsChanged) {
        settings.forEach((name, value) -> control.call("CONFIG", "SET", name, value));
      }
      Reply flushed = control.call("FLUSHALL");
      if (flushed.isError()) {
        throw new IllegalStateException(server.name() + " can't be emptied: " + flushed);
      }
    }

    @Override
    public void close() {
      control.close();
    }
  }

  /** One of a sequence's connections, to both servers. */
  private static final class Link implements AutoCloseable {
    final RawClient reference;
    final RawClient subject;
    final List<Command> queued = new ArrayList<>();
    final List<Command> watches = new ArrayList<>();
    boolean inMulti;

    Link(RedisUnderTest reference, RedisUnderTest subject) {
      this.reference = RawClient.connect(reference.address(), REPLY_LIMIT);
      this.subject = RawClient.connect(subject.address(), REPLY_LIMIT);
    }

    void endTransaction() {
      inMulti = false;
      queued.clear();
      watches.clear();
    }

    @Override
    public void close() {
      reference.close();
      subject.close();
    }
  }

  /** The first difference between the servers, if there is one. */
  Optional<Difference> run(List<Step> steps) {
    boolean settingsChanged =
        steps.stream().flatMap(s -> s.commands().stream()).anyMatch(c -> c.name().equals("CONFIG"));
    Map<Integer, Link> links = new HashMap<>();
    refused = false;
    try {
      for (int i = 0; i < steps.size(); i++) {
        Optional<Reply[]> replies = perform(steps.get(i), links);
        if (refused) {
          return Optional.empty();
        }
        if (replies.isPresent()) {
          return Optional.of(
              new Difference(
                  steps.subList(0, i + 1),
                  reference.server.name(),
                  replies.get()[0],
                  subject.server.name(),
                  replies.get()[1]));
        }
      }
      return Optional.empty();
    } finally {
      links.values().forEach(Link::close);
      reference.cleanUp(settingsChanged);
      subject.cleanUp(settingsChanged);
    }
  }

  /** Both replies when they differ, the reference's first. */
  private Optional<Reply[]> perform(Step step, Map<Integer, Link> links) {
    Link link =
        links.computeIfAbsent(
            step.connection(), number -> new Link(reference.server, subject.server));
    if (link.inMulti && !(step instanceof Step.Call)) {
      return Optional.empty();
    }
    Reply expected;
    Reply actual;
    if (step instanceof Step.FullScan scan) {
      expected = scanAll(link.reference, scan);
      actual = scanAll(link.subject, scan);
    } else {
      StringBuilder request = new StringBuilder();
      step.commands().forEach(command -> request.append(command.encode()));
      boolean sent = send(link.reference, request.toString());
      boolean sentToSubject = send(link.subject, request.toString());
      expected = sent ? read(link.reference) : CLOSED;
      actual = sentToSubject ? read(link.subject) : CLOSED;
    }
    Command last = step.commands().get(step.commands().size() - 1);
    if (mayLag(step, link)) {
      for (int i = 0; i < MAX_LOOKS && isDifferent(last, link, expected, actual); i++) {
        actual = lookAgain(step, link.subject);
      }
    }
    if (isRefused(last, link, actual)) {
      refused = true;
      return Optional.empty();
    }
    if (isDifferent(last, link, expected, actual)) {
      return Optional.of(new Reply[] {expected, actual});
    }
    return follow(step, link, expected, links);
  }

  private static Reply lookAgain(Step step, RawClient client) {
    if (step instanceof Step.FullScan scan) {
      return scanAll(client, scan);
    }
    return send(client, step.commands().get(0).encode()) ? read(client) : CLOSED;
  }

  /** Whether the subject may show in a moment what it does not show yet. */
  private boolean mayLag(Step step, Link link) {
    return !link.inMulti
        && !(step instanceof Step.Muted)
        && normalization.mayLag(step.commands().get(0));
  }

  /** Whether the subject refused a transaction that it may refuse. */
  private boolean isRefused(Command command, Link link, Reply actual) {
    if (!link.inMulti || !command.name().equals("EXEC") || !normalization.mayBeRefusal(actual)) {
      return false;
    }
    List<Command> transaction = new ArrayList<>(link.queued);
    transaction.addAll(link.watches);
    return SlotsOfTransaction.areSeveral(reference.control, subject.control, transaction);
  }

  private boolean isDifferent(Command command, Link link, Reply expected, Reply actual) {
    boolean isTransaction = link.inMulti && command.name().equals("EXEC");
    return isTransaction
        ? !normalization.equivalentExec(link.queued, expected, actual)
        : !normalization.equivalent(command, expected, actual);
  }

  /** Keeps up with what the reply says about the connection's state. */
  private static Optional<Reply[]> follow(
      Step step, Link link, Reply reply, Map<Integer, Link> links) {
    Command command = step.commands().get(0);
    if (reply.equals(Reply.line("+QUEUED"))) {
      link.queued.add(command);
      return Optional.empty();
    }
    boolean bare = command.words().size() == 1;
    switch (command.name()) {
      case "WATCH" -> link.watches.add(command);
      case "MULTI" -> link.inMulti |= !reply.isError();
      case "EXEC", "DISCARD" -> {
        // A rejected EXEC ends the transaction as well, and says so.
        if (bare || (reply.isError() && reply.string().startsWith("EXECABORT"))) {
          link.endTransaction();
        }
      }
      case "RESET" -> {
        if (!reply.isError()) {
          link.endTransaction();
        }
      }
      case "QUIT" -> {
        Reply expected = read(link.reference);
        Reply actual = read(link.subject);
        if (!expected.equals(actual)) {
          return Optional.of(new Reply[] {expected, actual});
        }
        link.close();
        links.remove(step.connection());
      }
      default -> {}
    }
    if (reply.equals(CLOSED)) {
      link.close();
      links.remove(step.connection());
    }
    return Optional.empty();
  }

  private static boolean send(RawClient client, String bytes) {
    try {
      client.sendRaw(bytes);
      return true;
    } catch (UncheckedIOException e) {
      return false; // The server closed the connection, which is then its answer.
    }
  }

  private static Reply read(RawClient client) {
    try {
      return client.read();
    } catch (UncheckedIOException e) {
      return e.getCause() instanceof SocketTimeoutException ? SILENT : CLOSED;
    } catch (IllegalStateException e) {
      return Reply.line(NO_REPLY + " " + e.getMessage());
    }
  }

  /** All keys of a scan as one sorted set, or the first reply that isn't a page of a scan. */
  private static Reply scanAll(RawClient client, Step.FullScan scan) {
    TreeSet<String> keys = new TreeSet<>();
    String cursor = "0";
    for (int calls = 0; calls < MAX_SCAN_CALLS; calls++) {
      if (!send(client, scan.from(cursor).encode())) {
        return CLOSED;
      }
      Reply page = read(client);
      if (page.children().size() != 2) {
        return page;
      }
      page.children().get(1).children().forEach(key -> keys.add(key.string()));
      cursor = page.children().get(0).string();
      if (cursor.equals("0")) {
        return new Reply('*', "", keys.stream().map(Reply::bulk).toList());
      }
    }
    return Reply.line(NO_REPLY + " the scan didn't end within " + MAX_SCAN_CALLS + " calls");
  }

  @Override
  public void close() {
    reference.close();
    subject.close();
  }
}
