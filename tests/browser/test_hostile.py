"""Words meant to harm: they are shown as the text they are, run nothing, and leave every layout standing."""

from collections.abc import Iterator
from typing import Any, Final

import aiohttp
import pytest
from playwright.async_api import Page, expect

from giotay.demo.first_meeting import request
from giotay.demo.hall import token_of
from giotay_client import connect
from tests.browser.council import CHAIR, MEMBERS, SECRETARY, council
from tests.browser.hall import Hall
from tests.browser.lookers import ON_THE_WALL, WIDER
from tests.security.texts import commands as text_fields

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(90)]

IMAGE: Final = "<img src=x onerror=\"window.hurt='image'\">"
SCRIPT: Final = "<script>window.hurt='script'</script>${window.hurt='template'}{{hurt}}"
LINK: Final = "javascript:window.hurt='link' \"><svg onload=window.hurt='svg'>"
BACKWARDS: Final = "\u202eđảo ngược\u202c và \u2067ngược nữa\u2069 rồi thẳng"
ENDLESS: Final = "W" * 1_990
PICTURES: Final = "👩🏽‍🏫🇻🇳🖐️ " * 60
TURNS: Final = dict.fromkeys(map(ord, "\u202e\u202c\u2067\u2069"))
WORDS: Final = (IMAGE, SCRIPT, LINK, BACKWARDS, ENDLESS, PICTURES)


async def unhurt(page: Page) -> None:
    assert await page.evaluate("window.hurt") is None
    assert await page.locator("#app img:not([src='/icon.svg']), #app script, #app svg[onload]").count() == 0


async def test_hostile_words_are_only_words(hall: Hall) -> None:
    body = request("en", f"hostile-{id(hall)}")
    body["title"] = f"{IMAGE} title"
    body["place"] = SCRIPT
    body["settings"]["purpose"] = f"{IMAGE}{BACKWARDS}"
    body["agenda"] = [{"title": f"{SCRIPT} item", "kind": "discussion", "planned_ms": 60_000}, {"title": "W" * 200}]
    body["members"] = [
        {"name": f"{IMAGE} chair", "office": "chair", "unit": SCRIPT},
        {"name": "W" * 60, "office": "member", "unit": IMAGE},
        {"name": f"{BACKWARDS} 🖐️", "office": "member", "title": IMAGE},
    ]
    made = await hall.host.ask("POST", "/api/rooms", body)
    chair_link, _, other_link = (member["link"] for member in made["members"])
    phone = await hall.phone(other_link)
    desk = await hall.desk(chair_link)
    screen = await hall.screen(made["links"]["screen"])
    door = await hall.open("phone", f"{hall.machine.page}/j/{made['code']}")
    host = await hall.open("host", f"{hall.machine.page}/host?lang=en#k={hall.machine.host_key}")
    await expect(host.get_by_role("heading", name="title")).to_be_visible()
    await expect(door.locator("ul.names li")).to_have_count(3)
    async with connect(hall.machine.local, token_of(chair_link), app="desk") as chair:
        members = [member["id"] for member in made["members"]]
        for member in members:
            await chair.command("attendance.mark", member=member, status="present", reason=IMAGE)
        await chair.command("meeting.open")
        item = min(chair.view["agenda"].values(), key=lambda each: each["position"])["id"]
        await chair.command("agenda.start", item=item)
        posted = [
            (await chair.command("comment.post", body=words, **{"for": members[1]}))["result"]["comment"]
            for words in WORDS
        ]
        await chair.command("hand.raise", note=IMAGE, **{"for": members[1]})
        turn = (await chair.command("floor.grant", member=members[2], after=None))["result"]["turn"]
        await chair.command("turn.start", turn=turn)
        await chair.command("turn.remind", turn=turn, kind="topic", text=IMAGE)
        await expect(desk.locator(".desk-voice")).to_have_count(len(WORDS))
        await expect(screen.locator(".speaker")).to_be_visible()
        await expect(phone.locator(".turn")).to_be_visible()
        for page in (phone, desk, screen, door, host):
            await unhurt(page)
        await phone.get_by_role("button", name="Shrink").click()
        shown = phone.locator("article.comment .body")
        await expect(shown).to_have_count(len(WORDS))
        # Signs that turn the direction of letters are taken out; everything else stands as it was written.
        said = [words.translate(TURNS).strip() for words in WORDS]
        assert [text.strip() for text in await shown.all_text_contents()] == said
        for page in (phone, door, host, desk):
            assert await page.evaluate(WIDER) == [], page.url
        for scene in ("wall", "lobby", "agenda", "attendance", "auto"):
            await chair.command("screen.show", scene=scene)
            await expect(
                screen.locator(f".stage[data-scene={'speaker' if scene == 'auto' else scene}]")
            ).to_be_visible()
            assert await screen.evaluate(ON_THE_WALL) == [], scene
        for comment in posted:
            await chair.command("screen.show", scene="comment", ref=comment)
            await expect(screen.locator(".focus-text")).to_be_visible()
            assert await screen.evaluate(ON_THE_WALL) == []
        await chair.command("screen.show", scene="message", text=IMAGE)
        await expect(screen.get_by_role("heading", name=IMAGE)).to_be_visible()
        for page in (phone, desk, screen, door, host):
            await unhurt(page)


