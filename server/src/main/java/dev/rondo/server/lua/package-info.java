/**
 * Lua 5.1 as scripts of Redis know it: an interpreter in native code ({@link
 * dev.rondo.server.lua.LuaState}), the sandbox around it ({@code prelude.lua}), and the libraries
 * that Redis adds, in Java, one class each: {@code bit}, {@code cjson}, {@code cmsgpack}, {@code
 * struct}.
 *
 * <p>Values cross between Lua and Java as {@link dev.rondo.server.lua.LuaData}, so that libraries
 * and conversions are functions of plain values and need no interpreter. Only {@link
 * dev.rondo.server.lua.LuaStack} and {@link dev.rondo.server.lua.LuaState} know the binding. What a
 * script may ask of the server is behind {@link dev.rondo.server.lua.ScriptHost}; nothing here
 * knows commands, keys or threads.
 */
@NullMarked
package dev.rondo.server.lua;

import org.jspecify.annotations.NullMarked;
