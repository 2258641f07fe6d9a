"""A council of teachers, played: everything that can become of a comment, a document and a vote, and the next meeting.

What is private must be seen by those it is for and by nobody else; each step claims both.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from giotay.demo.cast import Line
from giotay.demo.first_meeting import Links
from giotay.demo.hall import Hall, seated
from giotay.demo.people import names
from giotay.demo.steps import (
    Step,
    View,
    check_in,
    claim,
    close_meeting,
    close_vote,
    comment,
    open_meeting,
    put_to_vote,
    refused,
    start_item,
)
from giotay_client import Room
from giotay_protocol.names import Locale

SIZE: Final = 12
TITLE: Final[Line] = {"vi": "Hội nghị hội đồng giáo viên", "en": "Meeting of the teachers' council"}
NEXT: Final[Line] = {"vi": "Hội nghị hội đồng giáo viên tháng sau", "en": "The council's meeting next month"}
AGENDA: Final[tuple[tuple[Line, str, int], ...]] = (
    ({"vi": "Khai mạc", "en": "Opening"}, "information", 5),
    ({"vi": "Trao đổi về giờ sinh hoạt lớp", "en": "Talk about the form period"}, "discussion", 30),
    ({"vi": "Biểu quyết", "en": "Votes"}, "vote", 15),
)  # fmt: skip
HASTY: Final[Line] = {"vi": "Nên bỏ giờ sinh hoạt lớp.", "en": "Drop the form period."}
BETTER: Final[Line] = {"vi": "Nên rút giờ sinh hoạt lớp còn 30 phút.", "en": "Cut the form period to half an hour."}
SLIP: Final[Line] = {"vi": "Xin lỗi, tôi gửi nhầm chỗ.", "en": "Sorry, this belongs elsewhere."}
TO_DESK: Final[Line] = {"vi": "Xin nhắc riêng: micro hàng cuối bị rè.", "en": "Between us: the last microphone hums."}
UNKNOWN: Final[Line] = {"vi": "Có đồng nghiệp bị giao quá nhiều việc.", "en": "A colleague is given too much to do."}
HELD: Final[Line] = {"vi": "Cần tập huấn kỹ năng chủ nhiệm.", "en": "Form teachers need training."}
AGAIN: Final[Line] = {"vi": "Tập huấn chủ nhiệm nên làm đầu năm.", "en": "Train form teachers at the year's start."}
TRAINING: Final[Line] = {"vi": "Tập huấn chủ nhiệm", "en": "Training of form teachers"}
SKILLS: Final[Line] = {"vi": "Kỹ năng chủ nhiệm", "en": "Skills of form teachers"}
NOTED: Final[Line] = {"vi": "Ban giám hiệu ghi nhận.", "en": "The heads take note."}
PLAN: Final[Line] = {"vi": "Dự thảo thời khóa biểu", "en": "Draft of the timetable"}
PAGE: Final[Line] = {"vi": "Thứ Hai: sinh hoạt lớp 45 phút.\n", "en": "Monday: form period, 45 minutes.\n"}
PAGE_2: Final[Line] = {"vi": "Thứ Hai: sinh hoạt lớp 30 phút.\n", "en": "Monday: form period, 30 minutes.\n"}
AT_PAGE: Final[Line] = {"vi": "Trang này ghi rõ giờ là tốt.", "en": "Good that this page gives the time."}
PROMISE: Final[Line] = {"vi": "Soạn tài liệu chủ nhiệm", "en": "Write the form teachers' handbook"}
STRAW: Final[Line] = {"vi": "Nghỉ giải lao?", "en": "A break?"}
SECRET: Final[Line] = {"vi": "Tín nhiệm tổ trưởng", "en": "Confidence in the head of department"}
SLIPS: Final[Line] = {"vi": "Bầu trưởng ban", "en": "Election of the head of the committee"}
DAYS: Final[Line] = {"vi": "Chọn hai ngày họp", "en": "Choose two days to meet"}
LATE: Final[Line] = {"vi": "Tôi vắng, xin gửi ý kiến sau.", "en": "I was not there; this is what I think."}
HALF_DONE: Final[Line] = {"vi": "Xong hai chương.", "en": "Two chapters are done."}
YES_NO: Final[tuple[Line, Line]] = ({"vi": "Đồng ý", "en": "Yes"}, {"vi": "Không đồng ý", "en": "No"})
WEEKDAYS: Final[tuple[Line, ...]] = (
    {"vi": "Thứ Hai", "en": "Monday"}, {"vi": "Thứ Tư", "en": "Wednesday"}, {"vi": "Thứ Sáu", "en": "Friday"},
)  # fmt: skip
# Somebody who does not come, and may write when the meeting is over.
AWAY: Final = 11


def request(locale: Locale, key: str) -> dict[str, Any]:
    """The body of `POST /api/rooms` for the council."""
    offices = ("chair", "deputy", "secretary", *("member" for _ in range(SIZE)))
    return {
        "id": key, "title": TITLE[locale], "profile": "neutral", "locale": locale,
        "settings": {"anonymous": True},
        "members": [{"name": name, "office": office} for name, office in zip(names(SIZE), offices, strict=False)],
        "agenda": [
            {"title": title[locale], "kind": kind, "planned_ms": minutes * 60_000} for title, kind, minutes in AGENDA
        ],
    }  # fmt: skip


def _others(hall: Hall, *but: int) -> list[Room]:
    """Everybody but the desk and these, and the projector."""
    return [room for number, room in enumerate(hall.members) if number not in (0, 2, *but)] + [hall.screen]


def _desk(hall: Hall) -> list[Room]:
    return [hall.chair, hall.secretary]


def _unknown_to(hall: Hall, key: str, *but: int) -> None:
    claim(all(key not in room.view["comments"] for room in _others(hall, *but)), "somebody else was shown it")


async def arrive(hall: Hall, pace: float) -> None:
    """Everybody but one is there."""
    for number in range(SIZE):
        if number != AWAY:
            await hall.members[number].command("attendance.check_in")
    here = [member for number, member in enumerate(hall.ids) if number != AWAY]
    await hall.seen(lambda view: all(view["members"][m]["attendance"]["status"] == "present" for m in here))


async def second_thoughts(hall: Hall, pace: float) -> None:
    """A comment is put right, another taken back; the same words twice are one; what is gone is not answered."""
    await start_item(hall, 1)
    words, author = hall.locale, hall.members[4]
    posted = await comment(hall, 4, HASTY[words])
    await refused(author, "already", "comment.post", body=HASTY[words])
    await hall.tap(
        author, "comment.edit", lambda view: view["comments"][posted]["body"] == BETTER[words],
        comment=posted, body=BETTER[words],
    )  # fmt: skip
    claim(hall.screen.view["comments"][posted]["edited_at"], "nobody sees that it was edited")
    slip = await comment(hall, 5, SLIP[words])
    await hall.tap(
        hall.members[5], "comment.retract", lambda view: view["comments"][slip]["body"] is None, comment=slip
    )
    await refused(hall.members[6], "stale", "comment.post", body=BETTER[words], reply_to=slip)
    for type, number in (("comment.react", 1), ("comment.unreact", 0)):
        await hall.tap(
            hall.members[6], type, _agreeing(posted, number), comment=posted, kind="agree",
        )  # fmt: skip


def _agreeing(key: str, number: int) -> Callable[[View], bool]:
    return lambda view: bool(view["comments"][key]["reactions"]["agree"] == number)


async def in_confidence(hall: Hall, pace: float) -> None:
    """A word to the desk alone; one that names nobody, of whom not even the desk knows whose it is."""
    told = (await hall.members[6].command("comment.post", body=TO_DESK[hall.locale], scope="desk"))["result"]["comment"]
    await hall.seen(lambda view: told in view["comments"], [*_desk(hall), hall.members[6]])
    _unknown_to(hall, told, 6)
    unknown = (await hall.members[7].command("comment.post", body=UNKNOWN[hall.locale], anonymous=True))["result"]
    await hall.seen(lambda view: unknown["comment"] in view["comments"])
    for room in hall.everyone:
        found = room.view["comments"][unknown["comment"]]
        claim(found["author"] is None and found["name"] is None, "somebody learns who wrote it")


async def moderated(hall: Hall, pace: float) -> None:
    """While comments wait for the desk, only their author and the desk see them; one may also be slowed or muted."""
    author = hall.members[8]

    async def set_to(**values: Any) -> None:
        await hall.tap(
            hall.chair, "meeting.update",
            lambda view: values.items() <= view["meeting"]["meeting"]["settings"].items(), settings=values,
        )  # fmt: skip

    await set_to(moderation="before_all")
    held = (await author.command("comment.post", body=HELD[hall.locale]))["result"]["comment"]
    await hall.seen(lambda view: held in view["comments"], [*_desk(hall), author])
    _unknown_to(hall, held, 8)
    await asyncio.sleep(1.0 * pace)
    await hall.tap(
        hall.secretary, "comment.approve", lambda view: view["comments"].get(held, {}).get("status") == "shown",
        comment=held,
    )  # fmt: skip
    await set_to(moderation="off", slow_mode_ms=60_000)
    await refused(author, "rate_limited", "comment.post", body=AGAIN[hall.locale])
    await set_to(slow_mode_ms=0)
    member = hall.ids[8]
    await hall.chair.command("member.mute", member=member)
    await refused(author, "forbidden", "comment.post", body=AGAIN[hall.locale])
    await hall.chair.command("member.unmute", member=member)
    await comment(hall, 8, AGAIN[hall.locale])
    await hall.tap(hall.secretary, "comment.hide", _is_gone(held), comment=held)
    await hall.tap(
        hall.secretary, "comment.restore", lambda view: view["comments"].get(held, {}).get("status") == "shown",
        comment=held,
    )  # fmt: skip


def _is_gone(key: str) -> Callable[[View], bool]:
    """Hidden: its author and the desk still see it, as hidden."""
    return lambda view: view["comments"].get(key, {"status": "hidden"})["status"] == "hidden"


def _saying(hall: Hall, words: Line) -> str:
    comments = hall.chair.view["comments"].items()
    return next(key for key, found in comments if found["body"] == words[hall.locale])


async def topics(hall: Hall, pace: float) -> None:
    """Two names for one matter become one; behind it are two comments of one person, and a third of another."""
    added = [
        (await hall.secretary.command("topic.add", title=title[hall.locale]))["result"]["topic"]
        for title in (TRAINING, SKILLS)
    ]
    another = await comment(hall, 9, f"{TRAINING[hall.locale]}!")
    tagged = ((_saying(hall, HELD), added[1]), (_saying(hall, AGAIN), added[0]), (another, added[0]))
    for key, topic in tagged:
        await hall.tap(
            hall.secretary, "comment.tag", _tagged(key, topic), comment=key, topic=topic
        )  # fmt: skip
    await hall.tap(
        hall.secretary, "topic.merge", lambda view: view["topics"].get(added[1], {}).get("merged_into") == added[0]
        or added[1] not in view["topics"], topic=added[1], into=added[0],
    )  # fmt: skip
    found = hall.screen.view["topics"][added[0]]
    claim((found["comments"], found["members"]) == (3, 2), f"behind the topic are {found}")
    noted = _saying(hall, AGAIN)
    await hall.tap(
        hall.chair, "comment.resolve", lambda view: view["comments"][noted]["outcome"] == "noted",
        comment=noted, outcome="noted", text=NOTED[hall.locale],
    )  # fmt: skip


def _tagged(key: str, topic: str) -> Callable[[View], bool]:
    return lambda view: topic in view["comments"][key]["topics"]


async def a_document(hall: Hall, pace: float) -> None:
    """A paper is given out, commented on at its page, replaced by a new version, and withdrawn."""
    title = quote(PLAN[hall.locale])
    sent = await hall.ask(f"documents?id=council-1&title={title}&name=plan.txt", PAGE[hall.locale].encode())
    document = sent["document"]
    claim(all(document not in room.view["documents"] for room in _others(hall)), "a draft is shown")
    await hall.tap(hall.secretary, "document.publish", lambda view: document in view["documents"], document=document)
    reader = hall.members[9]
    await reader.command("document.progress", document=document, page=1)
    await reader.command("document.confirm", document=document)
    await hall.seen(lambda view: view["documents"][document]["confirmed"] == 1)
    at_page = await comment(hall, 9, AT_PAGE[hall.locale], on=document, paragraph=0)
    claim(hall.screen.view["comments"][at_page]["on"] == document, "the comment does not stand at the page")
    before = hall.screen.view["documents"][document]["sha256"]
    path = f"documents?id=council-2&document={document}&name=plan.txt"
    await hall.ask(path, PAGE_2[hall.locale].encode())
    await hall.seen(lambda view: view["documents"][document]["sha256"] != before)
    await hall.tap(
        hall.secretary, "document.withdraw", lambda view: view["documents"].get(document, {}).get("status")
        in (None, "withdrawn"), document=document,
    )  # fmt: skip
    claim(document not in hall.members[9].view["documents"], "what was withdrawn can still be read")


async def promise(hall: Hall, pace: float) -> None:
    """One promises something; another may comment on it."""
    made = await hall.tap(
        hall.members[4], "commitment.make", lambda view: len(view["commitments"]) == 1,
        what=PROMISE[hall.locale], due="2027-03-31", watcher=hall.ids[1],
    )  # fmt: skip
    await comment(hall, 5, AGAIN[hall.locale], on=made["result"]["commitment"])


async def open_votes(hall: Hall, pace: float) -> None:
    """A straw poll in one tap, and one with two choices of three; a vote may be changed until it closes."""
    await start_item(hall, 2)
    yes_no = [option[hall.locale] for option in YES_NO]
    straw = await put_to_vote(hall, question=STRAW[hall.locale], options=yes_no)
    voters = [room for number, room in enumerate(hall.members) if number != AWAY]
    for number, room in enumerate(voters):
        await room.command("poll.vote", poll=straw, choices=["o1" if number % 2 else "o2"])
    await voters[0].command("poll.vote", poll=straw, choices=["o1"])
    result = await close_vote(hall, straw)
    claim(result["counts"] == {"o1": 6, "o2": 5}, f"the straw poll came to {result['counts']}")
    await refused(voters[1], "closed", "poll.vote", poll=straw, choices=["o1"])
    days = await put_to_vote(
        hall, question=DAYS[hall.locale], options=[day[hall.locale] for day in WEEKDAYS], choose=2, base="present"
    )
    for room in voters:
        await room.command("poll.vote", poll=days, choices=["o1", "o3"])
    result = await close_vote(hall, days)
    claim(result["counts"] == {"o1": 11, "o2": 0, "o3": 11}, f"the days came to {result['counts']}")


async def secret_votes(hall: Hall, pace: float) -> None:
    """By phone, where nobody learns whose vote is whose; and on slips, which the tellers count."""
    yes_no = [option[hall.locale] for option in YES_NO]
    secret = await put_to_vote(hall, question=SECRET[hall.locale], options=yes_no, kind="secret")
    voters = [room for number, room in enumerate(hall.members) if number != AWAY]
    for number, room in enumerate(voters):
        await room.command("poll.vote", poll=secret, choices=["o2" if number == 3 else "o1"])
    result = await close_vote(hall, secret)
    claim(result["counts"] == {"o1": 10, "o2": 1}, f"the secret vote came to {result['counts']}")
    claim(all(not room.view.get("ballots", {}).get(secret, {}).get("choices") for room in voters), "a choice is kept")
    slips = await put_to_vote(hall, question=SLIPS[hall.locale], options=yes_no, kind="paper", base="present")
    await refused(voters[4], "not_eligible", "poll.vote", poll=slips, choices=["o1"])
    await refused(
        hall.secretary, "limit", "poll.count", poll=slips, counts={"o1": 90, "o2": 1}, issued=11, collected=91,
        invalid=0,
    )  # fmt: skip
    await hall.secretary.command(
        "poll.count", poll=slips, counts={"o1": 8, "o2": 2}, issued=11, collected=11, invalid=1
    )
    result = await close_vote(hall, slips)
    claim(result["counts"] == {"o1": 8, "o2": 2}, f"the slips came to {result['counts']}")


async def afterwards(hall: Hall, pace: float) -> None:
    """Who was not there may say so when the meeting is closed, and it is marked; who was there may not."""
    said = await hall.members[AWAY].command("comment.post", body=LATE[hall.locale])
    late = said["result"]["comment"]
    await hall.seen(lambda view: view["comments"].get(late, {}).get("afterwards"))
    await refused(hall.members[4], "closed", "comment.post", body=HASTY[hall.locale])


async def the_next_meeting(hall: Hall, pace: float) -> None:
    """The next meeting begins with what was promised in this one, and with the matters that were raised."""
    made = await hall.ask("carry-over", {"id": "council-next", "title": NEXT[hall.locale]})
    links = Links(made["room"], made["code"], "", made["links"]["screen"], made["members"])
    async with seated(hall.url, links, hall.locale) as later:
        chair, member = later.chair, later.members[4]
        claim(len(chair.view["commitments"]) == 1, "the promise was not carried over")
        claim([each["title"] for each in chair.view["topics"].values()] == [TRAINING[hall.locale]], "topics are gone")
        items = sorted(chair.view["agenda"].values(), key=lambda item: item["position"])
        claim(items[0]["kind"] == "round", "the next meeting does not begin with looking back")
        await check_in(later, pace)
        await open_meeting(later, pace)
        promised = next(iter(chair.view["commitments"]))
        await member.command("commitment.review", commitment=promised, outcome="partly", text=HALF_DONE[hall.locale])
        await later.seen(lambda view: view["commitments"][promised]["status"] == "partly")


async def minutes(hall: Hall, pace: float) -> None:
    """The minutes have what was said and decided, and nothing of what was for the desk alone."""
    text = await hall.minutes("md")
    for line in (BETTER, UNKNOWN, TRAINING, PROMISE, SECRET, SLIPS, DAYS):
        claim(line[hall.locale].rstrip(".") in text, f"the minutes do not say “{line[hall.locale]}”")
    for line in (HASTY, SLIP, TO_DESK):
        claim(line[hall.locale] not in text, f"the minutes say “{line[hall.locale]}”")


STEPS: Final[tuple[Step, ...]] = (
    arrive, open_meeting, second_thoughts, in_confidence, moderated, topics, a_document, promise, open_votes,
    secret_votes, close_meeting, afterwards, the_next_meeting, minutes,
)  # fmt: skip
