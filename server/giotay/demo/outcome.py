"""What the first meeting comes to: the matters that many raised, conclusions, commitments, the resolution, minutes."""

import asyncio
from collections.abc import Callable
from typing import Any

from giotay.demo.cast import CAST, MATTERS
from giotay.demo.hall import Hall
from giotay.demo.review import NO_PHONE
from giotay.demo.steps import View, claim, close_vote, put_to_vote, start_item
from giotay.demo.texts import (
    COLLECTIVE,
    CONCLUSION,
    DECLINED,
    ON_DUTY,
    OPTIONS,
    PROMISES,
    QUESTION,
    RESERVED,
    TOPICS,
)


def _on(hall: Hall, body: str) -> str:
    """The comment with these words."""
    return next(key for key, found in hall.chair.view["comments"].items() if found["body"] == body)


def _has(comment: str, topic: str) -> Callable[[View], bool]:
    return lambda view: topic in view["comments"][comment]["topics"]


def _promises(number: int) -> Callable[[View], bool]:
    return lambda view: len(view["commitments"]) == number


async def topics(hall: Hall, pace: float) -> None:
    """The secretary names the matters that many raised and tags who spoke of them."""
    for title, matters in TOPICS:
        made = await hall.secretary.command("topic.add", title=title[hall.locale])
        topic = made["result"]["topic"]
        for number in matters:
            tagged = _on(hall, MATTERS[number][1][hall.locale])
            await hall.tap(hall.secretary, "comment.tag", _has(tagged, topic), comment=tagged, topic=topic)
        await asyncio.sleep(0.5 * pace)
    behind = {found["title"]: found["members"] for found in hall.screen.view["topics"].values()}
    expected = {title[hall.locale]: len(matters) for title, matters in TOPICS}
    claim(behind == expected, f"the numbers of people behind the topics are {behind}")


async def outcomes(hall: Hall, pace: float) -> None:
    """The chair concludes; whose comment is taken up gets a receipt, whose is not is told why."""
    await start_item(hall, 3)
    first, last = (_on(hall, MATTERS[number][1][hall.locale]) for number in (0, 4))
    await hall.tap(
        hall.chair, "conclusion.add", lambda view: view["comments"][first]["outcome"] == "accepted",
        text=CONCLUSION[hall.locale], answers=[first],
    )  # fmt: skip
    await hall.tap(
        hall.chair, "comment.resolve", lambda view: view["comments"][last]["outcome"] == "declined",
        comment=last, outcome="declined", text=DECLINED[hall.locale],
    )  # fmt: skip


async def commitments(hall: Hall, pace: float) -> None:
    """Each member promises something, measured how, by which day, and who watches."""
    for number, room in enumerate(hall.members):
        what, measure, due = PROMISES[number % len(PROMISES)]
        by_desk: dict[str, Any] = {"for": hall.ids[NO_PHONE]} if number == NO_PHONE else {}
        await hall.tap(
            hall.secretary if by_desk else room, "commitment.make",
            _promises(number + 1),
            what=what[hall.locale], measure=measure[hall.locale], due=due, watcher=hall.ids[number % 2], **by_desk,
        )  # fmt: skip
        await asyncio.sleep(0.3 * pace)


async def resolution(hall: Hall, pace: float) -> None:
    """The resolution is put to the vote: sixteen in favour, one against, who reserves an opinion."""
    options = [option[hall.locale] for option in OPTIONS]
    poll = await put_to_vote(hall, question=QUESTION[hall.locale], options=options, base="members")
    against = 5
    for number, room in enumerate(hall.members):
        by_desk: dict[str, Any] = {"for": hall.ids[NO_PHONE]} if number == NO_PHONE else {}
        voter = hall.secretary if by_desk else room
        await voter.command("poll.vote", poll=poll, choices=["o2" if number == against else "o1"], **by_desk)
        await asyncio.sleep(0.2 * pace)
    await hall.seen(lambda view: view["polls"][poll]["voted"] == len(CAST))
    await hall.members[against].command("poll.reserve", poll=poll, text=RESERVED[hall.locale])
    claim(hall.screen.view["polls"][poll]["result"] is None, "a result is shown before it is published")
    result = await close_vote(hall, poll)
    claim(result["counts"] == {"o1": len(CAST) - 1, "o2": 1, "o3": 0}, f"the votes were counted as {result['counts']}")
    claim(result["carried"] == "o1", "the resolution was not carried")


async def score(hall: Hall, pace: float) -> None:
    """The cell scores its meeting: the log fills in what it knows, some give their own points, the chair confirms."""
    await hall.tap(hall.secretary, "scorecard.set", lambda view: bool(view["scorecard"]), values={})
    card = hall.secretary.view["scorecard"]["scorecard"]
    most = {each["name"]: each["most"] for each in card["criteria"]}
    claim(card["values"]["attendance"] > 0, "the log filled in nothing")
    for room in hall.members[1:6]:
        await room.command("scorecard.score", values=most)
        await asyncio.sleep(0.3 * pace)
    await hall.seen(lambda view: view["scorecard"]["scorecard"]["scored"] == 5)
    rest = {name: points for name, points in most.items() if name not in card["values"]}
    await hall.tap(
        hall.secretary, "scorecard.set", lambda view: view["scorecard"]["scorecard"]["total"] is not None, values=rest
    )
    await hall.tap(
        hall.chair, "scorecard.confirm", lambda view: view["scorecard"]["scorecard"]["confirmed_at"] is not None
    )


async def minutes(hall: Hall, pace: float) -> None:
    """The minutes are finished: what was read, said, decided and promised is in them."""
    text = await hall.minutes("md")
    told = [COLLECTIVE, ON_DUTY, QUESTION, OPTIONS[0], RESERVED, CONCLUSION, DECLINED]
    told += [title for title, _ in TOPICS] + [what for what, _, _ in PROMISES]
    for line in told:
        claim(line[hall.locale].rstrip(".") in text, f"the minutes do not say “{line[hall.locale]}”")
    for part in CAST:
        claim(part.name in text, f"the minutes do not name {part.name}")
