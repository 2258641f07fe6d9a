"""Every collection and field that a client may rely on, as a fresh room and a used one show them."""

from typing import Any

import pytest

from tests.contract.outside import Outside
from tests.gateway.world import id_of, token_of

pytestmark = pytest.mark.slow

FIELDS = {
    "meeting": "title place status starts_at opened_at closed_at sittings profile locale locked presiding "
    "current_item current_turn current_round current_poll quorum settings",
    "members": "name short_name sort_key office kind votes title unit group seat card locale address muted "
    "attendance turns spoken_ms",
    "agenda": "title kind position parent planned_ms spent_ms presenter status started_at ended_at",
    "queues": "state discipline limit_ms second_limit_ms max_turns",
    "hands": "member name queue intent tier note replies_to rank first_time by_desk pinned",
    "turns": "member name reader hand queue slot intent kind notes status limit_ms started_at paused_at paused_ms "
    "ended_at spoken_ms",
    "reminders": "turn kind text",
    "comments": "author name on reply_to kind paragraph body scope hold status pinned edited_at reactions topics "
    "outcome conclusion replies",
    "reacted": "kinds",
    "screen": "scene ref text pinned shutter",
    "requests": "name claims",
}
COLLECTIONS = {
    *FIELDS, "rounds", "slots", "statements", "topics", "documents", "readings", "polls", "ballots", "conclusions",
    "commitments", "invites", "minutes", "scorecard",
}  # fmt: skip
DEFAULTS: dict[str, Any] = {
    "join": "names", "pin": None, "check_in_opens_ms": 3_600_000, "present_only": True, "queue_names_shown": True,
    "moderation": "off", "anonymous": False, "comment_max": 2_000, "slow_mode_ms": 0, "limit_ms": 300_000,
    "second_limit_ms": 180_000, "warn_ms": 30_000, "quorum": None, "chair_lease_ms": 20_000, "roster_shown": 300,
    "wifi": None, "hall_depth": "normal", "show_seconds": True, "afterwards_ms": 172_800_000, "retention_days": None,
}  # fmt: skip


async def view_of(world: Outside, room: Any, name: str) -> Any:
    token = token_of(room, name)
    found = await world.ask("GET", f"/api/rooms/{room['room']}/view?seq=&head=", bearer=token)
    assert found.status == 200, found.body
    assert set(found.body) == {"room", "me", "mode", "view", "seq", "head", "now", "reset"}
    return found.body["view"]


def check(view: Any) -> None:
    for collection, entities in view.items():
        for key, entity in entities.items():
            assert entity["id"] == key
            assert isinstance(entity["at"], int)
            assert isinstance(entity["born"], int)
            missing = set(FIELDS.get(collection, "").split()) - entity.keys()
            assert not missing, f"{collection} lacks {missing}"


async def test_a_new_room_has_every_collection_and_every_setting(world: Outside) -> None:
    """[WV1]"""
    room = await world.room()
    desk, hall, screen = [await view_of(world, room, name) for name in ("Chi", "An", "screen")]
    assert set(desk) >= COLLECTIONS
    assert set(hall) >= COLLECTIONS - {"requests"}
    assert "requests" not in hall
    assert set(screen) <= set(hall)
    for view in (desk, hall, screen):
        check(view)
    meeting = desk["meeting"]["meeting"]
    assert {name: meeting["settings"][name] for name in DEFAULTS} == DEFAULTS
    assert {"comment_kinds", "intents", "statement_form"} <= meeting["settings"].keys()
    assert (meeting["status"], meeting["locked"], meeting["presiding"]) == ("draft", False, id_of(room, "Chi"))
    attendance = desk["members"][id_of(room, "An")]["attendance"]
    assert {name: attendance[name] for name in ("status", "mode", "since", "reason")} == {
        "status": "expected", "mode": None, "since": None, "reason": None,
    }  # fmt: skip
    assert set(desk["screen"]) == {"main"}
    assert set(desk["queues"]) == {"main"}


async def test_a_used_room_has_every_field_of_every_entity(world: Outside) -> None:
    """[WV1] [WC8] A hand, a turn, a reminder, a comment with a reply and a reaction, a request, an item."""
    room = await world.room(agenda=[{"title": "Một"}])
    chair, member, other = [await world.seated(token_of(room, name)) for name in ("Chi", "An", "Bình")]
    assert set(await chair.command("meeting.open")) == {"ok", "seq"}
    item = (await chair.command("agenda.add", title="Hai"))["result"]
    assert set(item) == {"item"}
    await member.command("attendance.check_in")
    await other.command("attendance.check_in", mode="remote")
    raised = await member.command("hand.raise", note="về điện", intent="question")
    assert set(raised["result"]) == {"hand"}
    granted = await chair.command("floor.grant", hand=raised["result"]["hand"], after=None)
    turn = granted["result"]["turn"]
    assert (await chair.command("turn.start", turn=turn))["ok"]
    assert set((await chair.command("turn.remind", turn=turn, kind="time"))["result"]) == {"reminder"}
    assert (await other.command("hand.raise"))["ok"]
    comment = (await member.command("comment.post", body="ý", on=turn))["result"]["comment"]
    assert (await other.command("comment.post", body="trả lời", reply_to=comment))["ok"]
    assert (await other.command("comment.react", comment=comment, kind="agree"))["ok"]
    asked = await world.ask("POST", "/api/join", {"code": room["code"], "name": "Khách"}, bearer=None)
    assert asked.status == 202
    assert set(asked.body) == {"ticket"}
    view = await view_of(world, room, "Chi")
    check(view)
    used = {name for name, entities in view.items() if entities}
    assert used >= FIELDS.keys() - {"reacted"}
    hall = await view_of(world, room, "Bình")
    check(hall)
    assert hall["reacted"][comment]["kinds"] == ["agree"]
    assert hall["reminders"] == {}
    assert (hall["comments"][comment]["replies"], hall["comments"][comment]["reactions"]) == (
        1, {"agree": 1, "thanks": 0, "question": 0},
    )  # fmt: skip
    assert (await view_of(world, room, "An"))["reminders"].keys() == view["reminders"].keys()
    assert view["turns"][turn]["status"] == "speaking"
    assert view["meeting"]["meeting"]["current_turn"] == turn