async def test_the_policy_stops_what_would_run_inline(hall: Hall) -> None:
    links = await hall.first_meeting()
    for page in (
        await hall.phone(links.guest["link"]),
        await hall.desk(links.of("chair")),
        await hall.screen(links.screen),
    ):
        blocked = await page.evaluate(
            """async () => {
              const told = new Promise((done) =>
                document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective)));
              const script = document.createElement('script');
              script.textContent = "window.hurt = 'inline'";
              document.body.append(script);
              return told;
            }"""
        )
        assert blocked.startswith("script-src")
        assert await page.evaluate("window.hurt") is None
    # The only complaints are those about what this test itself tried.
    assert len(hall.complaints) == 3
    assert all("Content Security Policy" in complaint for complaint in hall.complaints)
    hall.complaints.clear()


async def test_hostile_words_in_whatever_else_is_written(hall: Hall) -> None:
    """Topics, conclusions, commitments, votes, statements, documents, notes, minutes, what is lined up: only text."""
    hall.query = "?lang=en"
    async with council(hall, but=(MEMBERS[0],)) as room:
        chair, desk_side = room.chair, room.played[SECRETARY]
        phone = await hall.phone(room.links[MEMBERS[0]])
        desk = await hall.desk(room.links[CHAIR])
        screen = await hall.screen(room.screen)
        member = room.played[MEMBERS[1]]
        for_one: dict[str, Any] = {"for": room.ids[MEMBERS[1]]}
        made = await chair.command("comment.post", body=IMAGE)
        comment = made["result"]["comment"]
        topic = (await chair.command("topic.add", title=IMAGE))["result"]["topic"]
        await chair.command("comment.tag", comment=comment, topic=topic)
        await chair.command("comment.resolve", comment=comment, outcome="declined", text=SCRIPT)
        conclusion = (await chair.command("conclusion.add", text=SCRIPT))["result"]["conclusion"]
        promised = await member.command("commitment.make", what=IMAGE, measure=SCRIPT)
        commitment = promised["result"]["commitment"]
        await member.command("commitment.review", commitment=commitment, outcome="partly", text=IMAGE)
        poll = (await chair.command("poll.create", question=IMAGE, options=[SCRIPT, LINK]))["result"]["poll"]
        await chair.command("poll.open", poll=poll)
        await chair.command("poll.reserve", poll=poll, text=IMAGE, **for_one)
        await chair.command("poll.close", poll=poll)
        await chair.command("poll.publish", poll=poll)
        await member.command("statement.save", sections=[{"heading": IMAGE, "text": SCRIPT}])
        await member.command("statement.submit")
        await chair.command("invite.send", member=room.ids[MEMBERS[0]], text=IMAGE)
        body = {"body": LINK, "reader": room.ids[MEMBERS[1]]}
        await chair.command("round.start", subjects=[body, room.ids[MEMBERS[1]]])
        for text in (IMAGE, SCRIPT):
            await chair.command("screen.prepare", scene="message", text=text)
        turn = (await chair.command("floor.grant", member=room.ids[MEMBERS[2]], after=None))["result"]["turn"]
        await chair.command("turn.start", turn=turn)
        await chair.command("turn.note", turn=turn, text=SCRIPT)
        await chair.command("turn.end", turn=turn)
        for section in ("head", "closing"):
            await desk_side.command("minutes.write", section=section, text=IMAGE)
        await desk_side.command("minutes.circulate")
        objection = (await member.command("minutes.object", section="head", text=SCRIPT))["result"]["objection"]
        await desk_side.command("minutes.settle", objection=objection, outcome="declined", text=LINK)
        headers = {"Authorization": f"Bearer {token_of(room.links[CHAIR])}"}
        async with aiohttp.ClientSession(headers=headers) as http:
            path = f"{hall.machine.local}/api/rooms/{room.room}/documents"
            note = {"title": IMAGE, "where": SCRIPT}
            async with http.post(path, json=note) as answer:
                await chair.command("document.publish", document=(await answer.json())["document"])
            query = {"title": "Text", "name": "a.txt"}
            async with http.post(path, params=query, data=f"{IMAGE}\n\n{SCRIPT}".encode()) as answer:
                document = (await answer.json())["document"]
        await chair.command("document.publish", document=document)
        await expect(desk.locator(".ahead-line li")).to_have_count(2)
        for button in await desk.locator(".desk-drawers button").all():
            await button.click()
            await expect(desk.locator(".sheet")).to_be_visible()
            await unhurt(desk)
            assert await desk.evaluate(WIDER) == []
            await desk.keyboard.press("Escape")
        await phone.keyboard.press("Escape")
        for tab in await phone.locator(".tabs button").all():
            await tab.click()
            await unhurt(phone)
            assert await phone.evaluate(WIDER) == []
        scenes: list[dict[str, Any]] = [
            {"scene": "topics"}, {"scene": "conclusion", "ref": conclusion}, {"scene": "poll", "ref": poll},
            {"scene": "commitments", "ref": commitment}, {"scene": "document", "ref": document}, {"scene": "round"},
            {"scene": "message", "text": LINK},
        ]  # fmt: skip
        for scene in scenes:
            await chair.command("screen.show", **scene)
            await expect(screen.locator(f".stage[data-scene={scene['scene']}]")).to_be_visible()
            await unhurt(screen)
            assert await screen.evaluate(ON_THE_WALL) == [], scene
        for page in (phone, desk, screen):
            await unhurt(page)


