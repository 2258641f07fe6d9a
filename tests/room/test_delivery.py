"""What connections are sent: one sync, then updates without a gap, and nothing that is not theirs."""

import asyncio
import json
from typing import Any

import pytest

from giotay.room import delivery
from giotay.room.delivery import CLASSES, LAGGING_LIMIT
from giotay.room.view import fresh_view
from giotay.storage.memory import MemoryLog
from giotay_protocol.entities import collections_of
from tests.room.hall import Clock, Phone, command, founded, hub_on, settle


async def seated(room: Any, member: str | None) -> Phone:
    phone = Phone()
    room.join(phone, member, seq=None, head=None)
    return phone


async def test_a_connection_begins_with_one_sync_and_every_collection() -> None:
    """[WT4] [WV1] Nothing comes before it."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    desk, hall, screen = [await seated(room, member) for member in (ids["An"], ids["Chi"], None)]
    for phone, cls in ((desk, "desk"), (hall, "hall"), (screen, "screen")):
        name, sync = phone.heard[0]
        assert (name, sync["mode"], sync["me"]["class"], sync["reset"]) == ("sync", "view", cls, None)
        assert set(sync["view"]) == set(collections_of(cls))
        for entities in sync["view"].values():
            for key, entity in entities.items():
                assert entity["id"] == key
                assert isinstance(entity["at"], int)
                assert isinstance(entity["born"], int)
    assert screen.replica.me == {"member": None, "office": None, "class": "screen"}


async def test_updates_follow_one_another_and_end_at_the_fresh_view() -> None:
    """[WV2] [WV6] [WV11] `from` is the last `to`; what everybody holds is what a newcomer gets."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    phones = {member: await seated(room, member) for member in (ids["An"], ids["Chi"], None)}
    await room.submit(ids["An"], command("meeting.open", "o"))
    for n in range(30):
        await room.submit(ids["Chi"], command("comment.post", f"k{n}", body=f"số {n}"))
        if n % 7 == 0:
            await asyncio.sleep(0.01)
    await settle()
    for member, phone in phones.items():
        reached = phone.heard[0][1]["seq"]
        for name, update in phone.heard[1:]:
            if name == "update":
                assert update["from"] <= reached < update["to"]
                reached = update["to"]
        newcomer = await seated(room, member)
        assert phone.gaps == 0
        assert phone.view == newcomer.view
        assert (phone.replica.seq, phone.replica.head) == (newcomer.replica.seq, newcomer.replica.head)


async def test_what_is_ones_own_reaches_nobody_else() -> None:
    """[WV4] [WV5] A reaction of one's own, and a comment for the desk alone: not an id of them anywhere else."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    chi, giang, desk, screen = [await seated(room, m) for m in (ids["Chi"], ids["Giang"], ids["An"], None)]
    posted = await room.submit(ids["Chi"], command("comment.post", "k1", body="chung"))
    comment = posted["result"]["comment"]
    await room.submit(ids["Giang"], command("comment.react", "k2", comment=comment, kind="agree"))
    secret = await room.submit(ids["Chi"], command("comment.post", "k3", body="riêng với bàn chủ tọa", scope="desk"))
    await settle()
    assert giang.view["reacted"][comment]["kinds"] == ["agree"]
    assert chi.view["reacted"] == desk.view["reacted"] == {}
    assert secret["result"]["comment"] in chi.view["comments"]
    assert secret["result"]["comment"] in desk.view["comments"]
    for phone in (giang, screen):
        assert secret["result"]["comment"] not in json.dumps(phone.heard)


async def test_a_null_goes_only_where_the_entity_was_ever_shown() -> None:
    """[WV5] A comment hidden by the desk leaves those who saw it; a pending one leaves no trace with others."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    giang, screen = await seated(room, ids["Giang"]), await seated(room, None)
    shown = (await room.submit(ids["Chi"], command("comment.post", "k1", body="một")))["result"]["comment"]
    await settle()
    assert shown in screen.view["comments"]
    await room.submit(ids["An"], command("comment.hide", "k2", comment=shown))
    await room.submit(ids["An"], command("meeting.update", "k3", settings={"moderation": "before_all"}))
    held = (await room.submit(ids["Chi"], command("comment.post", "k4", body="hai")))["result"]["comment"]
    await room.submit(ids["An"], command("comment.hide", "k5", comment=held))
    await settle()
    for phone in (giang, screen):
        assert shown not in phone.view["comments"]
        assert held not in json.dumps(phone.heard)


