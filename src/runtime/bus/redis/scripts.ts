/**
 * Lua scripts that Redis runs atomically. Each script that writes first compares the lease with its value, so that a process
 * which was
 * paused past its lease changes nothing when it resumes.
 */

/**
 * KEYS lease, token. ARGV owner, ttl ms. Returns the token; nil while another holds the lease. Tokens keep rising even after
 * Redis lost its data, because a token is at least the Redis clock's time.
 */
const acquire = `
if redis.call('EXISTS', KEYS[1]) == 1 then return nil end
local time = redis.call('TIME')
local token = math.max(tonumber(redis.call('GET', KEYS[2]) or '0') + 1, time[1] * 1000 + math.floor(time[2] / 1000))
local text = string.format('%.0f', token)
redis.call('SET', KEYS[2], text)
redis.call('SET', KEYS[1], text .. ' ' .. ARGV[1], 'PX', ARGV[2])
return text`;

/**
 * KEYS lease, token. ARGV value, ttl ms, token. Returns 1 if the lease is held. An expired lease is renewed if no later lease
 * was granted.
 */
const renew = `
local value = redis.call('GET', KEYS[1])
if value == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) return 1 end
if value then return 0 end
local last = redis.call('GET', KEYS[2])
if last and last ~= ARGV[3] then return 0 end
redis.call('SET', KEYS[2], ARGV[3])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

/** KEYS lease. ARGV value. */
const release = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

/** KEYS lease, stream. ARGV value, ms kept, messages. Returns 1 if the messages were added. */
const append = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
for i = 3, #ARGV do redis.call('XADD', KEYS[2], '*', 'data', ARGV[i]) end
local time = redis.call('TIME')
local from = time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[2]
redis.call('XTRIM', KEYS[2], 'MINID', '~', string.format('%.0f', from))
redis.call('PEXPIRE', KEYS[2], 2 * ARGV[2])
return 1`;

/** KEYS lease, stream. ARGV value, group, consumer, count. Entries; false when the lease is lost. */
const read = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {0, {}} end
local made = redis.pcall('XREADGROUP', 'GROUP', ARGV[2], ARGV[3], 'COUNT', ARGV[4], 'STREAMS', KEYS[2], '>')
if made and made.err then
  if not string.find(made.err, 'NOGROUP') then return redis.error_reply(made.err) end
  redis.call('XGROUP', 'CREATE', KEYS[2], ARGV[2], '0', 'MKSTREAM')
  made = redis.call('XREADGROUP', 'GROUP', ARGV[2], ARGV[3], 'COUNT', ARGV[4], 'STREAMS', KEYS[2], '>')
end
if not made then return {1, {}} end
return {1, made[1][2]}`;

/** KEYS lease, stream. ARGV value, group, consumer, cursor, count. {held, next cursor, entries}. */
const reclaim = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {0, '0-0', {}} end
local made = redis.pcall('XAUTOCLAIM', KEYS[2], ARGV[2], ARGV[3], 0, ARGV[4], 'COUNT', ARGV[5])
if made.err then
  if not string.find(made.err, 'NOGROUP') then return redis.error_reply(made.err) end
  return {1, '0-0', {}}
end
if made[1] == '0-0' then
  for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[2], ARGV[2])) do
    if consumer[2] ~= ARGV[3] and consumer[4] == 0 then redis.call('XGROUP', 'DELCONSUMER', KEYS[2], ARGV[2], consumer[2]) end
  end
end
return {1, made[1], made[2]}`;

/**
 * KEYS lease, stream, then the keys to set. ARGV value, group, then text and ttl ms of each key, then ids. Returns 1 if done.
 */
const commit = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
local at = 3
for i = 3, #KEYS do
  redis.call('SET', KEYS[i], ARGV[at], 'PX', ARGV[at + 1])
  at = at + 2
end
while at <= #ARGV do
  local last = math.min(at + 999, #ARGV)
  redis.call('XACK', KEYS[2], ARGV[2], unpack(ARGV, at, last))
  at = last + 1
end
return 1`;

/** KEYS source. ARGV source, ttl ms. Returns the source of the data in the database. */
const claimSource = `
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return held end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]`;

/** The scripts, by command name. */
export const SCRIPTS = {
  tfAcquire: { lua: acquire, numberOfKeys: 2 },
  tfRenew: { lua: renew, numberOfKeys: 2 },
  tfRelease: { lua: release, numberOfKeys: 1 },
  tfAppend: { lua: append, numberOfKeys: 2 },
  tfRead: { lua: read, numberOfKeys: 2 },
  tfReclaim: { lua: reclaim, numberOfKeys: 2 },
  tfCommit: { lua: commit },
  tfClaimSource: { lua: claimSource, numberOfKeys: 1 },
} as const;
