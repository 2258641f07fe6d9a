"""The secretary's own words on the paper, and how it was agreed: objections, approval, what was added."""

from collections.abc import Iterator

from giotay.minutes.blocks import Block, Check, Heading, Para, Point
from giotay.minutes.model import Approval, Minutes, Objection
from giotay.minutes.speaking import Speaker, capital, clean

# As many signs of the log's head as people compare by eye.
HEAD = 24


def paragraphs(text: str | None) -> list[str]:
    """Written lines, each a paragraph of its own."""
    return [line for each in (text or "").splitlines() if (line := clean(each))]


def written(text: str | None, say: Speaker) -> Iterator[Block]:
    """[N1] What the secretary wrote of a section, told to be the secretary's."""
    for number, line in enumerate(paragraphs(text)):
        yield Para(line if number else say("written.by", text=line))


def written_beside(text: str | None, say: Speaker) -> Iterator[Block]:
    """[N1] The same, under a line of a list."""
    for number, line in enumerate(paragraphs(text)):
        yield Point(line if number else say("written.by", text=line), depth=1)


def objections(minutes: Minutes, say: Speaker) -> Iterator[Block]:
    """[N3] What members would have had otherwise, [N4] and what came of it, with both texts."""
    for found in minutes.secretary.objections:
        signs = f" ({say('by_desk')})" if found.by_desk else ""
        who = say("objection", who=capital(say.full(found.person)) + signs, where=place(minutes, found.section, say))
        yield Point(clean(found.text) or say("erased"), who)
        yield from _settled(found, say)


def _settled(found: Objection, say: Speaker) -> Iterator[Block]:
    if found.outcome is None:
        yield Point(say("objection.open"), depth=1)
        return
    answer = clean(found.answer or "") or say("erased")
    if found.outcome == "declined":
        yield Point(say("objection.declined", why=answer), depth=1)
        return
    before = clean(found.before or "")
    yield Point(say("objection.before", text=before) if before else say("objection.empty"), depth=1)
    yield Point(say("objection.accepted", text=answer), depth=1)


def place(minutes: Minutes, section: str, say: Speaker) -> str:
    """A section as people call it."""
    what, _, key = section.partition(":")
    if not key:
        return say(f"section.{what}")
    for matter in (*minutes.matters, minutes.general):
        if what == "item" and matter.id == key:
            return say("section.item", item=f"{matter.number}. {clean(matter.title)}")
        subjects = [subject for held in matter.rounds for subject in held.subjects]
        for subject in subjects:
            if what == "slot" and subject.id == key:
                body = clean(subject.body or "") or say("erased")
                return say("section.slot", who=say.name(subject.person) if subject.person is not None else body)
        for turn in (*matter.turns, *(turn for subject in subjects for turn in subject.turns)):
            if what == "turn" and turn.id == key:
                return say("section.turn", who=say.name(turn.person))
    return say("section.gone")


def approved(approval: Approval, meeting: str, say: Speaker) -> str:
    """[N5] That the meeting approved it, with the numbers of the poll where there was one."""
    result = approval.result
    carried = next((found for found in result.options if found.text == result.carried), None) if result else None
    if result is None or carried is None:
        return say("approved.poll" if approval.by_poll else "approved.hands", meeting=meeting)
    votes, base = say.count(carried.total), say.count(result.base)
    if carried.total == result.base:
        return say("approved.all", meeting=meeting, votes=votes, base=base, people=say.people)
    share, option = say.share(carried.total, result.base), clean(carried.text)
    return say(
        "approved.most", meeting=meeting, votes=votes, base=base, people=say.people, share=share, option=option
    )  # fmt: skip


def checked(minutes: Minutes, at: str | None, address: str | None, say: Speaker) -> Iterator[Block]:
    """[N5] The head that was approved, and where to check it; without an approval that of the log after the close."""
    found = minutes.secretary.approval
    head = found.head if found is not None else at if minutes.closed_at is not None else None
    if head is None:
        return
    short = head[:HEAD]
    told = say("head" if found is not None else "head.closed", head=short)
    if not address:
        yield Check(told, "")
        return
    yield Check(f"{told} {say('head.at', address=address, room=minutes.room)}", f"{address}#{minutes.room}.{short}")


def addenda(minutes: Minutes, say: Speaker) -> Iterator[Block]:
    """[N6] What came after the approval."""
    if minutes.secretary.addenda:
        yield Heading(1, say("addenda"))
    for found in minutes.secretary.addenda:
        first, *others = paragraphs(found.text) or [say("erased")]
        yield Point(first, say("addendum", time=say.time(found.at), date=say.date(found.at)))
        yield from (Point(line, depth=1) for line in others)
