"""What is handed out: cards and sheets as PDF, a picture, an appointment. Read back as people would: the QR is decoded
from what it must hold, the text from the PDF."""

import io
from collections.abc import AsyncIterator
from typing import Any

import pypdfium2
import pytest
from icalendar import Calendar
from PIL import Image
from tests.gateway.world import World, id_of, running, token_of

pytestmark = pytest.mark.slow

LONG = "Nguyễn Hoàng Thị Phương Quỳnh Trâm Anh " * 2


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running() as each:
        yield each


def members(number: int) -> list[dict[str, Any]]:
    people = [{"name": "Chi", "office": "chair"}, {"name": LONG.strip(), "unit": "Tổ Toán", "card": "117"}]
    return people + [{"name": f"Đỗ Thị {place}"} for place in range(number - 2)]


def text_of(pdf: bytes) -> list[str]:
    """The words of every page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


async def test_eight_cards_to_a_page_with_everybody_on_one(world: World) -> None:
    """[WH17]"""
    room = await world.room(title="Hội nghị viên chức", members=members(19))
    found = await world.ask("GET", f"/api/rooms/{room['room']}/cards.pdf", bearer=token_of(room, "Chi"))
    assert (found.status, found.headers["Content-Type"]) == (200, "application/pdf")
    pages = text_of(found.body)
    assert len(pages) == 3
    whole = " ".join(" ".join(pages).split())
    assert "Chủ trì" in whole
    assert "Thẻ số 117" in whole
    assert "Tổ Toán" in whole
    assert all(f"Đỗ Thị {place}" in whole for place in range(17))
    assert whole.count(f"Mã phòng: {room['code']}") == 19
    assert "Phương Quỳnh Trâm" in whole


async def test_a_sheet_for_one_person_says_how_to_come_in(world: World) -> None:
    """[WH17]"""
    room = await world.room(members=members(4), place="Hội trường", starts_at=1_800_000_000_000)
    path = f"/api/rooms/{room['room']}/cards.pdf?shape=sheets&locale=en&members={id_of(room, LONG.strip())}"
    pages = text_of((await world.ask("GET", path)).body)
    assert len(pages) == 1
    assert "Scan" in pages[0] or "scan this code" in pages[0]
    assert "15 January 2027" in pages[0]
    assert "Card 117" in pages[0]


async def test_a_sheet_names_the_wifi_where_it_is_known(world: World) -> None:
    """[WH17] With its password, or without one."""
    for wifi, words in (
        ({"ssid": "Hội trường {A}", "password": "mat{khau}1"}, "Wi-Fi “Hội trường {A}”, mật khẩu: mat{khau}1"),
        ({"ssid": "Mở", "security": "nopass"}, "Nối điện thoại vào Wi-Fi “Mở”."),
    ):
        room = await world.room(members=members(1), settings={"wifi": wifi})
        sheet = await world.ask("GET", f"/api/rooms/{room['room']}/cards.pdf?shape=sheets")
        assert words in " ".join(text_of(sheet.body)[0].split())


async def test_a_card_s_link_works_until_it_is_revoked(world: World) -> None:
    """[WH17] The same each time, and dead with the member's others."""
    room = await world.room()
    an = id_of(room, "An")
    path = f"/api/rooms/{room['room']}/cards.pdf?members={an}"
    before = len(await world.services.tokens.all(room["room"]))
    assert (await world.ask("GET", path)).status == 200
    once = await world.services.tokens.all(room["room"])
    assert len(once) == before + 1
    assert (await world.ask("GET", path)).status == 200
    assert await world.services.tokens.all(room["room"]) == once
    chair = await world.seated(token_of(room, "Chi"))
    assert (await chair.command("member.revoke", member=an))["ok"]
    assert (await world.ask("GET", path)).status == 200
    again = await world.services.tokens.all(room["room"])
    assert len({each.digest for each in again} - {each.digest for each in once}) == 1


async def test_a_picture_for_everybody_and_for_one(world: World) -> None:
    """[WH17]"""
    room = await world.room(title="Sinh hoạt chuyên đề", starts_at=1_800_000_000_000)
    path = f"/api/rooms/{room['room']}/card.png"
    for query, name in (("", "An"), (f"?member={id_of(room, 'An')}", "Chi")):
        found = await world.ask("GET", path + query, bearer=token_of(room, name))
        assert (found.status, found.headers["Content-Type"]) == (200, "image/png")
        image = Image.open(io.BytesIO(found.body))
        assert image.size == (1080, 1350)
        counted = image.convert("L").histogram()
        assert sum(counted[:64]) > 30_000
    assert (await world.ask("GET", f"{path}?member={id_of(room, 'An')}", bearer=token_of(room, "Bình"))).status == 403


async def test_the_meeting_as_an_appointment(world: World) -> None:
    """[WH17] Nobody's own link is in it."""
    room = await world.room(
        title="Họp; tổ, Toán", place="Phòng 2", starts_at=1_800_000_000_000,
        agenda=[{"title": "Một", "planned_ms": 3_600_000}],
    )  # fmt: skip
    found = await world.ask("GET", f"/api/rooms/{room['room']}/calendar.ics", bearer=token_of(room, "An"))
    assert found.headers["Content-Type"].startswith("text/calendar")
    event: Any = next(iter(Calendar.from_ical(found.body).walk("VEVENT")))
    assert (str(event["summary"]), str(event["location"])) == ("Họp; tổ, Toán", "Phòng 2")
    assert (event["dtend"].dt - event["dtstart"].dt).total_seconds() == 3_600
    assert str(event["url"]).endswith(f"/j/{room['code']}")
    assert b"#t=" not in found.body
    other = await world.room(title="Chưa định")
    assert (await world.ask("GET", f"/api/rooms/{other['room']}/calendar.ics")).code == "not_found"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?shape=poster", "invalid"),
        ("?locale=fr", "invalid"),
        ("?members=m_none", "not_found"),
        ("?members=", "not_found"),
    ],
)
async def test_what_cannot_be_made_is_refused(world: World, query: str, code: str) -> None:
    room = await world.room()
    assert (await world.ask("GET", f"/api/rooms/{room['room']}/cards.pdf{query}")).code == code


async def test_cards_are_the_desk_s(world: World) -> None:
    room = await world.room()
    for name in ("An", "screen"):
        found = await world.ask("GET", f"/api/rooms/{room['room']}/cards.pdf", bearer=token_of(room, name))
        assert found.code == "forbidden"
