-- The world in which scripts run. Loaded once for each state; answers the function that runs one.
--
-- Scripts see `world` through the proxy `G`: a table that stays empty, so that each write reaches
-- a metamethod that refuses it. Libraries are behind such proxies, too. The functions that look at
-- tables without metamethods know the proxies.
--
-- Functions of this chunk raise errors as `prelude:<line>: text`; where an error is taken care of,
-- `place` gives it the line of the script instead. Nothing here is read from a global once a
-- script runs.

local native = native

local assert, error, ipairs, next, pairs, rawget, rawset, select, tonumber, tostring, type, unpack =
  assert, error, ipairs, next, pairs, rawget, rawset, select, tonumber, tostring, type, unpack
local getmetatable, setmetatable, setfenv, pcall, xpcall, collectgarbage =
  getmetatable, setmetatable, setfenv, pcall, xpcall, collectgarbage
local load, loadstring = load, loadstring
local sethook, getinfo = debug.sethook, debug.getinfo
local byte, match = string.byte, string.match
local floor = math.floor

local STEP = 10000             -- instructions between two looks at the clock and the memory
local MAX_STRING = 512 * 1024 * 1024
local MAX_PATTERN = 16 * 1024  -- matching recurses for each item of a pattern
local MAX_COROUTINES = 10000
local ESCAPE = 27              -- begins a compiled chunk

-- Errors.

local current_script

-- Where a script is that called a function of this chunk as its last act, and so left no frame.
local function last_frame()
  local last = 0
  for line in pairs(getinfo(current_script, 'L').activelines) do
    if line > last then last = line end
  end
  return {source = '@user_script', short_src = 'user_script', currentline = last}
end

local function user_frame()
  local level = 2
  while true do
    local info = getinfo(level, 'Sl')
    if not info then return current_script and last_frame() end
    if info.what ~= 'C' and info.what ~= 'tail' and info.source ~= '=prelude' then return info end
    level = level + 1
  end
end

local function place(message)
  local text = match(message, '^prelude:%d+: (.*)$')
  if not text then return message end
  local frame = user_frame()
  if not frame then return text end
  return frame.short_src .. ':' .. frame.currentline .. ': ' .. text
end

local function placed(e)
  if type(e) == 'string' then return place(e) end
  return e
end

-- Tables that cannot be written.

local protected = {}
local metatables = {}

local function refuse()
  error('Attempt to modify a readonly table')
end

local function refuse_raw()
  error('Attempt to modify a readonly table', 0)
end

local function protect(t)
  local proxy = setmetatable({}, {__index = t, __newindex = refuse})
  protected[proxy] = t
  return proxy
end

local function copy(t)
  local all = {}
  for name, value in pairs(t) do all[name] = value end
  return all
end

local world = {}
local G

local function expect_table(t, name)
  if type(t) ~= 'table' then
    local got = type(t)
    if got == 'nil' then got = 'no value' end
    error("bad argument #1 to '" .. name .. "' (table expected, got " .. got .. ')')
  end
end

-- The base library.

for _, name in ipairs({'assert', 'error', 'gcinfo', 'ipairs', 'rawequal', 'select', 'tonumber',
    'tostring', 'type', 'unpack', 'collectgarbage', '_VERSION'}) do
  world[name] = _G[name]
end

function world.next(t, key)
  expect_table(t, 'next')
  return next(protected[t] or t, key)
end

local world_next = world.next

function world.pairs(t)
  if protected[t] then return world_next, t, nil end
  expect_table(t, 'pairs')
  return next, t, nil
end

function world.rawget(t, key)
  expect_table(t, 'rawget')
  return rawget(protected[t] or t, key)
end

function world.rawset(t, key, value)
  if protected[t] then refuse_raw() end
  expect_table(t, 'rawset')
  return rawset(t, key, value)
end

local string_metatable

function world.getmetatable(value)
  if value ~= nil and protected[value] then return metatables[value] end
  if type(value) == 'string' then return string_metatable end
  return getmetatable(value)
end

function world.setmetatable(t, meta)
  if t ~= nil and protected[t] then refuse_raw() end
  return setmetatable(t, meta)
end

local function protected_result(ok, ...)
  if not ok then
    local e = ...
    if type(e) == 'string' then return false, place(e) end
    local text = type(e) == 'table' and rawget(e, 'err')
    if type(text) == 'string' then return false, text end
  end
  return ok, ...
end

