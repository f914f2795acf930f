/**
 * EVAL and its relatives, and SCRIPT. {@link dev.rondo.server.command.scripting.EvalCommand} parses
 * a call and has {@link dev.rondo.server.script.ScriptTransactions} run it on a lane; {@link
 * dev.rondo.server.command.scripting.ScriptCommands} is the script's way back to the commands, with
 * gates of its own. Replies become values of Lua by {@link
 * dev.rondo.server.command.scripting.ReplyReader}, and values replies by {@link
 * dev.rondo.server.command.scripting.LuaReply}.
 */
@NullMarked
package dev.rondo.server.command.scripting;

import org.jspecify.annotations.NullMarked;
