package dev.rondo.server.config;

import static dev.rondo.server.config.Setting.changeable;
import static dev.rondo.server.config.Setting.fixed;
import static dev.rondo.server.config.ValueTypes.choice;
import static dev.rondo.server.config.ValueTypes.integer;
import static dev.rondo.server.config.ValueTypes.memory;
import static dev.rondo.server.config.ValueTypes.only;
import static dev.rondo.server.config.ValueTypes.text;
import static dev.rondo.server.config.ValueTypes.words;
import static dev.rondo.server.config.ValueTypes.yesNo;

import java.util.List;

/** Where a node listens, whom it lets in, and how much one client may take. */
public final class NetworkSettings {
  /** Who may use a command that Redis guards. */
  public enum Guard {
    NO,
    YES,
    /** Connections from this machine. */
    LOCAL
  }

  private static final int MAX_ADDRESSES = 16;
  private static final long MIN_REQUEST_BYTES = 1L << 20;

  public static final Setting<Integer> PORT =
      fixed("port", integer(0, 65535), 6379, "TCP port for clients; 0 takes a free one.");

  public static final Setting<List<String>> BIND =
      fixed(
          "bind",
          words(
              MAX_ADDRESSES,
              "up to 16 addresses; * is all of IPv4, -:: before one: skip it when it is not there"),
          List.of("*", "-::*"),
          "Addresses to listen on. An address with - in front may be missing on this machine.");

  public static final Setting<Boolean> PROTECTED_MODE =
      changeable(
          "protected-mode",
          yesNo(),
          true,
          "While no password is set, serve only clients from this machine.");

  public static final Setting<String> REQUIREPASS =
      changeable("requirepass", text(), "", "Password of the default user; empty for none.")
          .secret();

  public static final Setting<Integer> TCP_BACKLOG =
      fixed(
          "tcp-backlog",
          integer(0, Integer.MAX_VALUE),
          511,
          "Connections that may wait to be accepted.");

  public static final Setting<Integer> TCP_KEEPALIVE =
      changeable(
          "tcp-keepalive",
          integer(0, Integer.MAX_VALUE),
          300,
          "Seconds without traffic before TCP probes a client; 0 for never.");

  public static final Setting<Integer> TIMEOUT =
      changeable(
          "timeout",
          integer(0, Integer.MAX_VALUE),
          0,
          "Seconds without a request before a client is disconnected; 0 for never.");

  public static final Setting<Integer> MAXCLIENTS =
      changeable(
          "maxclients", integer(1, Integer.MAX_VALUE), 10_000, "Most clients connected at once.");

  public static final Setting<Long> PROTO_MAX_BULK_LEN =
      changeable(
          "proto-max-bulk-len",
          memory(MIN_REQUEST_BYTES, Long.MAX_VALUE),
          512L << 20,
          "Longest argument of a request, in bytes.");

  public static final Setting<Long> CLIENT_QUERY_BUFFER_LIMIT =
      changeable(
          "client-query-buffer-limit",
          memory(MIN_REQUEST_BYTES, Long.MAX_VALUE),
          1L << 30,
          "Most memory one request may take while it is received, in bytes.");

  public static final Setting<OutputBufferLimits> CLIENT_OUTPUT_BUFFER_LIMIT =
      changeable(
          "client-output-buffer-limit",
          OutputBufferLimits.TYPE,
          OutputBufferLimits.DEFAULT,
          "When a client that reads too slowly is disconnected: class, hard bytes, soft bytes, soft seconds.");

  public static final Setting<Integer> IO_THREADS =
      fixed(
              "io-threads",
              integer(0, 128),
              0,
              "Event loops that serve clients; 0 for one a processor, at most 8.")
          .alias("event-loops");

  public static final Setting<Guard> ENABLE_DEBUG_COMMAND =
      fixed(
          "enable-debug-command",
          choice(List.of(Guard.NO, Guard.YES, Guard.LOCAL)),
          Guard.NO,
          "Whether DEBUG may be called: never, always, or from this machine.");

  public static final Setting<Integer> TRACKING_TABLE_MAX_KEYS =
      changeable(
          "tracking-table-max-keys",
          integer(0, Integer.MAX_VALUE),
          1_000_000,
          "Most keys remembered for client-side caching; 0 for no limit.");

  public static final Setting<Integer> ACLLOG_MAX_LEN =
      changeable("acllog-max-len", integer(0, Integer.MAX_VALUE), 128, "Entries ACL LOG keeps.");

  public static final Setting<String> ACL_PUBSUB_DEFAULT =
      changeable(
          "acl-pubsub-default",
          choice("resetchannels", "allchannels"),
          "resetchannels",
          "Channels a new user may use.");

  public static final Setting<String> TLS_PORT =
      fixed("tls-port", only("0", "TLS is not supported yet"), "0", "TLS is not supported yet.");

  public static final Setting<String> UNIXSOCKET =
      fixed(
          "unixsocket",
          only("", "Unix sockets are not supported"),
          "",
          "Unix sockets are not supported.");

  public static final Setting<String> ACLFILE =
      fixed("aclfile", only("", "files of users are not supported yet"), "", "Not supported yet.");

  static final List<Setting<?>> ALL =
      List.of(
          PORT,
          BIND,
          PROTECTED_MODE,
          REQUIREPASS,
          TCP_BACKLOG,
          TCP_KEEPALIVE,
          TIMEOUT,
          MAXCLIENTS,
          PROTO_MAX_BULK_LEN,
          CLIENT_QUERY_BUFFER_LIMIT,
          CLIENT_OUTPUT_BUFFER_LIMIT,
          IO_THREADS,
          ENABLE_DEBUG_COMMAND,
          TRACKING_TABLE_MAX_KEYS,
          ACLLOG_MAX_LEN,
          ACL_PUBSUB_DEFAULT,
          TLS_PORT,
          UNIXSOCKET,
          ACLFILE);

  private NetworkSettings() {}
}
