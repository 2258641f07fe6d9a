"""Any process may die at any moment: what was acknowledged stays, nothing comes twice, every screen comes back."""

import asyncio
import json
from collections import Counter
from functools import partial
from typing import Any, Literal

import aiohttp
import pytest
from playwright.async_api import expect

from giotay.demo.hall import Hall as Cast
from giotay.demo.hall import seated
from giotay.demo.script import play
from giotay.demo.steps import check_in, open_meeting, start_item
from giotay.storage.archive import verify
from giotay_client import Refused, Room
from tests.browser.hall import Hall, within
from tests.system.test_lost_by_the_store import lose

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

Victim = Literal["server", "store", "both"]

# Moments of the meeting at which something dies, as numbers of comments on the projector.
MOMENTS = (5, 18)


class Acks:
    """What the server has promised: every acknowledged command, by id."""

    def __init__(self, cast: Cast) -> None:
        self.by_id: dict[str, dict[str, Any]] = {}
        for number, room in enumerate(cast.members):
            self._listen(room, number)

    def _listen(self, room: Room, number: int) -> None:
        plain, count = room.command, 0

        async def command(type: str, /, **fields: Any) -> dict[str, Any]:
            nonlocal count
            count += 1
            name = f"bot{number}-{count}"
            answer = await plain(type, id=name, **fields)
            self.by_id[name] = {"type": type, **answer}
            return answer

        room.command = command  # type: ignore[method-assign]


async def exported(hall: Hall, room: str) -> list[bytes]:
    headers = {"Authorization": f"Bearer {hall.machine.host_key}"}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.get(f"{hall.machine.local}/api/rooms/{room}/export") as answer,
    ):
        assert answer.status == 200
        return (await answer.read()).splitlines(keepends=True)


async def nothing_lost_or_doubled(hall: Hall, room: str, acks: Acks) -> set[str]:
    """The log has every acknowledged command at the seq it was acknowledged with, and each command once; answers the
    comments in it that everybody is to see.
    """  # fmt: skip
    lines = await exported(hall, room)
    assert verify(iter(lines)).problem is None
    entries = [found["entry"] for line in lines[1:] if "entry" in (found := json.loads(line))]
    events = [event for entry in entries for event in json.loads(entry)["events"]]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    at: dict[str, set[int]] = {}
    for event in events:
        at.setdefault(str(event["command"]), set()).add(event["seq"])
    for name, answer in acks.by_id.items():
        if answer["type"] == "statement.save":
            continue  # A draft lies beside the log.
        assert answer["seq"] in at.get(name, set()), f"lost: {name} {answer}"
        # A command decided twice would stand at two places in the log.
        assert max(at[name]) - min(at[name]) == len(at[name]) - 1, f"doubled: {name}"
    posted = [event for event in events if event["type"] == "comment.posted"]
    assert len(posted) == sum(answer["type"] == "comment.post" for answer in acks.by_id.values())
    hidden = {event["comment"] for event in events if event["type"] == "comment.hidden"}
    return {event["comment"] for event in posted if event["scope"] == "all"} - hidden


def bodies(view: dict[str, dict[str, Any]]) -> Counter[str]:
    return Counter(str(comment["body"]) for comment in view["comments"].values())


def reached(playing: asyncio.Task[None], comments: int, view: dict[str, dict[str, Any]]) -> bool:
    return playing.done() or len(view["comments"]) >= comments


async def strike(hall: Hall, victim: Victim) -> None:
    """Kill, and what the operator or the supervisor would do next."""
    if victim in ("store", "both"):
        hall.machine.kill_store()
    if victim in ("server", "both"):
        await asyncio.to_thread(hall.machine.kill)
        await asyncio.to_thread(hall.machine.start)


@pytest.mark.parametrize("victim", ["server", "store", "both"])
async def test_a_death_in_mid_meeting_loses_and_doubles_nothing(own_hall: Hall, victim: Victim) -> None:
    hall = own_hall
    links = await hall.first_meeting()
    phone = await hall.phone(links.members[8]["link"])
    desk = await hall.desk(links.of("chair"))
    screen = await hall.screen(links.screen)
    async with seated(hall.machine.local, links, "en") as cast:
        acks = Acks(cast)
        playing = asyncio.create_task(play(cast, pace=0.03, say=lambda _: None))
        for moment in MOMENTS:
            await cast.screen.until(partial(reached, playing, moment), timeout=30)
            assert not playing.done(), f"the meeting was over before comment {moment}: {playing}"
            await strike(hall, victim)
        await asyncio.wait_for(playing, 60)
        assert len(acks.by_id) > 100
        said = await nothing_lost_or_doubled(hall, links.room, acks)
        for room in cast.everyone:
            assert said <= set(room.view["comments"])
            assert (room.seq, room.head) == (cast.chair.seq, cast.chair.head)
        voices = sum(member["turns"] for member in cast.screen.view["members"].values())
    await expect(screen.locator(".message")).to_contain_text(f"{voices} speeches")
    await expect(phone.get_by_role("heading", name="The meeting is closed")).to_be_visible()
    await expect(desk.get_by_text("The meeting was closed at")).to_be_visible()
    for page in (phone, desk, screen):
        assert await page.locator("[data-line=lost]").count() == 0


