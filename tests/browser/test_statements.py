"""A statement from the first word to the last comment, through nothing but screens."""

import pytest
from playwright.async_api import Page, expect

from giotay.demo.cast import CAST
from giotay.demo.hall import Hall as Cast
from giotay.demo.hall import seated
from tests.browser.hall import Hall
from tests.browser.lookers import Inspector

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

AUTHOR, OTHER = 4, 6
FIRST, SECOND, THIRD = "I came on time every day.", "I helped two colleagues.", "I speak for too long."
SAID = "A good example, please go on."


def link_of(links: object, number: int) -> str:
    members = {member["name"]: member["link"] for member in links.members}  # type: ignore[attr-defined]
    return str(members[CAST[number].name])


async def write(phone: Page) -> None:
    """P9: by the lobby's button; kept a second later, also across a reload."""
    await phone.get_by_role("button", name="My statement").click()
    areas = phone.locator(".over-page textarea")
    await expect(areas).to_have_count(4)
    await areas.nth(0).fill(f"{FIRST}\n\n{SECOND}")
    await expect(phone.locator(".statement-state")).to_contain_text("Saved")
    await phone.reload()
    await phone.get_by_role("button", name="My statement").click()
    await expect(areas.nth(0)).to_have_value(f"{FIRST}\n\n{SECOND}")
    await areas.nth(1).fill(THIRD)


async def test_a_statement_is_written_handed_in_read_and_commented_on(hall: Hall) -> None:
    hall.query = "?lang=en"
    links = await hall.first_meeting("en")
    inspector = Inspector()
    async with seated(hall.machine.local, links, "en") as cast:
        await cast.chair.command("agenda.update", item=round_item(cast), kind="round")
        author = await hall.phone(link_of(links, AUTHOR), viewport={"width": 360, "height": 560})
        other = await hall.phone(link_of(links, OTHER), viewport={"width": 320, "height": 560})
        screen = await hall.screen(links.screen)
        desk = await hall.desk(link_of(links, 0))
        await write(author)
        await inspector.take("phone-statement", author)
        await author.get_by_role("button", name="Hand in").click()
        await expect(author.locator(".over-page")).to_contain_text("Handed in at")
        await author.get_by_role("button", name="Back").click()
        await begin_round(cast)
        await expect(desk.locator(".statements")).to_contain_text("1/2 handed in")
        assert THIRD not in await desk.content()
        assert THIRD not in await other.content()

        await author.get_by_role("button", name="Start speaking").click()
        await expect(author.locator(".prompter [aria-current]")).to_have_text(FIRST)
        await expect(screen.locator(".read-paragraph")).to_have_text(FIRST)
        await inspector.take("phone-prompter", author)
        await author.locator(".turn").get_by_role("button", name="Next paragraph").click()
        await expect(screen.locator(".read-paragraph")).to_have_text(SECOND)
        await expect(other.locator(".listening-text")).to_contain_text(SECOND)

        await other.locator(".listening-text").click()
        await other.locator(".composer .chip", has_text="Strength").click()
        await other.locator(".composer textarea").fill(SAID)
        await inspector.take("phone-listening/comment", other)
        await other.locator(".composer [type=submit]").click()
        await expect(screen.locator(".margin-note")).to_contain_text(SAID)
        await expect(other.locator("article.comment", has_text=SAID)).to_contain_text("Paragraph 2")
        await expect(other.locator(".hand").first).to_be_visible()
        await inspector.take("phone-listening", other)
        await inspector.take("screen-statement", screen)

        await desk.locator(".reveal").get_by_role("button", name="Next paragraph").click()
        await expect(screen.locator(".read-paragraph")).to_have_text(THIRD)
        await expect(author.locator(".prompter [aria-current]")).to_have_text(THIRD)
        await inspector.take("desk-statements", desk)
        comment = next(key for key, each in cast.chair.view["comments"].items() if each["body"] == SAID)
        await cast.chair.command("comment.hide", comment=comment)
        await expect(screen.locator(".margin-note")).to_have_count(0)
        await author.get_by_role("button", name="I have finished").click()
        await author.locator(".sheet .button.primary").click()
        await expect(author.locator(".prompter")).to_have_count(0)
    found = inspector.report()
    assert found == [], "\n".join(found)


def round_item(cast: Cast) -> str:
    return sorted(cast.chair.view["agenda"].values(), key=lambda item: item["position"])[1]["id"]  # type: ignore[no-any-return]


async def begin_round(cast: Cast) -> None:
    """Two subjects, the author called."""
    await cast.chair.command("meeting.open")
    await cast.chair.command("agenda.start", item=round_item(cast))
    await cast.chair.command("round.start", subjects=[cast.ids[AUTHOR], cast.ids[OTHER]])
    [held] = cast.chair.view["rounds"]
    await cast.chair.command("round.next", round=held, after=None)
