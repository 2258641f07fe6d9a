-- Remove texts, and the snapshot that may hold them, if the log has the entry that orders it: a failover may have taken
-- that entry away a moment ago, and then the texts are to stay.
--
-- KEYS: log, texts, snapshot, erased
-- ARGV: the seq of that entry, the entry, the member of whom nothing is left then (or nothing), then references
-- Answers 1, or 0 where the log has no such entry.

local found = redis.call('XRANGE', KEYS[1], ARGV[1] .. '-0', ARGV[1] .. '-0')
if not found[1] or found[1][2][2] ~= ARGV[2] then
  return 0
end
for i = 4, #ARGV do
  redis.call('HDEL', KEYS[2], ARGV[i])
end
redis.call('DEL', KEYS[3])
if ARGV[3] ~= '' then
  redis.call('SADD', KEYS[4], ARGV[3])
end
return 1
