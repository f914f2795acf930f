package dev.rondo.server.session;

import dev.rondo.cluster.Level;
import dev.rondo.resp.RespVersion;
import dev.rondo.server.consistency.ConsistencyChoice;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One client's state. Changed on its event loop only; volatile fields may be read on any thread.
 * The plain counters may be, too: they are figures for people, and one that is a little old does no
 * harm.
 *
 * <p>The names follow {@code CLIENT LIST} (Redis command page CLIENT LIST).
 */
public final class Session {
  /** What CLIENT REPLY set. */
  public enum ReplyMode {
    ON,
    OFF,
    /** The next command's answer is left out, then answers go on. */
    SKIP_NEXT,
    /** The answer of the command that runs now is left out. */
    SKIP_THIS
  }

  /** A read that one replica answers is what Redis calls stale. */
  private static final ConsistencyChoice ONE_READER = new ConsistencyChoice(Level.Named.ONE, null);

  private final long id;
  private final ClientConnection connection;
  private final long createdMillis;
  private long lastInteractionMillis;
  private volatile int database;
  private volatile RespVersion respVersion = RespVersion.RESP2;
  private final BooleanSupplier needsPassword;
  private volatile boolean authenticated;
  private volatile String name = "";
  private volatile String libraryName = "";
  private volatile String libraryVersion = "";
  private String lastCommand = "NULL";
  private volatile boolean monitor;
  private volatile boolean noEvict;
  private volatile boolean noTouch;
  private volatile boolean closing;
  private volatile boolean blocked;
  private volatile int queuedCommands = -1;
  private volatile long queuedBytes;
  private long commands;
  private long inputBytes;
  private long outputBytes;
  private ReplyMode replyMode = ReplyMode.ON;
  private ConsistencyChoice ownConsistency = ConsistencyChoice.NONE;
  private ConsistencyChoice consistency = ConsistencyChoice.NONE;
  private boolean readOnly;
  private @Nullable TransactionState transaction;
  private volatile WatchedKeys watched = WatchedKeys.NONE;
  private final OwnSubscriptions subscriptions = new OwnSubscriptions();
  private LastWrite lastWrite = LastWrite.NONE;

  /**
   * @param id unique among all clients since the node started
   * @param needsPassword whether clients have to authenticate now; asked again whenever it matters
   */
  public Session(
      long id, ClientConnection connection, long nowMillis, BooleanSupplier needsPassword) {
    this.id = id;
    this.connection = connection;
    this.createdMillis = nowMillis;
    this.lastInteractionMillis = nowMillis;
    this.needsPassword = needsPassword;
    this.authenticated = !needsPassword.getAsBoolean();
  }

  public long id() {
    return id;
  }

  public ClientConnection connection() {
    return connection;
  }

  /** When the client connected, milliseconds since 1970. */
  public long createdMillis() {
    return createdMillis;
  }

  /** When its last command came, milliseconds since 1970. */
  public long lastInteractionMillis() {
    return lastInteractionMillis;
  }

  /** Notes that a command came. */
  public void touched(long nowMillis, String commandName) {
    lastInteractionMillis = nowMillis;
    lastCommand = commandName;
    commands++;
  }

  /** The full name of the last command, {@code "NULL"} before the first. */
  public String lastCommand() {
    return lastCommand;
  }

  /** How many commands it sent. */
  public long commands() {
    return commands;
  }

  public void countInput(long bytes) {
    inputBytes += bytes;
  }

  public void countOutput(long bytes) {
    outputBytes += bytes;
  }

  /** Bytes received from it. */
  public long inputBytes() {
    return inputBytes;
  }

  /** Bytes sent to it. */
  public long outputBytes() {
    return outputBytes;
  }

  /** The selected database. */
  public int database() {
    return database;
  }

  public void database(int selected) {
    database = selected;
  }

  public RespVersion respVersion() {
    return respVersion;
  }

  public void respVersion(RespVersion version) {
    respVersion = version;
  }

  /**
   * Whether it told the password, or connected while none was needed. What it may do is another
   * question, see {@link #mustAuthenticate}.
   */
  public boolean authenticated() {
    return authenticated;
  }

  /** Whether it may only do what can be done without a password. */
  public boolean mustAuthenticate() {
    return !authenticated && needsPassword.getAsBoolean();
  }

  public void authenticated(boolean value) {
    authenticated = value;
  }

  /** What CLIENT SETNAME set, empty for none. */
  public String name() {
    return name;
  }

  public void name(String newName) {
    name = newName;
  }

  public String libraryName() {
    return libraryName;
  }

  public void libraryName(String value) {
    libraryName = value;
  }

