"""Words meant to harm: they are shown as the text they are, run nothing, and leave every layout standing."""

from typing import Final

import pytest
from playwright.async_api import Page, expect

from giotay.demo.first_meeting import request
from giotay.demo.hall import token_of
from giotay_client import connect
from tests.browser.hall import Hall
from tests.browser.lookers import ON_THE_WALL, WIDER

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