function world.pcall(...)
  if select('#', ...) == 0 then error("bad argument #1 to 'pcall' (value expected)") end
  return protected_result(pcall(...))
end

function world.xpcall(f, handler)
  return xpcall(f, function(e) return handler(placed(e)) end)
end

local function as_text(chunk)
  if byte(chunk, 1) == ESCAPE then return ' ' .. chunk end
  return chunk
end

local function in_world(f, e)
  if f then return setfenv(f, G) end
  return nil, e
end

function world.loadstring(chunk, name)
  if type(chunk) == 'number' then chunk = tostring(chunk) end
  if type(chunk) ~= 'string' then
    error("bad argument #1 to 'loadstring' (string expected, got "
        .. (chunk == nil and 'no value' or type(chunk)) .. ')')
  end
  return in_world(loadstring(as_text(chunk), name or chunk))
end

function world.load(reader, name)
  if type(reader) ~= 'function' then
    error("bad argument #1 to 'load' (function expected, got "
        .. (reader == nil and 'no value' or type(reader)) .. ')')
  end
  local first = true
  local function text()
    local piece = reader()
    if first and type(piece) == 'string' and #piece > 0 then
      first = false
      return as_text(piece)
    end
    return piece
  end
  return in_world(load(text, name or '=(load)'))
end

-- Strings: what could grow or recurse without an instruction of Lua is bounded.

local strings = copy(string)