async def test_a_cursor_of_this_log_gets_a_patch_and_no_more() -> None:
    """[WV8] [WV9] Resume: a patch; a wrong head: the view, `fork`; after a change of class: the view, `class`."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    for n in range(20):
        await room.submit(ids["Chi"], command("comment.post", f"k{n}", body=f"số {n}"))
    phone = await seated(room, ids["Chi"])
    seq, head = phone.replica.seq, phone.replica.head
    await room.submit(ids["Giang"], command("comment.post", "k", body="mới"))
    resumed = json.loads(room.sync(ids["Chi"], seq=seq, head=head))
    assert (resumed["mode"], resumed["reset"]) == ("patch", None)
    assert len(resumed["patch"]["comments"]) == 1
    phone.replica.sync(resumed)
    assert phone.view == json.loads(room.sync(ids["Chi"], seq=None, head=None))["view"]
    forked = json.loads(room.sync(ids["Chi"], seq=seq, head="0" * 24))
    assert (forked["mode"], forked["reset"]) == ("view", "fork")
    ahead = json.loads(room.sync(ids["Chi"], seq=seq + 99, head=head))
    assert (ahead["mode"], ahead["reset"]) == ("view", "fork")
    await room.submit(ids["An"], command("member.update", "u", member=ids["Chi"], office="secretary"))
    changed = json.loads(room.sync(ids["Chi"], seq=seq, head=head))
    assert (changed["mode"], changed["reset"], changed["me"]["class"]) == ("view", "class", "desk")


async def test_a_change_of_class_brings_a_whole_view_of_the_new_one() -> None:
    """[WV3] [WV9] The chair handed over: both get `reset: "class"`."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    await room.submit(ids["An"], command("member.update", "d", member=ids["Bình"], office="deputy"))
    chair, deputy = await seated(room, ids["An"]), await seated(room, ids["Bình"])
    assert (chair.replica.me["class"], deputy.replica.me["class"]) == ("desk", "hall")
    await room.submit(ids["An"], command("chair.hand_over", "h", to=ids["Bình"]))
    await settle()
    assert (chair.replica.me["class"], deputy.replica.me["class"]) == ("hall", "desk")
    assert [s["reset"] for name, s in deputy.heard if name == "sync"] == [None, "class"]
    assert "requests" in deputy.view
    assert "requests" not in chair.view


async def test_a_revoked_member_is_let_go_and_may_not_come_back() -> None:
    """[WT7] `bye`, then the close."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    phone = await seated(room, ids["Chi"])
    await room.submit(ids["An"], command("member.revoke", "r", member=ids["Chi"]))
    await settle()
    assert phone.ended == "unauthenticated"
    other = await seated(room, ids["Giang"])
    await room.submit(ids["An"], command("member.remove", "r2", member=ids["Giang"]))
    await settle()
    assert other.ended == "unauthenticated"


async def test_a_phone_that_takes_nothing_costs_a_bounded_number_of_bytes_and_comes_back_level() -> None:
    """[WV16] Above the limit nothing is written; drained, it gets one sync from where it stopped."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    slow, quick = await seated(room, ids["Chi"]), await seated(room, ids["Giang"])
    slow.stuck = True
    for n in range(300):
        await room.submit(ids["Bình"], command("comment.post", f"k{n}", body=f"{n} " + "dài " * 488))
        await asyncio.sleep(0)
    await settle()
    assert LAGGING_LIMIT < slow.waiting < LAGGING_LIMIT + 300_000
    assert room.delivery.lagging == 1
    before = len(slow.heard)
    slow.stuck, slow.waiting = False, 0
    room.delivery.catch_up()
    assert len(slow.heard) == before + 1
    assert slow.heard[-1][0] == "sync"
    assert slow.replica.seq == quick.replica.seq
    fresh = json.loads(room.sync(ids["Chi"], seq=None, head=None))["view"]
    assert all(slow.view["comments"][key] == value for key, value in fresh["comments"].items())