async def test_without_its_store_the_server_says_unavailable_and_goes_on(own_hall: Hall) -> None:
    hall = own_hall
    links = await hall.first_meeting()
    async with seated(hall.machine.local, links, "en") as cast:
        await check_in(cast, 0)
        await open_meeting(cast, 0)
        # A stopped store answers nobody; a killed one is back within the second.
        hall.machine.pause_store()
        with pytest.raises((Refused, TimeoutError)) as refused:
            await cast.members[4].command("comment.post", id="while-away", body="Is anybody there?", timeout=0.5)
        assert getattr(refused.value, "code", "unavailable") == "unavailable"
        hall.machine.kill_store()
        answer = await cast.members[4].command("comment.post", id="while-away", body="Is anybody there?", timeout=15)
        assert answer["ok"]
        await cast.screen.until(lambda view: bodies(view)["Is anybody there?"] == 1, timeout=10)


async def test_a_long_interruption_comes_back_paused(own_hall: Hall) -> None:
    hall = own_hall
    links = await hall.first_meeting()
    phone = await hall.phone(links.members[8]["link"])
    desk = await hall.desk(links.of("chair"))
    screen = await hall.screen(links.screen)
    async with seated(hall.machine.local, links, "en", but=8) as cast:
        await check_in(cast, 0)
        await open_meeting(cast, 0)
        await start_item(cast, 1)
        granted = await cast.chair.command("floor.grant", member=cast.ids[3], after=None)
        turn = granted["result"]["turn"]
        await cast.chair.command("turn.start", turn=turn)
        await expect(screen.locator(".clock-block")).to_have_attribute("data-phase", "speaking")
        await asyncio.to_thread(hall.machine.kill)
        # Fifteen seconds without a server are an interruption; the desk and the phone say at once that nobody answers.
        await expect(desk.get_by_text("The server cannot be reached")).to_be_visible()
        await expect(phone.locator(".lost")).to_be_visible()
        await expect(screen.get_by_text("Reconnecting…")).to_be_visible(timeout=20_000)
        gone = asyncio.get_running_loop().time()
        await within(12, "a long interruption", lambda: asyncio.get_running_loop().time() - gone > 7)
        await asyncio.to_thread(hall.machine.start)
        await cast.chair.until(lambda view: view["meeting"]["meeting"]["status"] == "paused", timeout=30)
        assert cast.chair.view["turns"][turn]["status"] == "paused"
    await expect(desk.get_by_role("button", name="Resume the meeting")).to_be_visible()
    await expect(phone.locator(".strip")).to_contain_text("The meeting is paused")
    # Everybody is told since when, and what comes next.
    await expect(phone.locator(".news")).to_contain_text("The server was down from")
    await expect(phone.locator(".news")).to_contain_text("The chair will resume")
    await expect(screen.get_by_role("heading", name="The server was down from")).to_be_visible()


async def test_what_the_store_lost_is_on_the_phone_again(own_hall: Hall) -> None:
    """[WL11] The server dies, the store comes back without the last comment: the phone that wrote it gives it again."""
    hall, written = own_hall, "Said, acknowledged, and lost."
    links = await hall.first_meeting()
    async with seated(hall.machine.local, links, "en", but=8) as cast:
        await open_meeting(cast, 0)
        await start_item(cast, 1)
        phone = await hall.phone(links.guest["link"])
        kept = cast.chair.seq
        await phone.get_by_role("button", name="Write a comment").click()
        await phone.get_by_role("dialog").get_by_role("textbox").fill(written)
        await phone.get_by_role("button", name="Send", exact=True).click()
        await cast.chair.until(lambda view: bodies(view)[written] == 1)
        # Not on its way any more, as far as the phone knows.
        await expect(phone.locator(".owed")).to_have_count(0)
        first = next(key for key, each in cast.chair.view["comments"].items() if each["body"] == written)

        await asyncio.to_thread(hall.machine.kill)
        await lose(hall.machine.folder / "store", links.room, kept)
        await asyncio.to_thread(hall.machine.start)

        await cast.chair.until(lambda view: bodies(view)[written] == 1 and first not in view["comments"], timeout=30)
        await expect(phone.locator("article.comment", has_text=written)).to_have_count(1)
        assert "fork" in cast.chair.resets
