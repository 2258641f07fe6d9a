"""The store's client at length: commands given up, answers lost, connections that are dead and do not say so.

Whatever happens, an answer goes to the command it is the answer to, and an entry is in the log once or not at all.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from random import Random

import pytest

from giotay.storage.entry import Position, advance, origin
from giotay.storage.log import Conflict, Unavailable, Unknown
from giotay.storage.pipe import Lost, Pipe, Refused
from giotay.storage.redis import RedisLog
from tests.chaos.real.proxy import Link, Proxy
from tests.chaos.real.stores import KEEPS, StoreProcess
from tests.storage.test_log import entry

pytestmark = pytest.mark.slow
ROOM = "r_test"
A_FEW, MANY = 60, pytest.param(1_000, marks=[pytest.mark.heavy, pytest.mark.timeout(1_200)])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreProcess]:
    process = StoreProcess(tmp_path_factory.mktemp("store"), *KEEPS["always"])
    process.start()
    yield process
    process.kill()


@pytest.fixture
async def proxy(store: StoreProcess) -> AsyncIterator[Proxy]:
    store.ask("FLUSHALL")
    proxy = Proxy(store.port)
    await proxy.start()
    yield proxy
    await proxy.stop()


def url(proxy: Proxy) -> str:
    return f"redis://127.0.0.1:{proxy.port}"


@pytest.mark.parametrize("count", [A_FEW * 10, pytest.param(10_000, marks=pytest.mark.heavy)])
async def test_commands_that_are_given_up_give_nobody_anothers_answer(proxy: Proxy, count: int) -> None:
    """Half of them before they leave, half while they wait; the others hear their own words."""
    rng, pipe = Random(7), Pipe(url(proxy))
    answered = given_up = 0

    async def ask(number: int) -> None:
        nonlocal answered
        answer = await pipe.call("ECHO", f"w{number}")
        assert answer == f"w{number}".encode()
        answered += 1

    for first in range(0, count, 100):
        asking = [asyncio.create_task(ask(number)) for number in range(first, first + 200)]
        for number, task in enumerate(rng.sample(asking, 100)):
            if number > 50:
                # One that is answered meanwhile cannot be given up any more.
                await asyncio.sleep(0)
            given_up += task.cancel()
        ended = await asyncio.gather(*asking, return_exceptions=True)
        assert all(each is None or isinstance(each, asyncio.CancelledError) for each in ended)
    assert answered + given_up == 2 * count
    assert given_up >= count // 2
    assert await pipe.call("ECHO", "end") == b"end"
    await pipe.close()


async def stored(log: RedisLog, after: Position) -> Position:
    """Append one entry as a room does it: without an answer, look whether it is there."""
    made = entry(after.seq + 1)
    end = advance(after, made)
    while True:
        try:
            await log.append(ROOM, after, made)
            return end
        except Unavailable:
            continue
        except Unknown:
            while True:
                try:
                    now = await log.position(ROOM)
                    break
                except Unavailable:
                    continue
            if now == end:
                return end
            assert now == (after if after.seq else None)
        except Conflict as conflict:
            raise AssertionError(f"somebody else wrote {conflict.entries}") from None


async def all_is_there_once(proxy: Proxy, log: RedisLog, after: Position) -> None:
    """Nothing goes wrong any more; after one more entry the log has each once, and ends with it."""
    proxy.on_ask = None
    end = await stored(log, after)
    entries = await log.read(ROOM, 0, limit=10_000)
    assert [each.last for each in entries] == list(range(1, end.seq + 1))
    assert await log.position(ROOM) == end
    await log.close()


@pytest.mark.parametrize("count", [A_FEW, MANY])
async def test_an_entry_whose_answer_is_lost_is_stored_once(proxy: Proxy, count: int) -> None:
    log, position, lost = RedisLog(url(proxy)), origin(ROOM), 0

    def lose(link: Link, asked: bytes) -> None:
        nonlocal lost
        if b"EVAL" in asked and lost < count:
            link.swallow_answer = True
            lost += 1

    proxy.on_ask = lose
    while lost < count:
        position = await stored(log, position)
    await all_is_there_once(proxy, log, position)
    assert lost == count


@pytest.mark.parametrize("count", [A_FEW // 4, MANY])
async def test_a_connection_that_is_dead_and_does_not_say_so_is_given_up(proxy: Proxy, count: int) -> None:
    """The wire is silent from some command on; after its patience the pipe makes another."""
    log, position, silenced = RedisLog(url(proxy), answer_timeout=0.1), origin(ROOM), 0
    rng = Random(3)

    def silence(link: Link, asked: bytes) -> None:
        nonlocal silenced
        if b"EVAL" in asked and silenced < count and not link.is_silent:
            # Before the command has come to the store, or after.
            if rng.random() < 0.5:
                link.is_silent = True
            else:
                asyncio.get_running_loop().call_soon(setattr, link, "is_silent", True)
            silenced += 1

    proxy.on_ask = silence
    while silenced < count:
        position = await stored(log, position)
    await all_is_there_once(proxy, log, position)


async def test_a_server_that_is_not_there_is_refused_and_one_that_goes_is_lost(tmp_path: Path) -> None:
    process = StoreProcess(tmp_path, *KEEPS["memory"])
    pipe = Pipe(process.url)
    with pytest.raises(Refused):
        await pipe.call("PING")
    process.start()
    assert await pipe.call("PING") == b"PONG"
    asking = asyncio.create_task(pipe.call("BLPOP", "nothing", 0))
    process.kill()
    with pytest.raises(Lost):
        await asking
    await pipe.close()