async def test_views_of_a_new_class_count_as_what_a_phone_has_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever goes to and fro between classes and reads nothing is sent one view over the limit, not one each time."""
    monkeypatch.setattr(delivery, "LAGGING_LIMIT", 1_000)
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    phone = await seated(room, ids["Chi"])
    phone.stuck = True
    for n, office in enumerate(("secretary", "member") * 3):
        await room.submit(ids["An"], command("member.update", f"k{n}", member=ids["Chi"], office=office))
    whole = [payload["reset"] for name, payload in phone.heard if name == "sync"]
    assert whole == [None, "class"]
    assert room.delivery.lagging == 1
    phone.stuck, phone.waiting = False, 0
    room.delivery.catch_up()
    newcomer = await seated(room, ids["Chi"])
    assert phone.view == newcomer.view


async def test_a_class_for_which_nothing_changed_still_learns_the_seq() -> None:
    """[WV7] An empty update within 2 s."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    screen = await seated(room, None)
    await room.submit(ids["Chi"], command("comment.post", "k1", body="riêng", scope="desk"))
    await settle()
    assert screen.replica.seq < room.position.seq
    room.delivery._sent_at["screen"] -= 1.5
    room.delivery.tick()
    assert screen.heard[-1][1]["patch"] == {}
    assert screen.replica.seq == room.position.seq
    room.delivery._sent_at["screen"] -= 9.5
    room.delivery.tick()
    update = screen.heard[-1][1]
    assert update["from"] == update["to"] == room.position.seq


class SlowUrn(MemoryLog):
    """Takes its time to empty an urn."""

    def __init__(self) -> None:
        super().__init__()
        self.may_go_on = asyncio.Event()

    async def empty_urn(self, room: str, *, but: str | None) -> None:
        await self.may_go_on.wait()
        await super().empty_urn(room, but=but)


async def test_an_empty_update_steps_over_nothing_that_waits_for_the_store() -> None:
    """[WV7] [WV11] A poll ends and the urn is slow: the second that passes meanwhile brings the change, not a seq."""
    log = SlowUrn()
    room, ids = await founded(hub_on(log, Clock()))
    phone = await seated(room, ids["Chi"])
    await room.submit(ids["An"], command("meeting.open", "k1"))
    await room.submit(ids["An"], command("attendance.mark", "k0", member=ids["Chi"], status="present"))
    poll = (await room.submit(ids["An"], command("poll.create", "k2", question="?", options=["A", "B"])))["result"]
    await room.submit(ids["An"], command("poll.open", "k3", poll=poll["poll"]))
    await settle()
    cancelling = asyncio.create_task(room.submit(ids["An"], command("poll.cancel", "k4", poll=poll["poll"])))
    await settle()
    assert not cancelling.done()
    for cls in CLASSES:
        room.delivery._sent_at[cls] -= 1.5
    room.delivery.tick()
    log.may_go_on.set()
    await cancelling
    await settle()
    newcomer = await seated(room, ids["Chi"])
    assert phone.replica.seq == newcomer.replica.seq
    assert phone.view == newcomer.view


async def test_a_phone_that_lags_and_changes_class_gets_its_new_view_when_it_reads_on() -> None:
    """[WV9] [WV16] Not a byte more before that, however often its class changes."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    phone = await seated(room, ids["Bình"])
    phone.stuck = True
    for n in range(150):
        await room.submit(ids["Chi"], command("comment.post", f"k{n}", body=f"{n} " + "dài " * 480))
    await settle()
    assert room.delivery.lagging == 1
    unread = phone.waiting
    for n, office in enumerate(("member", "secretary", "member")):
        await room.submit(ids["An"], command("member.update", f"o{n}", member=ids["Bình"], office=office))
        await settle()
    assert phone.waiting == unread
    assert room.delivery.lagging == 1
    phone.stuck, phone.waiting = False, 0
    room.delivery.tick()
    newcomer = await seated(room, ids["Bình"])
    assert phone.heard[-1][1]["reset"] == "class"
    assert phone.replica.me["class"] == "hall"
    assert phone.view == newcomer.view


async def test_who_changes_class_while_a_large_hall_is_written_to_gets_nothing_of_the_old_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """[WV5] [WV6] What was encoded for the desk does not go to somebody who has just left it."""
    monkeypatch.setattr(delivery, "SLICE", 2)
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    tabs = [await seated(room, ids["Bình"]) for _ in range(5)]
    leaving = tabs[-1]

    def flushed() -> None:
        room.delivery.__class__.changed(room.delivery)
        room.delivery.reseat(leaving, "hall")

    monkeypatch.setattr(room.delivery, "changed", flushed)
    await room.submit(ids["Chi"], command("comment.post", "k1", body="riêng", scope="desk"))
    await settle()
    assert all("riêng" in json.dumps(tab.heard[-1], ensure_ascii=False) for tab in tabs[:-1])
    assert "riêng" not in json.dumps(leaving.heard, ensure_ascii=False)


async def test_one_update_that_was_held_up_does_not_hold_up_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long updates gather follows from what two of them cost; after one to few screens nothing gathers."""
    monkeypatch.setattr(delivery, "FEW", 3)
    hub = hub_on(MemoryLog(), Clock())
    hub._coalesce_max_s = 10.0
    room, ids = await founded(hub)
    for _ in range(4):
        await seated(room, ids["Chi"])
    await seated(room, ids["An"])
    spent = 0.0

    async def after_update(cost: float, **fields: str) -> float:
        nonlocal spent
        clock = iter((spent, spent + cost))
        monkeypatch.setattr("giotay.room.delivery.time.perf_counter", lambda: next(clock))
        room.delivery.gathers_s = 0.0
        spent += 1.0
        await room.submit(ids["Chi"], command("comment.post", f"k{spent:.0f}", body=f"số {spent}", **fields))
        return room.delivery.gathers_s

    assert await after_update(0.001) == 0.0
    assert await after_update(0.002) == pytest.approx(0.006)
    assert await after_update(0.5) == pytest.approx(0.012)
    assert await after_update(0.5) == pytest.approx(0.52)
    assert await after_update(0.003) == pytest.approx(0.018)
    assert await after_update(0.001, scope="desk") == pytest.approx(0.006)
    monkeypatch.setattr(delivery, "FEW", 5)
    assert await after_update(0.001) == 0.0


