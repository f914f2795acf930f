package dev.rondo.server.command.admin;

import static dev.rondo.server.command.CommandFlag.ADMIN;
import static dev.rondo.server.command.CommandFlag.LOADING;
import static dev.rondo.server.command.CommandFlag.NOSCRIPT;
import static dev.rondo.server.command.CommandFlag.STALE;
import static dev.rondo.server.command.CommandGroup.SERVER;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.HelpReply;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.session.Authenticator;
import dev.rondo.server.session.PasswordAuthenticator;
import java.util.List;
import java.util.Locale;

/**
 * The row of ACL, as far as it goes with one user, {@code default}, who may do everything. There
 * are no subcommands that make users or change them.
 */
public final class AclCommands {
  private static final int CATEGORY_AT = 2;
  private static final String EVERY_USER = "O(N) with N users";
  private static final String ALL_COMMANDS = "+@all";
  private static final String ALL_KEYS = "~*";
  private static final String ALL_CHANNELS = "&*";

  private static final Handler HELP =
      HelpReply.of(
          "ACL",
          "CAT [<category>]",
          "    Name the commands of a category, or all categories.",
          "GETUSER <username>",
          "    Show what a user may do.",
          "LIST",
          "    Show all users as a configuration file would.",
          "USERS",
          "    Name all users.",
          "WHOAMI",
          "    Name this connection's user.");

  private final PasswordAuthenticator authenticator;

  public AclCommands(PasswordAuthenticator authenticator) {
    this.authenticator = authenticator;
  }

  /** The rows of this family. */
  public List<CommandSpec> rows() {
    return List.of(
        CommandSpec.container(
                "acl",
                SERVER,
                of("acl|cat", -2, AclCommands::categories)
                    .summary("Names the categories, or the commands of one."),
                of("acl|getuser", 3, this::user)
                    .flags(ADMIN)
                    .complexity("O(N) with N rules of the user")
                    .summary("Shows what a user may do."),
                CommandSpec.named("acl|help", 2, SERVER, HELP)
                    .flags(LOADING, STALE)
                    .since("6.0.0")
                    .summary("Explains the subcommands."),
                of("acl|list", 2, this::rules)
                    .flags(ADMIN)
                    .complexity(EVERY_USER)
                    .summary("Shows all users as a configuration file would."),
                of("acl|users", 2, AclCommands::defaultUserList)
                    .flags(ADMIN)
                    .complexity(EVERY_USER)
                    .summary("Names all users."),
                of("acl|whoami", 2, AclCommands::defaultUser)
                    .summary("Names the connection's user."))
            .since("6.0.0")
            .complexity("Depends on the subcommand")
            .summary("Shows who may do what."));
  }

  private static CommandSpec of(String name, int arity, Handler handler) {
    return CommandSpec.named(name, arity, SERVER, handler)
        .flags(NOSCRIPT, LOADING, STALE)
        .since("6.0.0");
  }

  private static void categories(Invocation call) {
    if (call.argumentCount() == CATEGORY_AT) {
      call.reply(out -> bulks(AclCategories.ALL, out));
      return;
    }
    if (call.argumentCount() > CATEGORY_AT + 1) {
      throw CommandException.subcommandSyntax("acl", call.argument(1));
    }
    String category = call.text(CATEGORY_AT);
    if (!AclCategories.ALL.contains(category.toLowerCase(Locale.ROOT))) {
      throw new CommandException("ERR Unknown category '" + category + "'");
    }
    CommandCommands.answerNames(call, spec -> AclCategories.has(spec, category));
  }

  private static void defaultUser(Invocation call) {
    call.reply(out -> out.bulk(Authenticator.DEFAULT_USER));
  }

  private static void defaultUserList(Invocation call) {
    call.reply(out -> bulks(List.of(Authenticator.DEFAULT_USER), out));
  }

  private void rules(Invocation call) {
    String password = authenticator.needsPassword() ? "#" + authenticator.passwordHash() : "nopass";
    String rules =
        String.join(
            " ",
            "user",
            Authenticator.DEFAULT_USER,
            "on",
            password,
            ALL_KEYS,
            ALL_CHANNELS,
            ALL_COMMANDS);
    call.reply(out -> bulks(List.of(rules), out));
  }

  private void user(Invocation call) {
    if (!call.text(2).equals(Authenticator.DEFAULT_USER)) {
      call.reply(ReplyWriter::nil);
      return;
    }
    List<String> passwords =
        authenticator.needsPassword() ? List.of(authenticator.passwordHash()) : List.of();
    List<String> flags = passwords.isEmpty() ? List.of("on", "nopass") : List.of("on");
    call.reply(
        out -> {
          out.map(6);
          out.bulk("flags");
          out.set(flags.size());
          flags.forEach(out::bulk);
          out.bulk("passwords");
          bulks(passwords, out);
          out.bulk("commands");
          out.bulk(ALL_COMMANDS);
          out.bulk("keys");
          out.bulk(ALL_KEYS);
          out.bulk("channels");
          out.bulk(ALL_CHANNELS);
          out.bulk("selectors");
          out.emptyArray();
        });
  }

  private static void bulks(List<String> texts, ReplyWriter out) {
    out.array(texts.size());
    texts.forEach(out::bulk);
  }
}