# What cannot hold words of one's own: it names something that has to be there, or is never shown to anybody.
NAMES_SOMETHING: Final = {
    "meeting.update": {"profile", "settings.statement_form[]"}, "member.add": {"kind"}, "member.update": {"kind"},
    "screen.pair": {"letters"},
}  # fmt: skip


class Harmful:
    """Sends commands, and remembers which text fields of which commands were taken with harmful words in them."""

    def __init__(self) -> None:
        self.taken: set[tuple[str, str]] = set()

    async def __call__(self, who: Any, type: str, **fields: Any) -> dict[str, Any]:
        answer: dict[str, Any] = await who.command(type, **fields)
        self.taken |= {(type, path) for path in _harmful(fields, "")}
        return dict(answer.get("result") or {})


def _harmful(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _harmful(each, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for each in value:
            yield from _harmful(each, f"{path}[]")
    elif isinstance(value, str) and "window.hurt" in value:
        yield path


LETTERHEAD: Final = (
    "parent", "issuer", "place", "about", "before", "authority", "title", "signer", "kept",
)  # fmt: skip
SHORT: Final = "<svg onload=window.hurt=1>"


async def test_every_text_field_of_every_command(hall: Hall) -> None:
    """The list comes from the protocol; each is filled, and then every page is opened and every drawer in it."""
    hall.query = "?lang=en"
    say = Harmful()
    async with council(hall, but=(MEMBERS[0],)) as room:
        chair, desk, member = room.chair, room.played[SECRETARY], room.played[MEMBERS[1]]
        one, other = room.ids[MEMBERS[1]], room.ids[MEMBERS[2]]
        paper = dict.fromkeys(LETTERHEAD, IMAGE) | {"sign": SHORT, "recipients": [IMAGE], "bases": [IMAGE]}
        await say(
            chair, "meeting.update", title=IMAGE, place=SCRIPT,
            settings={
                "purpose": IMAGE, "comment_kinds": [IMAGE], "letterhead": paper, "anonymous": True,
                "wifi": {"ssid": SHORT, "password": IMAGE},
            },
        )  # fmt: skip
        people = dict.fromkeys(("title", "unit", "group", "seat", "card", "sort_name", "address"), SHORT)
        added = (await say(desk, "member.add", name=IMAGE, **people))["member"]
        await say(desk, "member.update", member=other, name=IMAGE, **people)
        await say(member, "member.declare", group=SHORT, address=SHORT)
        await say(desk, "member.mute", member=other, reason=IMAGE)
        await desk.command("member.unmute", member=other)
        await say(desk, "attendance.mark", member=added, status="excused", reason=IMAGE)
        item = (await say(desk, "agenda.add", title=IMAGE, notes=IMAGE))["item"]
        await say(desk, "agenda.update", item=item, title=SCRIPT, notes=SCRIPT)
        await chair.command("agenda.start", item=item)
        comment = (await say(member, "comment.post", body=IMAGE, kind=IMAGE))["comment"]
        await say(member, "comment.edit", comment=comment, body=SCRIPT)
        for kind in ("pin", "unpin", "hide", "restore"):
            await say(desk, f"comment.{kind}", comment=comment, reason=IMAGE)
        await desk.command("meeting.update", settings={"moderation": "before_all"})
        held = (await member.command("comment.post", body="chờ"))["result"]["comment"]
        await say(desk, "comment.approve", comment=held, reason=IMAGE)
        await say(desk, "comment.resolve", comment=comment, outcome="noted", text=IMAGE)
        topic = (await say(desk, "topic.add", title=IMAGE))["topic"]
        await say(desk, "topic.update", topic=topic, title=SCRIPT)
        await desk.command("comment.tag", comment=comment, topic=topic)
        conclusion = (await say(desk, "conclusion.add", text=IMAGE))["conclusion"]
        await say(desk, "conclusion.update", conclusion=conclusion, text=SCRIPT)
        promise = (await say(member, "commitment.make", what=IMAGE, measure=IMAGE))["commitment"]
        await say(member, "commitment.update", commitment=promise, what=SCRIPT, measure=SCRIPT)
        await say(member, "commitment.review", commitment=promise, outcome="partly", text=IMAGE)
        poll = (await say(desk, "poll.create", question=IMAGE, options=[IMAGE, SCRIPT]))["poll"]
        await say(desk, "poll.update", poll=poll, question=SCRIPT, options=[SCRIPT, IMAGE])
        await chair.command("poll.open", poll=poll)
        await say(member, "poll.reserve", poll=poll, text=IMAGE)
        await chair.command("poll.close", poll=poll)
        await chair.command("poll.publish", poll=poll)
        await say(desk, "statement.save", sections=[{"heading": IMAGE, "text": SCRIPT}], body=IMAGE, **{"for": one})
        await say(desk, "statement.submit", body=IMAGE, **{"for": one})
        await chair.command("invite.send", member=one)
        invite = await member.until(lambda view: next(iter(view["invites"]), None))
        await say(member, "invite.answer", invite=invite, answer="pass", text=IMAGE)
        await say(chair, "invite.send", member=room.ids[MEMBERS[0]], text=IMAGE)
        await say(member, "hand.raise", note=IMAGE)
        turn = (await chair.command("floor.grant", member=other, after=None))["result"]["turn"]
        await chair.command("turn.start", turn=turn)
        await say(desk, "turn.note", turn=turn, text=IMAGE, kind=IMAGE)
        await say(chair, "turn.remind", turn=turn, kind="topic", text=IMAGE, public=True)
        await chair.command("turn.end", turn=turn)
        body = {"body": IMAGE, "reader": one}
        started = (await say(chair, "round.start", subjects=[body, one, other]))["round"]
        slots = await chair.until(
            lambda view: [slot["id"] for slot in view["slots"].values() if slot["round"] == started and slot["member"]]
        )
        await say(chair, "round.defer", slot=slots[0], reason=IMAGE)
        await say(chair, "round.excuse", slot=slots[0], reason=IMAGE)
        await say(chair, "round.restore", slot=slots[0], reason=IMAGE)
        await say(desk, "screen.prepare", scene="message", text=IMAGE)
        await say(desk, "screen.show", scene="message", text=IMAGE)
        headers = {"Authorization": f"Bearer {token_of(room.links[CHAIR])}"}
        async with aiohttp.ClientSession(headers=headers) as http:
            path = f"{hall.machine.local}/api/rooms/{room.room}/documents"
            async with http.post(path, json={"title": "Giấy", "where": IMAGE}) as answer:
                document = (await answer.json())["document"]
        await say(desk, "document.update", document=document, title=IMAGE)
        await desk.command("document.publish", document=document)
        await say(desk, "minutes.write", section="head", text=IMAGE)
        await desk.command("minutes.circulate")
        objection = (await say(member, "minutes.object", section="head", text=IMAGE))["objection"]
        await say(desk, "minutes.settle", objection=objection, outcome="declined", text=IMAGE)
        await chair.command("minutes.approve")
        await say(desk, "minutes.add", text=IMAGE)
        await chair.command("meeting.update", settings={"quorum": {"share": "1/1"}})
        await say(chair, "quorum.override", reason=IMAGE)
        pages = [
            await hall.phone(room.links[MEMBERS[0]]), await hall.desk(room.links[CHAIR]),
            await hall.screen(room.screen),
        ]  # fmt: skip
        await expect(pages[2].get_by_role("heading", name=IMAGE)).to_be_visible()
        for button in await pages[1].locator(".desk-drawers button").all():
            await button.click()
            await expect(pages[1].locator(".sheet")).to_be_visible()
            await unhurt(pages[1])
            await pages[1].keyboard.press("Escape")
        for page in pages:
            await unhurt(page)
        left = {(tag, path) for tag, paths in text_fields().items() for path in paths} - say.taken
        assert {(tag, path) for tag, path in left if path not in NAMES_SOMETHING.get(tag, ())} == set()
