"""The papers of the first meeting: read by everybody beforehand, and the minutes approved before the close."""

import asyncio
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from giotay.demo.hall import Hall
from giotay.demo.steps import View, claim
from giotay_protocol.names import Locale

TITLE: Final[dict[Locale, str]] = {
    "vi": "Tài liệu sinh hoạt chuyên đề tháng 11", "en": "Papers for the thematic meeting of November",
}  # fmt: skip
WHERE: Final[dict[Locale, str]] = {"vi": "Nhóm chat của chi bộ", "en": "The cell's chat group"}
PLAN: Final[dict[Locale, str]] = {"vi": "Dự thảo kế hoạch tháng 12", "en": "Draft of the plan for December"}
PAGE: Final[dict[Locale, str]] = {
    "vi": "Dự thảo kế hoạch tháng 12\n\nMỗi đồng chí dự giờ hai tiết.\n\nTổ khối sinh hoạt hai tuần một lần.\n",
    "en": "Draft of the plan for December\n\nEach member visits two lessons.\n\nGroups meet every other week.\n",
}
SHOWN: Final[dict[Locale, str]] = {
    "vi": "Mời xem phần đề xuất của", "en": "Please look at what is proposed by",
}  # fmt: skip
CLOSING: Final[dict[Locale, str]] = {
    "vi": "Các đồng chí thảo luận thẳng thắn, xây dựng.", "en": "Members spoke frankly and to the point.",
}  # fmt: skip
OBJECTED: Final[dict[Locale, str]] = {
    "vi": "Đề nghị ghi thêm số đồng chí phát biểu.", "en": "Please add how many spoke.",
}  # fmt: skip
SETTLED: Final[dict[Locale, str]] = {
    "vi": "17/17 đồng chí phát biểu thẳng thắn, xây dựng.", "en": "All 17 members spoke, frankly and to the point.",
}  # fmt: skip


async def beforehand(hall: Hall, pace: float) -> None:
    """What the secretary gave out days before is on record, and everybody says that they have read it."""
    given = {"title": TITLE[hall.locale], "where": WHERE[hall.locale], "id": "demo-given-out"}
    given_out = (await hall.ask("documents", given))["document"]
    plan = quote(PLAN[hall.locale])
    sent = (await hall.ask(f"documents?id=demo-plan&title={plan}", PAGE[hall.locale].encode()))["document"]
    for document in (given_out, sent):
        await _published(hall, document)
        for room in hall.members:
            await room.command("document.confirm", document=document)
        await asyncio.sleep(0.5 * pace)
        await _read_by_all(hall, document)
    prepared = await hall.secretary.command("screen.prepare", scene="document", ref=sent)
    claim("prepared" not in hall.screen.view, "the projector knows what is only prepared")
    await hall.tap(
        hall.secretary, "screen.next", lambda view: view["screen"]["main"]["scene"] == "document",
        prepared=prepared["result"]["prepared"],
    )  # fmt: skip
    await asyncio.sleep(1.0 * pace)
    await hall.tap(hall.secretary, "screen.show", lambda view: view["screen"]["main"]["scene"] == "auto", scene="auto")


async def _published(hall: Hall, document: str) -> None:
    await hall.tap(hall.secretary, "document.publish", lambda view: document in view["documents"], document=document)


async def _read_by_all(hall: Hall, document: str) -> None:
    everybody = len(hall.members)
    await hall.seen(lambda view: view["documents"][document]["confirmed"] == everybody)


async def named(hall: Hall, pace: float) -> None:
    """A comment names somebody, who alone is told so; another agrees, and can be seen to."""
    who, by, agreeing = hall.members[7], hall.members[8], hall.members[9]
    name = who.view["members"][hall.ids[7]]["name"]
    body = f"{SHOWN[hall.locale]} @{name}"
    posted = await hall.tap(
        by, "comment.post", lambda view: any(each["body"] == body for each in view["comments"].values()),
        body=body, mentions=[hall.ids[7]],
    )  # fmt: skip
    comment = posted["result"]["comment"]
    await who.until(lambda view: comment in view["named"])
    claim(comment not in agreeing.view["named"], "somebody else is told")
    await hall.tap(
        agreeing, "comment.react", lambda view: view["comments"][comment]["reactions"]["agree"] == 1,
        comment=comment, kind="agree",
    )  # fmt: skip
    reactors: dict[str, Any] = (await by.page("reactors", where={"comment": comment}))["entities"]
    claim([each["member"] for each in reactors.values()] == [hall.ids[9]], "who agreed is not seen")


def _are(status: str) -> Callable[[View], bool]:
    """Before they are circulated a phone is not even shown that there are minutes."""
    return lambda view: bool(view["minutes"].get("minutes", {}).get("status") == status)


async def approval(hall: Hall, pace: float) -> None:
    """The minutes are written, read on every phone, objected to, settled, and approved."""
    desk, member = hall.secretary, hall.members[6]
    await desk.command("minutes.write", section="closing", text=CLOSING[hall.locale])
    phones = [room for room in hall.members if room is not hall.chair]
    await desk.command("minutes.circulate")
    await hall.seen(_are("circulated"), by=phones)
    made = await member.command("minutes.object", section="closing", text=OBJECTED[hall.locale])
    await desk.command(
        "minutes.settle", objection=made["result"]["objection"], outcome="accepted", text=SETTLED[hall.locale]
    )
    await asyncio.sleep(1.0 * pace)
    await hall.chair.command("minutes.approve")
    await hall.seen(_are("approved"), by=phones)