async def test_turns_that_come_back_into_the_window_reach_whoever_came_meanwhile() -> None:
    """[WV10] [WV11] Who came during an item has not seen the turns outside of it; when it ends, they are in view."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    await room.submit(ids["An"], command("meeting.open", "k1"))
    await room.submit(ids["An"], command("attendance.mark", "k2", member=ids["Chi"], status="present"))
    turn = (await room.submit(ids["An"], command("floor.grant", "k3", member=ids["Chi"])))["result"]["turn"]
    await room.submit(ids["An"], command("turn.start", "k4", turn=turn))
    await room.submit(ids["An"], command("turn.end", "k5", turn=turn))
    item = next(iter(fresh_view(room.state, "hall", None)["agenda"]))
    await room.submit(ids["An"], command("agenda.start", "k6", item=item))
    await settle()
    phone = await seated(room, ids["Chi"])
    assert phone.view["turns"] == {}
    await room.submit(ids["An"], command("agenda.finish", "k7", item=item))
    await settle()
    assert list(phone.view["turns"]) == [turn]
    assert phone.view == (await seated(room, ids["Chi"])).view


async def test_presence_tells_names_to_the_desk_and_counts_to_the_others() -> None:
    """[WV14] And typing goes to the others of the room only."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    room.courtesy._pace_s = 0
    desk, hall, screen = [await seated(room, member) for member in (ids["An"], ids["Chi"], None)]
    room.courtesy.changed()
    assert desk.heard[-1] == (
        "presence",
        {"online": sorted((ids["An"], ids["Chi"])), "present": 0, "chair_gone_at": None},
    )
    assert hall.heard[-1] == screen.heard[-1] == ("presence", {"count": 2, "present": 0, "chair_gone_at": None})
    room.courtesy.typing(hall, None)
    assert desk.heard[-1] == ("typing", {"on": None, "members": [ids["Chi"]]})
    assert hall.heard[-1][0] == screen.heard[-1][0] == "presence"


async def test_everybody_is_told_since_when_who_presides_is_gone() -> None:
    """[WV14] [C4] And no more when they are back, or when somebody else presides who is here."""
    clock = Clock()
    room, ids = await founded(hub_on(MemoryLog(), clock))
    room.courtesy._pace_s = 0
    desk, hall = [await seated(room, member) for member in (ids["An"], ids["Chi"])]
    gone_at = room.now()
    room.leave(desk)
    clock.at += 5_000
    room.courtesy.changed()
    assert hall.heard[-1] == ("presence", {"count": 1, "present": 0, "chair_gone_at": gone_at})
    clock.at += 20_000
    await seated(room, ids["An"])
    room.courtesy.changed()
    assert hall.heard[-1][1]["chair_gone_at"] is None