do
  local rep, gsub, find, match, gmatch, gfind =
    string.rep, string.gsub, string.find, string.match, string.gmatch, string.gfind

  local function check_pattern(pattern)
    if type(pattern) == 'string' and #pattern > MAX_PATTERN then
      error('malformed pattern (too long)')
    end
  end

  local function check_length(length)
    if length > MAX_STRING then error('resulting string too large') end
  end

  function strings.rep(text, n)
    if type(text) == 'string' and tonumber(n) then check_length(#text * tonumber(n)) end
    return rep(text, n)
  end

  function strings.gsub(text, pattern, replacement, ...)
    check_pattern(pattern)
    if type(text) == 'string' and type(replacement) == 'string' then
      check_length(#text + (#text + 1) * #replacement)
    end
    return gsub(text, pattern, replacement, ...)
  end

  function strings.find(text, pattern, ...)
    check_pattern(pattern)
    return find(text, pattern, ...)
  end

  function strings.match(text, pattern, ...)
    check_pattern(pattern)
    return match(text, pattern, ...)
  end

  function strings.gmatch(text, pattern)
    check_pattern(pattern)
    return gmatch(text, pattern)
  end

  strings.gfind = strings.gmatch
end

world.string = protect(strings)
getmetatable('').__index = strings
string_metatable = protect({__index = world.string})

-- Tables.

local tables = copy(table)

do
  local insert, remove, sort, concat = table.insert, table.remove, table.sort, table.concat

  function tables.insert(t, ...)
    if t ~= nil and protected[t] then refuse_raw() end
    return insert(t, ...)
  end

  function tables.remove(t, ...)
    if t ~= nil and protected[t] then refuse_raw() end
    return remove(t, ...)
  end

  function tables.concat(t, separator, ...)
    if type(t) == 'table' then
      local total, each = 0, type(separator) == 'string' and #separator or 0
      for i = 1, #t do
        local text = rawget(t, i)
        total = total + each + (type(text) == 'string' and #text or 0)
      end
      if total > MAX_STRING then error('resulting string too large') end
    end
    return concat(t, separator, ...)
  end
end

world.table = protect(tables)

-- Mathematics. The random numbers are those of Redis: the same sequence on every machine.

local mathematics = copy(math)
local random = native.random

function mathematics.random(...)
  local count = select('#', ...)
  local r = random()
  if count == 0 then return r end
  if count > 2 then error('wrong number of arguments') end
  local low, high = 1, nil
  if count == 1 then high = ... else low, high = ... end
  for i, bound in ipairs(count == 1 and {high} or {low, high}) do
    if not tonumber(bound) then
      error("bad argument #" .. i .. " to 'random' (number expected, got " .. type(bound) .. ')')
    end
  end
  low, high = floor(tonumber(low)), floor(tonumber(high))
  if low > high then
    error('bad argument #' .. count .. " to 'random' (interval is empty)")
  end
  return floor(r * (high - low + 1)) + low
end

mathematics.randomseed = native.randomseed
world.math = protect(mathematics)

-- Stopping scripts.

local function stopped()
  error('stopped', 0)
end

local tick = native.tick

local function watch()
  local frame = user_frame()
  local why = tick(collectgarbage('count'), frame and frame.source, frame and frame.currentline)
  if why then
    -- From now on each instruction fails, so that no pcall catches it for good.
    sethook(stopped, '', 1)
    error(why, 0)
  end
end

-- Coroutines: each has a hook of its own.

local coroutines = 0

do
  local create, resume = coroutine.create, coroutine.resume

  local function watched(f)
    coroutines = coroutines + 1
    if coroutines > MAX_COROUTINES then error('too many coroutines') end
    local co = create(f)
    sethook(co, watch, '', STEP)
    return co
  end

  local function unwrapped(ok, ...)
    if ok then return ... end
    error((...))
  end

  local all = copy(coroutine)
  all.create = watched

  function all.wrap(f)
    local co = watched(f)
    return function(...) return unwrapped(resume(co, ...)) end
  end

  world.coroutine = protect(all)
end

-- Redis.

local redis = {
  LOG_DEBUG = 0, LOG_VERBOSE = 1, LOG_NOTICE = 2, LOG_WARNING = 3,
  REPL_NONE = 0, REPL_AOF = 1, REPL_SLAVE = 2, REPL_REPLICA = 2, REPL_ALL = 3,
  REDIS_VERSION = native.version, REDIS_VERSION_NUM = native.version_number,
}

do
  for _, name in ipairs({'call', 'pcall', 'sha1hex', 'log', 'setresp', 'set_repl', 'acl_check_cmd'}) do
    redis[name] = native[name]
  end

  local function one_string(...)
    return select('#', ...) == 1 and type((...)) == 'string'
  end

  function redis.error_reply(...)
    if not one_string(...) then return {err = 'ERR wrong number or type of arguments'} end
    local text = ...
    if byte(text, 1) == 45 then text = strings.sub(text, 2) end
    if not strings.find(text, ' ', 1, true) then text = 'ERR ' .. text end
    return {err = text}
  end

  function redis.status_reply(...)
    if not one_string(...) then return {err = 'ERR wrong number or type of arguments'} end
    return {ok = (...)}
  end

  function redis.replicate_commands() return true end

  -- Without a debugger both do nothing.
  function redis.breakpoint() return false end
  function redis.debug() end
end

world.redis = protect(redis)

-- The libraries in Java.

local function library(functions, more)
  for name, value in pairs(more or {}) do functions[name] = value end
  return functions
end

local cjson = library(native.cjson, {_NAME = 'cjson', _VERSION = '2.1.0', null = native.null})
function cjson.new() return copy(cjson) end
world.cjson = protect(cjson)
world.cmsgpack = protect(library(native.cmsgpack, {
  _NAME = 'cmsgpack',
  _VERSION = 'lua-cmsgpack 0.4.0',
  _COPYRIGHT = 'Copyright (C) 2012, Salvatore Sanfilippo',
  _DESCRIPTION = 'MessagePack C implementation for Lua',
}))
world.bit = protect(library(native.bit))
world.struct = protect(library(native.struct))

-- The globals.

local function missing(_, name)
  error("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'")
end

setmetatable(world, {__index = missing})
G = protect(world)
metatables[G] = protect({__index = missing})
world._G = G

local function failure(e)
  local frame = user_frame()
  local text
  if type(e) == 'table' then
    text = rawget(e, 'err')
    if type(text) ~= 'string' then text = 'ERR unknown error' end
  else
    text = 'ERR ' .. place(tostring(e))
  end
  return {text, frame and frame.source, frame and frame.currentline}
end

-- Nothing of the state's own globals is needed any more.
local globals, names = _G, {}
for name in pairs(globals) do names[#names + 1] = name end
for _, name in ipairs(names) do globals[name] = nil end

--- Runs a compiled script. Answers true and its value; or false, a text, and where it failed. Both
--- end with whether the state may be used again.
return function(script, keys, arguments)
  coroutines = 0
  current_script = script
  collectgarbage('restart')
  world.KEYS, world.ARGV = keys, arguments
  setfenv(script, G)
  sethook(watch, '', STEP)
  local ok, result = xpcall(script, failure)
  sethook()
  world.KEYS, world.ARGV = nil, nil
  local reusable = coroutines == 0
  if ok then return true, reusable, result end
  return false, reusable, unpack(result, 1, 3)
end
