"""A small council for tests of the desk: who is in it, whom the tests play, and whose screens are looked at."""

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final

from giotay.demo.hall import token_of
from giotay_client import Room, connect
from giotay_protocol.names import Locale
from tests.browser.hall import Hall

CHAIR, DEPUTY, SECOND, SECRETARY = "Trần Thị An", "Lê Văn Bình", "Phạm Thị Cúc", "Hoàng Văn Dũng"
MEMBERS: Final = ("Nguyễn Thị Én", "Đỗ Văn Giang", "Vũ Thị Hạnh", "Bùi Văn Khôi", "Đặng Thị Lan")
GUEST: Final = "Ngô Văn Mẫn"
UNITS: Final = ("Tổ Toán", "Tổ Văn")
MINUTE: Final = 60_000
TITLE: Final[dict[Locale, str]] = {"vi": "Hội nghị tổ chuyên môn", "en": "Meeting of the department"}
ITEMS: Final[dict[Locale, tuple[str, ...]]] = {
    "vi": ("Khai mạc", "Thảo luận kế hoạch", "Kết luận"),
    "en": ("Opening", "Discussion of the plan", "Conclusion"),
}


class Council:
    """The room, its links by name, and a connection for the chair and for every member who is played."""

    def __init__(self, hall: Hall, made: dict[str, Any], links: dict[str, str], ids: dict[str, str]) -> None:
        self.hall = hall
        self.room: str = made["room"]
        self.code: str = made["code"]
        self.screen: str = made["links"]["screen"]
        self.links = links
        self.ids = ids
        self.played: dict[str, Room] = {}

    @property
    def chair(self) -> Room:
        return self.played[CHAIR]

    async def hand(self, name: str, **fields: Any) -> str:
        answer = await self.played[name].command("hand.raise", **fields)
        return str(answer["result"]["hand"])

    async def start(self, number: int) -> None:
        """The agenda goes to its item with this number, from 1."""
        items = sorted(self.chair.view["agenda"].values(), key=lambda item: item["position"])
        await self.chair.command("agenda.start", item=items[number - 1]["id"])


def _member(number: int, name: str, office: str) -> dict[str, Any]:
    """Two units and groups in turn; a card each; one of the members is probationary."""
    unit, group = (UNITS[0], "Toán") if number % 2 else (UNITS[1], "Văn")
    kind = "probationary" if name == MEMBERS[-1] else "full"
    kinds = {} if office == "guest" else {"kind": kind}
    return {"name": name, "office": office, "unit": unit, "group": group, "card": str(100 + number), **kinds}


@asynccontextmanager
async def council(
    hall: Hall,
    locale: Locale = "en",
    *,
    but: tuple[str, ...] = (),
    here: bool = True,
    late: tuple[str, ...] = (),
    **settings: Any,
) -> AsyncIterator[Council]:
    """Opened at its second item, everybody here who is not `late`; `but` are left to screens."""
    people = [(CHAIR, "chair"), (DEPUTY, "deputy"), (SECOND, "deputy"), (SECRETARY, "secretary")]
    people += [(name, "member") for name in MEMBERS] + [(GUEST, "guest")]
    body: dict[str, Any] = {
        "id": f"council-{time.time_ns()}",
        "title": TITLE[locale],
        "locale": locale,
        "profile": "party-cell",
        "settings": {"limit_ms": 3 * MINUTE, "quorum": {"basis": "summoned", "share": "2/3"}, **settings},
        "members": [_member(number, name, office) for number, (name, office) in enumerate(people)],
        "agenda": [{"title": title, "planned_ms": 12 * MINUTE} for title in ITEMS[locale]],
    }
    made = await hall.host.ask("POST", "/api/rooms", body)
    links = {member["name"]: member["link"] for member in made["members"]}
    ids = {member["name"]: member["id"] for member in made["members"]}
    found = Council(hall, made, links, ids)
    async with AsyncExitStack() as stack:
        for name, office in people:
            if name not in but:
                app = "desk" if office in ("chair", "secretary") else "phone"
                found.played[name] = await stack.enter_async_context(
                    connect(hall.machine.local, token_of(links[name]), app=app)
                )
        if here:
            for name in [name for name, _ in people[:-1] if name not in late]:
                await found.chair.command("attendance.mark", member=ids[name], status="present")
            await found.chair.command("meeting.open")
            await found.start(1)
            await found.start(2)
        yield found
