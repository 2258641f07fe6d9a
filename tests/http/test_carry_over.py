"""The next meeting out of the last: for the host and the desk, and nobody else's tokens by guessing an id."""

from collections.abc import AsyncIterator

import pytest
from tests.gateway.world import World, running, token_of


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running() as each:
        yield each


async def test_the_desk_makes_the_next_meeting_and_learns_no_host_key(world: World) -> None:
    """[B4]"""
    room = await world.room()
    member = await world.seated(token_of(room, "An"))
    assert (await member.command("commitment.make", what="Dự 12 giờ", due="2026-12-31"))["ok"]
    path = f"/api/rooms/{room['room']}/carry-over"
    made = await world.ask("POST", path, {"title": "Họp tháng sau", "id": "thang-12"}, bearer=token_of(room, "Chi"))
    assert made.status == 201
    assert made.body["links"]["host"] is None
    assert made.body["room"] != room["room"]
    assert [each["name"] for each in made.body["members"]] == [each["name"] for each in room["members"]]
    again = await world.ask("POST", path, {"title": "Khác", "id": "thang-12"}, bearer=token_of(room, "Chi"))
    assert again.body == made.body
    token = next(each["token"] for each in made.body["members"] if each["name"] == "An")
    view = (await world.ask("GET", f"/api/rooms/{made.body['room']}/view", bearer=token)).body["view"]
    assert [each["what"] for each in view["commitments"].values()] == ["Dự 12 giờ"]


async def test_members_make_no_meetings(world: World) -> None:
    room = await world.room()
    path = f"/api/rooms/{room['room']}/carry-over"
    assert (await world.ask("POST", path, {"title": "x"}, bearer=token_of(room, "An"))).status == 403
    assert (await world.ask("POST", path, {"title": " "}, bearer=token_of(room, "Chi"))).status == 422
    assert (await world.ask("POST", path, {"title": "x", "members": []}, bearer=token_of(room, "Chi"))).status == 422


async def test_an_id_of_another_room_gives_none_of_its_tokens_away(world: World) -> None:
    other = await world.room(id="đại-hội", members=[{"name": "Bí thư", "office": "chair"}])
    room = await world.room()
    path = f"/api/rooms/{room['room']}/carry-over"
    made = await world.ask("POST", path, {"title": "x", "id": "đại-hội"}, bearer=token_of(room, "Chi"))
    assert made.body["room"] != other["room"]
    assert {each["token"] for each in made.body["members"]}.isdisjoint({each["token"] for each in other["members"]})
