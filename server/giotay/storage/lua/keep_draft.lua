-- Keep one draft of a member, unless the room was deleted or the member erased.
--
-- KEYS: the room's state, the member's drafts
-- ARGV: the field that marks an erased member, the draft's name, the draft
-- Answers 1 when kept, 0 when whose it is, is gone.

if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 then
  return 0
end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
return 1