async def test_presence_comes_once_a_second_at_most_and_only_when_it_changed() -> None:
    """[WV14] A newcomer hears it at once; the others when it has changed, and not before a second is over."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    room.courtesy._pace_s = 0.04

    def told(phone: Phone) -> list[int]:
        return [payload["count"] for name, payload in phone.heard if name == "presence"]

    first = await seated(room, ids["Chi"])
    assert told(first) == [1]
    await seated(room, ids["Giang"])
    await seated(room, ids["Dũng"])
    for _ in range(5):
        room.courtesy.changed()
    assert told(first) == [1]
    await asyncio.sleep(0.06)
    assert told(first) == [1, 3]
    room.courtesy.changed()
    await asyncio.sleep(0.06)
    assert told(first) == [1, 3]
    desk = await seated(room, ids["An"])
    await room.submit(ids["An"], command("chair.hand_over", "h", to=ids["Chi"]))
    await asyncio.sleep(0.06)
    online = sorted((ids["An"], ids["Chi"], ids["Giang"], ids["Dũng"]))
    assert first.heard[-1] == ("presence", {"online": online, "present": 0, "chair_gone_at": None})
    assert desk.heard[-1] == ("presence", {"count": 4, "present": 0, "chair_gone_at": None})


async def test_typing_tells_of_a_thread_only_those_who_are_shown_it() -> None:
    """[WV5] [WV15] Not even the id of a comment for the desk, nor of one that does not exist."""
    clock = Clock()
    room, ids = await founded(hub_on(MemoryLog(), clock))
    posted = await room.submit(ids["Chi"], command("comment.post", "k", body="riêng", scope="desk"))
    private = posted["result"]["comment"]
    desk, author, other = [await seated(room, ids[name]) for name in ("An", "Chi", "Giang")]
    for phone, on in ((author, private), (other, private), (other, "c_nothing")):
        clock.at += 5_000
        room.courtesy.typing(phone, on)
    assert [payload["on"] for name, payload in desk.heard if name == "typing"] == [private]
    assert [name for phone in (author, other) for name, _ in phone.heard if name == "typing"] == []


async def test_nobody_is_said_to_type_where_anonymity_is_allowed() -> None:
    """[WV15] Else a typing sign would name the author."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    await room.submit(ids["An"], command("meeting.update", "k3", settings={"anonymous": True}))
    desk, hall = await seated(room, ids["An"]), await seated(room, ids["Chi"])
    room.courtesy.typing(hall, None)
    assert all(name != "typing" for name, _ in desk.heard)


async def test_what_takes_the_place_of_a_hidden_comment_reaches_whoever_came_meanwhile() -> None:
    """[WV10] [WV11] A thread with its newest replies, and a reply."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    roots = [
        (await room.submit(ids["Chi"], command("comment.post", f"k{n}", body=f"số {n}")))["result"]["comment"]
        for n in range(62)
    ]
    replies = [
        (await room.submit(ids["Giang"], command("comment.post", f"r{n}", body=f"lời {n}", reply_to=roots[at])))[
            "result"
        ]["comment"]
        for n, at in enumerate((1, 1, 1, 50, 50, 50))
    ]
    await settle()
    phone = await seated(room, ids["Chi"])
    assert roots[1] not in phone.view["comments"]
    for n, hidden in enumerate((roots[61], replies[5])):
        await room.submit(ids["An"], command("comment.hide", f"h{n}", comment=hidden))
        await settle()
        fresh = (await seated(room, ids["Chi"])).view["comments"]
        assert {key: phone.view["comments"].get(key) for key in fresh} == fresh
    assert {roots[1], replies[2], replies[3]} <= phone.view["comments"].keys()


async def test_the_replies_of_a_thread_that_returns_reach_whoever_came_meanwhile() -> None:
    """[WV10] [WV11] Who came while it was hidden was sent none of them."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    root = (await room.submit(ids["Chi"], command("comment.post", "k", body="gốc")))["result"]["comment"]
    await room.submit(ids["Giang"], command("comment.post", "r", body="lời đáp", reply_to=root))
    await room.submit(ids["An"], command("comment.hide", "h", comment=root))
    await settle()
    phone = await seated(room, ids["Chi"])
    assert [comment["body"] for comment in phone.view["comments"].values()] == ["gốc"]
    await room.submit(ids["An"], command("comment.restore", "u", comment=root))
    await settle()
    assert phone.view["comments"] == (await seated(room, ids["Chi"])).view["comments"]
    assert len(phone.view["comments"]) == 2


async def test_the_window_is_the_newest_threads() -> None:
    """[WV10] 60 threads, 2 replies each; a page serves the rest."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    first = (await room.submit(ids["Chi"], command("comment.post", "k", body="đầu")))["result"]["comment"]
    for n in range(70):
        await room.submit(ids["Chi"], command("comment.post", f"k{n}", body=f"số {n}"))
    last = next(reversed(fresh_view(room.state, "hall", None)["comments"]))
    for n in range(5):
        await room.submit(ids["Giang"], command("comment.post", f"r{n}", body=f"trả lời {n}", reply_to=last))
    view = fresh_view(room.state, "hall", ids["Chi"])["comments"]
    assert len(view) == 62
    assert first not in view
    assert [c.body for c in view.values() if c.reply_to] == ["trả lời 3", "trả lời 4"]  # type: ignore[attr-defined]
