"""What comes of voices, on all screens: outcomes, topics, conclusions, commitments."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.council import CHAIR, MEMBERS, council
from tests.browser.hall import Hall
from tests.browser.lookers import Inspector

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

EN, GIANG, HANH, KHOI, LAN = MEMBERS


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


async def test_an_author_learns_what_became_of_a_comment(hall: Hall) -> None:
    """[O4] Said at the desk, told to its author once, seen by everybody; closing says how many are without."""
    hall.query, inspector = "?lang=en", Inspector()
    async with council(hall, but=(EN, HANH)) as room:
        desk, phone, other = (
            await hall.desk(room.links[CHAIR]), await hall.phone(room.links[EN]), await hall.phone(room.links[HANH])
        )  # fmt: skip
        await button(phone, "Write a comment").click()
        await phone.locator("textarea").fill("The plan should have numbers.")
        await phone.locator(".composer [type=submit]").click()
        item = room.chair.view["meeting"]["meeting"]["current_item"]
        await room.played[GIANG].command("comment.post", body="I agree with all of it.", on=item)
        await button(desk, "No outcome yet (2)").click()
        mine = desk.locator(".desk-voice", has_text="numbers")
        await button(mine, "Outcome").click()
        sheet = desk.get_by_role("dialog")
        await button(sheet, "Decline").click()
        await expect(button(sheet, "Save")).to_be_disabled()
        await sheet.get_by_label("Why it is declined").fill("Numbers come in June.")
        await inspector.take("desk-outcome", desk)
        await button(sheet, "Save").click()
        await expect(button(desk, "No outcome yet (1)")).to_be_visible()
        receipt = phone.locator(".receipt")
        await expect(receipt).to_contain_text("Your comment was declined")
        await expect(receipt).to_contain_text("Numbers come in June.")
        await inspector.take("phone-receipt", phone)
        for page in (phone, other):
            await expect(page.locator(".outcome")).to_contain_text("Declined – Numbers come in June.")
        await expect(other.locator(".receipt")).to_have_count(0)
        await button(receipt, "I have seen it").click()
        await expect(receipt).to_have_count(0)
        await phone.reload()
        await expect(phone.locator(".outcome")).to_be_visible()
        await button(phone, "More").click()
        await button(phone, "Mine").click()
        await expect(phone.get_by_role("dialog").locator(".outcome")).to_contain_text("Declined")
        await inspector.take("phone-mine", phone)
        await expect(receipt).to_have_count(0)
        await desk.locator(".item[data-status=current] .round-button").click()
        await expect(desk.get_by_role("dialog")).to_contain_text("1 comment on this item still without an outcome.")
        await desk.keyboard.press("Escape")
    assert inspector.report() == []


async def test_the_desk_reads_what_a_comment_said_before(hall: Hall) -> None:
    """[K2] Who changed it, when, and each of its wordings; nothing of one that was never edited."""
    hall.query = "?lang=en"
    async with council(hall) as room:
        desk = await hall.desk(room.links[CHAIR])
        en = room.played[EN]
        posted = (await en.command("comment.post", body="Mend the sheed."))["result"]["comment"]
        await room.played[HANH].command("comment.post", body="Never changed.")
        await en.command("comment.edit", comment=posted, body="Mend the shed.")
        sheet = desk.get_by_role("dialog")
        await desk.locator(".desk-voice", has_text="Mend the shed.").locator(".round-button").click()
        versions = sheet.locator(".edits li")
        await expect(versions).to_have_count(2)
        await expect(versions.first).to_contain_text("Mend the sheed.")
        await expect(versions.last).to_contain_text(EN)
        await desk.keyboard.press("Escape")
        await desk.locator(".desk-voice", has_text="Never changed.").locator(".round-button").click()
        await expect(button(sheet, "Outcome")).to_be_visible()
        await expect(versions).to_have_count(0)


async def test_topics_and_conclusions_on_all_screens(hall: Hall) -> None:
    """[O2] [O3] [L1] [L2] Like comments are suggested, people are counted; a conclusion is seen everywhere."""
    hall.query, inspector = "?lang=en", Inspector()
    async with council(hall, but=(EN,)) as room:
        desk, screen = await hall.desk(room.links[CHAIR]), await hall.screen(room.screen)
        phone = await hall.phone(room.links[EN])
        sheet = desk.get_by_role("dialog").last
        for name, body in (
            (GIANG, "Sửa lại nhà xe cho học sinh."),
            (HANH, "nha xe hoc sinh hong, can sua"),
            (KHOI, "Cảm ơn."),
        ):
            await room.played[name].command("comment.post", body=body)
        row = desk.locator(".desk-voice", has_text="Sửa lại")
        await row.locator(".round-button").click()
        await button(sheet, "Topics").click()
        await sheet.get_by_label("New topic").fill("Bicycle shed")
        await button(sheet, "Add").click()
        await expect(button(sheet, "Bicycle shed")).to_have_attribute("aria-pressed", "true")
        await expect(sheet.locator(".records li")).to_have_count(1)
        await sheet.get_by_role("button", name="Tag alike").click()
        await expect(sheet.get_by_role("button", name="Tag alike")).to_have_count(0)
        await inspector.take("desk-tagging", desk)
        await desk.keyboard.press("Escape")
        await room.chair.command("topic.add", title="Shed for bicycles")
        await button(desk, "Topics (2)").click()
        await expect(sheet.locator(".records li").first).to_contain_text("2 people · 2 comments")
        await inspector.take("desk-topics", desk)
        await button(sheet, "What to do with the topic Shed for bicycles").click()
        await button(sheet, "Merge into…").click()
        await sheet.get_by_role("button", name="Bicycle shed").click()
        await expect(sheet.locator(".records li")).to_have_count(1)
        await button(sheet, "Show the topics").click()
        await expect(screen.locator(".topics-scene li")).to_contain_text("2 people")
        await inspector.take("screen-topics", screen)
        await desk.keyboard.press("Escape")
        await button(phone, "More").click()
        await button(phone, "What was raised").click()
        await expect(phone.get_by_role("dialog")).to_contain_text("2 people · 2 comments")
        await inspector.take("phone-topics", phone)
        await phone.keyboard.press("Escape")

        await room.chair.command("screen.show", scene="auto")
        await row.locator(".round-button").click()
        await button(sheet, "Take up in a conclusion").click()
        await sheet.get_by_label("What the chair concludes").fill("The shed is mended before the rain.")
        await inspector.take("desk-conclude", desk)
        await button(sheet, "Save").click()
        await expect(screen.locator(".result-scene h1")).to_have_text("The shed is mended before the rain.")
        await inspector.take("screen-conclusion", screen)
        await expect(row.locator(".outcome")).to_contain_text("Accepted · in a conclusion")
        await expect(screen.locator(".stage[data-scene=wall]")).to_be_visible()
        await button(phone, "Agenda").click()
        await expect(phone.locator(".concluded")).to_contain_text("The shed is mended before the rain.")
        await inspector.take("phone-concluded", phone)
        await button(desk, "Conclusions (1)").click()
        await expect(sheet.locator(".records")).to_contain_text("From 1 comment")
        await inspector.take("desk-conclusions", desk)
        await sheet.locator(".records .round-button").click()
        await button(sheet, "Remove the conclusion").click()
        await button(sheet, "Remove the conclusion").click()
        await expect(phone.locator(".concluded")).to_have_count(0)
    assert inspector.report() == []


async def test_commitments_are_made_and_shown(hall: Hall) -> None:
    """[W1] [W2] On a phone, for somebody at the desk, one by one on the wall."""
    hall.query, inspector = "?lang=en", Inspector()
    async with council(hall, but=(EN,)) as room:
        desk, screen = await hall.desk(room.links[CHAIR]), await hall.screen(room.screen)
        phone = await hall.phone(room.links[EN])
        await button(phone, "More").click()
        await button(phone, "My commitments").click()
        form = phone.get_by_role("dialog").last
        await button(form, "Make a commitment").click()
        await form.get_by_label("What is to be done").fill("Make digital lessons")
        await expect(form).to_contain_text("A number would make it possible to measure. A day by which it is done")
        await inspector.take("phone-commitment", phone)
        await form.get_by_label("Measured how").fill("8 lessons")
        await form.get_by_label("Done by").fill("2027-05-30")
        await form.get_by_label("Who watches").select_option(label=GIANG)
        await expect(form).not_to_contain_text("A number would")
        await button(form, "Make the commitment").click()
        said = f"8 lessons · by 30/05/2027 · {GIANG} watches"
        await expect(form.locator(".commitment")).to_contain_text(said)
        await inspector.take("phone-commitments", phone)
        await expect(screen.locator(".result-scene")).to_contain_text(said)
        await inspector.take("screen-commitment", screen)
        sheet = desk.get_by_role("dialog").last
        await button(desk, "Commitments (1)").click()
        await button(sheet, KHOI).click()
        await sheet.get_by_label("What is to be done").fill("Visit two lessons a month")
        await button(sheet, "Make the commitment").click()
        await expect(sheet.locator(".commitment")).to_have_count(2)
        await expect(screen.locator(".stage[data-scene=wall]")).to_be_visible(timeout=20_000)
        await button(sheet, "Show them one by one").click()
        # In the order of names.
        first = await sheet.locator(".records .commitment p").first.inner_text()
        await expect(screen.locator(".result-scene h1")).to_have_text(first)
        await button(sheet, "Next").click()
        await expect(screen.locator(".result-scene h1")).not_to_have_text(first)
        await inspector.take("desk-commitments", desk)
        await button(sheet, "Stop showing").click()
        # What somebody else promised is commented on from the phone.
        await button(form, f"Comment on what {KHOI} promised").click()
        composer = phone.get_by_role("dialog", name=f"Comment on what {KHOI} promised")
        await composer.get_by_role("textbox").fill("Two are too few")
        await button(composer, "Send").click()
        await room.chair.until(
            lambda view: any(
                each["body"] == "Two are too few" and each["on"] in view["commitments"]
                for each in view["comments"].values()
            )
        )
        await button(form, "Take back").click()
        await button(form, "Take back").click()
        await expect(form.locator(".commitment").first).to_contain_text("taken back")
        await expect(sheet.locator(".commitment")).to_have_count(1)
    assert inspector.report() == []


async def test_the_next_meeting_looks_back(hall: Hall) -> None:
    """[B4] [W3] Made on the host page; what was promised is asked for on the phone and shown on the wall."""
    hall.query, inspector = "?lang=en", Inspector()
    async with council(hall) as room:
        await room.played[EN].command("commitment.make", what="Make 8 digital lessons", due="2027-05-30")
        await room.chair.command("meeting.close")
    host = await hall.open("host", f"{hall.machine.page}/host", viewport={"width": 1280, "height": 860})
    await host.locator("[name=key]").fill(hall.machine.host_key)
    await host.locator(".button.primary").click()
    await button(host.locator(".meeting-card").first, "Next meeting").click()
    sheet = host.get_by_role("dialog")
    await sheet.get_by_label("Title of the meeting").fill("The meeting after")
    await inspector.take("host-next", host)
    await button(sheet, "Make the next meeting").click()
    await expect(host.locator(".ready-join .qr")).to_be_visible()
    listed = (await hall.host.ask("GET", "/api/rooms"))["rooms"]
    made = next(each["room"] for each in listed if each["title"] == "The meeting after")
    links = await hall.host.ask("POST", f"/api/rooms/{made}/links")
    link = {member["name"]: member["link"] for member in links["members"]}
    desk, phone = await hall.desk(link[CHAIR]), await hall.phone(link[EN])
    screen = await hall.screen(links["screen"])
    await expect(desk.locator(".item").first).to_contain_text("Looking back on what was promised")
    bar = phone.locator(".vote-bar")
    await expect(bar).to_contain_text("1 commitment from last time to look back on")
    await button(bar, "Open").click()
    mine = phone.get_by_role("dialog")
    await expect(mine).to_contain_text("Promised last time")
    await mine.get_by_label("One line about it (optional)").fill("Five are ready.")
    await inspector.take("phone-look-back", phone)
    await button(mine, "Partly").click()
    await expect(mine.locator(".outcome")).to_contain_text("Partly – Five are ready.")
    await phone.keyboard.press("Escape")
    await expect(bar).to_have_count(0)
    await button(desk, "Commitments (1)").click()
    panel = desk.get_by_role("dialog")
    await expect(panel.locator(".outcome")).to_contain_text("Partly – Five are ready.")
    await button(panel, "Show them one by one").click()
    await expect(screen.locator(".result-scene")).to_contain_text("Partly – Five are ready.")
    await inspector.take("screen-look-back", screen)
    await button(panel, "Done").click()
    await expect(screen.locator(".result-scene [data-review=done]")).to_be_visible()
    await inspector.take("desk-look-back", desk)
    assert inspector.report() == []
