"""A statement from the first word to the last comment, through nothing but screens."""

import aiohttp
import pytest
from playwright.async_api import Page, expect

from giotay.demo.cast import CAST
from giotay.demo.first_meeting import request
from giotay.demo.hall import Hall as Cast
from giotay.demo.hall import seated
from giotay_client import connect
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

        # Who reads next is told so, and puts it away.
        await other.locator(".call .button").click()
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


async def test_what_is_written_without_a_network_is_kept_and_sent_later(hall: Hall) -> None:
    """Also when the page goes meanwhile: what this device wrote last is newer than what the server has."""
    hall.query = "?lang=en"
    hall.line_may_break = True
    links = await hall.first_meeting("en")
    phone = await hall.phone(link_of(links, AUTHOR))
    await phone.get_by_role("button", name="My statement").click()
    area, state = phone.locator(".over-page textarea").first, phone.locator(".statement-state")
    await area.fill(FIRST)
    await expect(state).to_contain_text("Saved")
    await phone.context.set_offline(True)
    await expect(phone.locator(".lost")).to_have_count(1)
    await area.fill(SECOND)
    await expect(state).to_contain_text("Kept on this device")
    await phone.get_by_role("button", name="Hand in").click()
    await expect(phone.locator(".over-page .problem")).to_contain_text("No network")
    token = link_of(links, AUTHOR).partition("#t=")[2]
    assert await drafted(hall, links.room, token) == [FIRST]
    await phone.get_by_role("button", name="Back").click()
    await phone.context.set_offline(False)
    await phone.reload()
    await phone.get_by_role("button", name="My statement").click()
    await expect(area).to_have_value(SECOND)
    await expect(state).to_contain_text("Saved")
    assert await drafted(hall, links.room, token) == [SECOND]


async def drafted(hall: Hall, room: str, token: str) -> list[str]:
    """What the server has of somebody's draft."""
    address, headers = f"{hall.machine.local}/api/rooms/{room}/drafts", {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(headers=headers) as http, http.get(address) as answer:
        drafts = (await answer.json())["drafts"]
    return [section["text"] for draft in drafts for section in draft["sections"] if section["text"]]


@pytest.mark.parametrize("depth", ["normal", "deep"])
async def test_long_paragraphs_and_comments_never_leave_the_wall(hall: Hall, depth: str) -> None:
    body = request("vi", f"long-text-{id(hall)}-{depth}")
    body["settings"]["hall_depth"] = depth
    made = await hall.host.ask("POST", "/api/rooms", body)
    screen = await hall.screen(made["links"]["screen"])
    inspector = Inspector()
    tokens, ids = ([member[key] for member in made["members"]] for key in ("token", "id"))
    async with connect(hall.machine.local, tokens[0], app="desk") as chair:
        await chair.command("attendance.mark", member=ids[4], status="present")
        long = "Trường nghiêng mình trước những đóng góp ấy, và còn nhiều việc phải làm. " * 20
        sections = [{"heading": "Phương hướng " * 10, "text": f"{long}\nNgắn.\n{'Nghiêng' * 60}"}]
        await chair.command("statement.save", sections=sections, **{"for": ids[4]})
        statement = (await chair.command("statement.submit", **{"for": ids[4]}))["result"]["statement"]
        await chair.command("meeting.open")
        await chair.command("round.start", subjects=[ids[4]])
        [held] = chair.view["rounds"]
        await chair.command("round.next", round=held, after=None)
        await chair.command("turn.start", turn=chair.view["meeting"]["meeting"]["current_turn"])
        for number in range(4):
            said = {"body": long[: 900 - 200 * number], "on": statement, "paragraph": number % 3, "kind": "advice"}
            await chair.command("comment.post", **said)
        for paragraph in range(3):
            await chair.command("statement.reveal", statement=statement, section=0, paragraph=(paragraph + 1) % 3)
            await expect(screen.locator(".read-paragraph")).to_be_visible()
            await inspector.on_the_wall(f"paragraph {paragraph}", screen)
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