  public String libraryVersion() {
    return libraryVersion;
  }

  public void libraryVersion(String value) {
    libraryVersion = value;
  }

  public boolean monitor() {
    return monitor;
  }

  public void monitor(boolean value) {
    monitor = value;
  }

  public boolean noEvict() {
    return noEvict;
  }

  public void noEvict(boolean value) {
    noEvict = value;
  }

  public boolean noTouch() {
    return noTouch;
  }

  public void noTouch(boolean value) {
    noTouch = value;
  }

  /** Whether no further command of this client runs because the connection is about to close. */
  public boolean closing() {
    return closing;
  }

  public void closing(boolean value) {
    closing = value;
  }

  /** Whether it waits in a blocking command. */
  public boolean blocked() {
    return blocked;
  }

  /** To be called when a wait begins or ends; on any thread. */
  public void blocked(boolean value) {
    blocked = value;
  }

  public ReplyMode replyMode() {
    return replyMode;
  }

  public void replyMode(ReplyMode mode) {
    replyMode = mode;
  }

  /** To be called before each command: CLIENT REPLY SKIP leaves out one answer only. */
  public void nextReply() {
    replyMode =
        switch (replyMode) {
          case OFF -> ReplyMode.OFF;
          case SKIP_NEXT -> ReplyMode.SKIP_THIS;
          case ON, SKIP_THIS -> ReplyMode.ON;
        };
  }

  /** Who the client is. */
  public String user() {
    return Authenticator.DEFAULT_USER;
  }

  /** What this client's requests ask for: what CONSISTENCY said, and READONLY where it did not. */
  public ConsistencyChoice consistency() {
    return consistency;
  }

  /** What CONSISTENCY said. */
  public ConsistencyChoice ownConsistency() {
    return ownConsistency;
  }

  /** To be called for CONSISTENCY. */
  public void ownConsistency(ConsistencyChoice choice) {
    ownConsistency = choice;
    consistency = readOnly ? choice.orElse(ONE_READER) : choice;
  }

  /** Whether the last of READONLY and READWRITE was READONLY. */
  public boolean readOnly() {
    return readOnly;
  }

  /** To be called for READONLY and READWRITE. */
  public void readOnly(boolean value) {
    readOnly = value;
    ownConsistency(ownConsistency);
  }

  /** What it wrote last, as far as other nodes have to have it too. */
  public LastWrite lastWrite() {
    return lastWrite;
  }

  public void lastWrite(LastWrite write) {
    lastWrite = write;
  }

  /** The MULTI that is open, or null. */
  public @Nullable TransactionState transaction() {
    return transaction;
  }

  public void transaction(@Nullable TransactionState state) {
    transaction = state;
    transactionChanged();
  }

  /** To be called when a command was queued, so that CLIENT LIST sees it. */
  public void transactionChanged() {
    queuedCommands = transaction == null ? -1 : transaction.size();
    queuedBytes = transaction == null ? 0 : transaction.queuedBytes();
  }

  /**
   * To be called when EXEC begins to run a transaction that is no longer open, so that CLIENT LIST
   * shows it until {@link #transactionChanged}. On the thread that runs it.
   */
  public void executing(int commands, long bytes) {
    queuedCommands = commands;
    queuedBytes = bytes;
  }

  /** How many commands are queued or run in EXEC, -1 outside MULTI. */
  public int queuedCommands() {
    return queuedCommands;
  }

  /** The length of the queued commands' arguments, 0 outside MULTI. */
  public long queuedBytes() {
    return queuedBytes;
  }

  /** What the client is subscribed to; changed by {@link Subscriptions} alone. */
  public OwnSubscriptions subscriptions() {
    return subscriptions;
  }

  /**
   * Whether it gets messages where a client of RESP2 would expect replies, so that it may only send
   * what belongs to that.
   */
  public boolean isSubscriber() {
    return subscriptions.any() && respVersion == RespVersion.RESP2;
  }

  public WatchedKeys watched() {
    return watched;
  }

  public void watched(WatchedKeys keys) {
    watched = keys;
  }

  /** How many keys are watched. */
  public int watchedKeyCount() {
    return watched.size();
  }

  /** Back to how a new connection starts, but for its id, addresses and counters: RESET. */
  public void reset() {
    transaction(null);
    watched(WatchedKeys.NONE);
    database(0);
    respVersion(RespVersion.RESP2);
    authenticated(!needsPassword.getAsBoolean());
    name("");
    monitor(false);
    noEvict(false);
    noTouch(false);
    replyMode(ReplyMode.ON);
    readOnly(false);
    ownConsistency(ConsistencyChoice.NONE);
  }
}
