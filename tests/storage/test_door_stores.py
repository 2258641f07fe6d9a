"""One contract for tokens, claims, directory and slips, in memory and in a real store."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from giotay.storage.claims import Claim, Claims, MemoryClaims, RedisClaims
from giotay.storage.clients import client_of
from giotay.storage.directory import ALPHABET, Directory, MemoryDirectory, RedisDirectory
from giotay.storage.log import Unavailable
from giotay.storage.redis import RedisLog
from giotay.storage.slips import MemorySlips, RedisSlips, Slips
from giotay.storage.tokens import Kept, MemoryTokens, RedisTokens, Tokens, derived_secret, fresh_secret, issue, split


class Stores:
    def __init__(self, tokens: Tokens, claims: Claims, directory: Directory, slips: Slips) -> None:
        self.tokens, self.claims, self.directory, self.slips = tokens, claims, directory, slips


@pytest.fixture(params=["memory", pytest.param("valkey", marks=pytest.mark.slow)])
async def stores(request: pytest.FixtureRequest) -> AsyncIterator[Stores]:
    if request.param == "memory":
        yield Stores(MemoryTokens(), MemoryClaims(), MemoryDirectory(), MemorySlips())
        return
    url = request.getfixturevalue("valkey_url")
    client, log = Redis.from_url(url), RedisLog(url)
    await client.flushall()
    yield Stores(RedisTokens(client, log.ask), RedisClaims(client, log.ask), RedisDirectory(client), RedisSlips(client))
    await log.close()
    await client.aclose()


# Tokens ---------------------------------------------------------------------------------------------------------------


async def test_a_token_names_its_member(stores: Stores) -> None:
    token = await issue(stores.tokens, "r_abc", "m_1", 1_000)
    grant = await stores.tokens.find(token)
    assert grant is not None
    assert (grant.room, grant.member, grant.issued_at) == ("r_abc", "m_1", 1_000)
    assert grant.number not in token


async def test_which_tokens_are_still_there(stores: Stores) -> None:
    tokens = [await issue(stores.tokens, "r_abc", "m_1", 1_000) for _ in range(1_002)]
    await stores.tokens.revoke(tokens[0])
    await stores.tokens.revoke(tokens[1_001])
    there = await stores.tokens.are_kept("r_abc", [token.partition(".")[2] for token in tokens])
    assert there == [False, *[True] * 1_000, False]
    assert await stores.tokens.are_kept("r_other", [tokens[1].partition(".")[2]]) == [False]


async def test_a_projector_has_no_member(stores: Stores) -> None:
    token = await issue(stores.tokens, "r_abc", None, 1_000)
    grant = await stores.tokens.find(token)
    assert grant is not None
    assert grant.member is None


async def test_a_member_may_have_several(stores: Stores) -> None:
    first, second = [await issue(stores.tokens, "r_abc", "m_1", at) for at in (1, 2)]
    assert first != second
    assert await stores.tokens.revoke(first)
    assert not await stores.tokens.revoke(first)
    assert await stores.tokens.find(first) is None
    assert await stores.tokens.find(second) is not None


async def test_all_tokens_of_a_member_end_together(stores: Stores) -> None:
    mine = [await issue(stores.tokens, "r_abc", "m_1", 1) for _ in range(3)]
    other = await issue(stores.tokens, "r_abc", "m_2", 1)
    elsewhere = await issue(stores.tokens, "r_def", "m_1", 1)
    assert await stores.tokens.revoke_member("r_abc", "m_1") == 3
    assert await stores.tokens.revoke_member("r_abc", "m_1") == 0
    assert [await stores.tokens.find(token) for token in mine] == [None] * 3
    assert await stores.tokens.find(other) is not None
    assert await stores.tokens.find(elsewhere) is not None


async def test_a_token_is_good_in_its_own_room_only(stores: Stores) -> None:
    token = await issue(stores.tokens, "r_abc", "m_1", 1)
    assert await stores.tokens.find("r_def" + token[5:]) is None


@pytest.mark.parametrize(
    "wrong", ["", ".", "r_abc", "r_abc.", "r_abc.short", "x.{}", "r_a b.{}", "r_abc.{}\n", "r_abc.{}" + "x" * 100, "{}"]
)
async def test_what_is_no_token_is_not_found(stores: Stores, wrong: str) -> None:
    assert await stores.tokens.find(wrong.format(fresh_secret())) is None
    assert not await stores.tokens.revoke(wrong.format(fresh_secret()))


async def test_keeping_a_token_again_changes_nothing(stores: Stores) -> None:
    secret = derived_secret("a host key of some length", "r_abc", "m_1")
    await stores.tokens.keep("r_abc", [("m_1", secret)], 5)
    await stores.tokens.keep("r_abc", [("m_1", secret), ("m_2", fresh_secret())], 9)
    grant = await stores.tokens.find(f"r_abc.{secret}")
    assert grant is not None
    assert grant.issued_at == 5


async def test_tokens_move_by_their_hashes(stores: Stores) -> None:
    """[WH11] Adopted by another store they open the same door; one that is known keeps its date."""
    member = await issue(stores.tokens, "r_abc", "m_1", 1_000)
    await issue(stores.tokens, "r_abc", None, 2_000)
    kept = await stores.tokens.all("r_abc")
    assert sorted((each.member or "", each.issued_at) for each in kept) == [("", 2_000), ("m_1", 1_000)]
    assert all(member.partition(".")[2] not in each.digest for each in kept)
    await stores.tokens.revoke(member)
    assert await stores.tokens.find(member) is None
    await stores.tokens.adopt("r_abc", kept)
    await stores.tokens.adopt("r_abc", [Kept(each.digest, each.member, 9_000) for each in kept])
    grant = await stores.tokens.find(member)
    assert grant is not None
    assert (grant.member, grant.issued_at) == ("m_1", 1_000)
    assert await stores.tokens.all("r_other") == []


async def test_the_store_never_sees_a_token(valkey: Redis, valkey_url: str) -> None:
    log = RedisLog(valkey_url)
    token = await issue(RedisTokens(valkey, log.ask), "r_abc", "m_1", 1)
    await log.close()
    kept = await valkey.hgetall("giotay:{r_abc}:tokens")
    assert len(kept) == 1
    assert token.partition(".")[2].encode() not in str(kept).encode()


def test_secrets_are_long_and_derived_ones_differ() -> None:
    secrets = {fresh_secret() for _ in range(100)} | {derived_secret("key", "r", f"m_{n}") for n in range(100)}
    assert len(secrets) == 200
    assert all(split(f"r_x.{secret}") == ("r_x", secret) for secret in secrets)
    assert derived_secret("key", "ab", "c") != derived_secret("key", "a", "bc")


async def test_a_store_that_is_gone_is_unavailable() -> None:
    client, log = client_of("unix:///nonexistent/socket"), RedisLog("unix:///nonexistent/socket")
    tokens = RedisTokens(client, log.ask)
    token = f"r_abc.{fresh_secret()}"
    for call in (
        tokens.find(token),
        RedisClaims(client, log.ask).take("r_abc", "m_1", "x", at=1, since=0),
        tokens.keep("r_abc", [(None, fresh_secret())], 1),
        RedisDirectory(client).room_of("ABCD"),
        RedisSlips(client).take("ticket", "x"),
    ):
        with pytest.raises(Unavailable):
            await call
    await log.close()
    await client.aclose()


# Directory ------------------------------------------------------------------------------------------------------------


async def test_a_code_leads_to_its_room_in_any_case(stores: Stores) -> None:
    listed = await stores.directory.register("r_abc", length=4, at=7)
    assert len(listed.code) == 4
    assert set(listed.code) <= set(ALPHABET)
    assert await stores.directory.room_of(listed.code) == "r_abc"
    assert await stores.directory.room_of(listed.code.lower()) == "r_abc"
    assert await stores.directory.room_of("0000") is None


async def test_a_room_keeps_its_code(stores: Stores) -> None:
    first = await stores.directory.register("r_abc", length=4, at=7)
    assert await stores.directory.register("r_abc", length=6, at=9) == first
    assert await stores.directory.find("r_abc") == first
    assert await stores.directory.find("r_other") is None


async def test_asking_at_once_gives_one_code(stores: Stores) -> None:
    listed = await asyncio.gather(*(stores.directory.register("r_abc", length=4, at=7) for _ in range(20)))
    assert len({each.code for each in listed}) == 1
    assert await stores.directory.rooms() == [listed[0]]


async def test_codes_are_unique_and_the_list_is_newest_first(stores: Stores) -> None:
    listed = [await stores.directory.register(f"r_{n}", length=4, at=n) for n in range(50)]
    assert len({each.code for each in listed}) == 50
    assert [each.room for each in await stores.directory.rooms()] == [f"r_{n}" for n in reversed(range(50))]


async def test_a_room_gets_the_code_it_wishes_for_if_that_is_free(stores: Stores) -> None:
    """[WH11]"""
    assert (await stores.directory.register("r_1", length=4, at=1, wish="ABCD")).code == "ABCD"
    second = await stores.directory.register("r_2", length=4, at=1, wish="ABCD")
    assert second.code != "ABCD"
    assert await stores.directory.room_of("abcd") == "r_1"
    assert (await stores.directory.register("r_2", length=4, at=1, wish="WXYZ")).code == second.code


async def test_a_removed_room_frees_its_code(stores: Stores) -> None:
    listed = await stores.directory.register("r_abc", length=4, at=7)
    assert await stores.directory.remove("r_abc")
    assert not await stores.directory.remove("r_abc")
    assert await stores.directory.room_of(listed.code) is None
    assert await stores.directory.rooms() == []


# Slips ----------------------------------------------------------------------------------------------------------------


async def test_a_note_is_read_and_taken_once(stores: Stores) -> None:
    assert await stores.slips.add("ticket", "x", b"1", for_ms=5_000)
    assert not await stores.slips.add("ticket", "x", b"2", for_ms=5_000)
    assert await stores.slips.add("letters", "x", b"3", for_ms=5_000)
    assert await stores.slips.read("ticket", "x") == b"1"
    taken = await asyncio.gather(*(stores.slips.take("ticket", "x") for _ in range(5)))
    assert taken.count(b"1") == 1
    assert taken.count(None) == 4
    assert await stores.slips.read("ticket", "x") is None
    assert await stores.slips.read("letters", "x") == b"3"


async def test_a_note_is_gone_in_time(stores: Stores) -> None:
    await stores.slips.put("undo", "x", b"1", for_ms=40)
    await stores.slips.put("undo", "x", b"2", for_ms=40)
    assert await stores.slips.read("undo", "x") == b"2"
    await asyncio.sleep(0.08)
    assert await stores.slips.read("undo", "x") is None
    assert await stores.slips.take("undo", "x") is None
    assert await stores.slips.add("undo", "x", b"3", for_ms=40)


# Claims ---------------------------------------------------------------------------------------------------------------


async def test_a_name_is_taken_by_one(stores: Stores) -> None:
    taken = await asyncio.gather(*(stores.claims.take("r_abc", "m_1", f"p{n}", at=5, since=0) for n in range(5)))
    assert taken.count(True) == 1
    winner = f"p{taken.index(True)}"
    assert await stores.claims.take("r_abc", "m_1", winner, at=9, since=0)
    assert await stores.claims.held("r_abc") == {"m_1": 5}
    assert await stores.claims.take("r_abc", "m_2", "p9", at=6, since=0)
    assert await stores.claims.held("r_def") == {}


async def test_a_claim_from_before_a_revocation_counts_no_more(stores: Stores) -> None:
    assert await stores.claims.take("r_abc", "m_1", "one", at=5, since=0)
    assert not await stores.claims.take("r_abc", "m_1", "two", at=6, since=5)
    assert await stores.claims.take("r_abc", "m_1", "two", at=7, since=6)
    assert not await stores.claims.take("r_abc", "m_1", "one", at=8, since=6)


async def test_a_released_name_is_free(stores: Stores) -> None:
    await stores.claims.take("r_abc", "m_1", "one", at=5, since=0)
    await stores.claims.release("r_abc", "m_1")
    assert await stores.claims.held("r_abc") == {}
    assert await stores.claims.take("r_abc", "m_1", "two", at=6, since=0)


async def test_names_in_use_can_be_listed(stores: Stores) -> None:
    """[WH11]"""
    await stores.claims.take("r_1", "m_1", "first", at=10, since=0)
    await stores.claims.take("r_1", "m_2", "second", at=20, since=0)
    assert sorted(await stores.claims.all("r_1"), key=lambda claim: claim.at) == [
        Claim("m_1", 10, "first"), Claim("m_2", 20, "second"),
    ]  # fmt: skip
    assert await stores.claims.all("r_2") == []
