-- Append one entry to a room's log if nobody came first: compare the stored head, then write everything at once.
--
-- KEYS: log, state, texts, urn
-- ARGV: seq before, head before, seq after, head after, entry, channel, how many votes' options, then option and number
-- by turns, then reference and text by turns
-- Answers {1} when stored, {2} when this very entry is already the last one, or {0, those missing, seq, head} with where
-- the log ends.

local head = redis.call('HGET', KEYS[2], 'head')
if not head and ARGV[1] == '0' then
  head = ARGV[2]
end
if head == ARGV[4] then
  return {2}
end
if head ~= ARGV[2] then
  return {0, redis.call('XRANGE', KEYS[1], '(' .. ARGV[1] .. '-0', '+', 'COUNT', 200),
    redis.call('HGET', KEYS[2], 'seq'), head}
end
redis.call('XADD', KEYS[1], ARGV[3] .. '-0', 'e', ARGV[5])
redis.call('HSET', KEYS[2], 'seq', ARGV[3], 'head', ARGV[4])
local texts = {}
local first = 8 + 2 * tonumber(ARGV[7])
for i = 8, first - 1, 2 do
  redis.call('HINCRBY', KEYS[4], ARGV[i], ARGV[i + 1])
end
for i = first, #ARGV, 2 do
  redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1])
  texts[ARGV[i]] = ARGV[i + 1]
end
redis.call('SPUBLISH', ARGV[6], cmsgpack.pack({tonumber(ARGV[3]), ARGV[5], texts, ARGV[4]}))
return {1}
