"""The other papers of a meeting, all from the same document: each is a few parts of it in an order of its own."""

from collections.abc import Iterator
from typing import Final, get_args

from giotay.meeting.profile import Profile
from giotay.minutes import approval, course, decisions, extract, head, news, outlook, paper, roll
from giotay.minutes.blocks import Block, Column, Fact, Heading, Line, Para, Point, Signatures, Table
from giotay.minutes.layout import Layout, PaperKind
from giotay.minutes.model import Matter, Minutes, Poll, Turn
from giotay.minutes.speaking import Speaker, capital, clean
from giotay_protocol.names import Locale

KINDS: Final[tuple[PaperKind, ...]] = get_args(PaperKind)


class NothingOfIt(Exception):
    """The meeting has nothing that this paper would be about."""


def made(
    kind: PaperKind, minutes: Minutes, profile: Profile, layout: Layout, locale: Locale | None = None, *,
    about: str = "", check: str | None = None, at: str | None = None,
) -> list[Block]:  # fmt: skip
    """A paper as blocks. `about` is the member of an extract, or the poll of tellers' minutes. Raises NothingOfIt."""
    if kind == "minutes":
        return paper.lay_out(minutes, profile, layout, locale, check=check, at=at)
    say = Speaker(locale or minutes.locale, profile, layout, names_voices=minutes.comments_by == "names")
    told = {
        "resolution": _resolution, "attendance": _attendance, "speakers": _speakers, "opinions": _opinions,
        "votes": _votes, "news": news.item,
    }  # fmt: skip
    if kind == "extract":
        body = list(extract.of(minutes, about, layout, say))
    elif kind == "count":
        body = list(_counted(minutes, about, layout, say))
    else:
        body = list(told[kind](minutes, layout, say))
    if not body:
        raise NothingOfIt(kind)
    ends = approval.checked(minutes, at, check, say) if kind != "news" else ()
    return [*head.top(minutes, kind, layout, say), *paper.draft(minutes, say), *body, *ends]


def _named(minutes: Minutes, kind: PaperKind, layout: Layout, say: Speaker, *keys: str) -> Signatures:
    """Who keeps the minutes and who presides, or others without a name, for a hand to sign."""
    secretary = say.bare(minutes.secretaries[0]) if minutes.secretaries else ""
    chair = roll.who_chaired(minutes)
    names = {"sign.secretary": secretary, "sign.chair": say.bare(chair) if chair is not None else ""}
    columns = [Column((Line("sign_title", say(key)),), names.get(key, "")) for key in keys]
    return head.signed(minutes, kind, layout, say, columns)


# The resolution -------------------------------------------------------------------------------------------------------


def _resolution(minutes: Minutes, layout: Layout, say: Speaker) -> Iterator[Block]:
    """Bases, how many met and under whom, what was concluded, who does what, how the hall voted, who signs."""
    matters = (*minutes.matters, minutes.general)
    concluded = [found for matter in matters for found in matter.conclusions]
    promised = [found for found in minutes.commitments if found.promised_at is None and found.status != "withdrawn"]
    if not concluded and not promised:
        return
    bases = [clean(base).rstrip(".;,") for base in minutes.letterhead.bases if clean(base)]
    dash = "- " if layout.base_dash else ""
    for place, base in enumerate(bases):
        yield Para(f"{dash}{base}{'.' if place == len(bases) - 1 else ';'}", "base")
    yield Para(_opening(minutes, say))
    if layout.resolves:
        yield Para(say("resolves"), "title")
    ends: list[Block] = [
        Point(clean(found.text), number=layout.heads.arabic.format(n=place))
        for place, found in enumerate(concluded, 1)
    ]  # fmt: skip
    parts: list[tuple[str, list[Block]]] = [
        ("resolution.concluded", ends), ("resolution.tasks", list(outlook.promised(promised, say))),
        ("assessment", list(outlook.assessed(minutes.assessment, say, asked=layout.assessment))),
    ]  # fmt: skip
    parts = [(key, blocks) for key, blocks in parts if blocks]
    for number, (key, blocks) in zip(paper.NUMBERS, parts, strict=False):
        yield Heading(1, say(key), number=layout.heads.roman.format(n=number))
        yield from blocks
    polls = [poll for matter in matters for poll in matter.polls]
    voted = decisions.carried(polls, say, but=minutes.secretary.approval)
    ending = say("resolution.voted", meeting=say.meeting, votes=voted) if voted else say("resolution.agreed")
    yield Para(paper.ended(ending, layout))
    chair = roll.who_chaired(minutes)
    column = head.authority(minutes, layout, say.bare(chair) if chair is not None else "")
    if not column.lines:
        column = Column((Line("sign_title", say("sign.chair")),), column.name)
    yield head.signed(minutes, "resolution", layout, say, [column])


def _opening(minutes: Minutes, say: Speaker) -> str:
    began = minutes.opened_at if minutes.opened_at is not None else minutes.as_of
    chair = roll.who_chaired(minutes)
    told = say(
        "resolution.opening", date=say.date(began), place=clean(minutes.place or "") or "……", meeting=say.meeting,
        about=clean(minutes.title), came=say.count(minutes.came), all=say.count(minutes.summoned), people=say.people,
    )  # fmt: skip
    if chair is not None:
        told += " " + say("resolution.chair", who=capital(say.acting(chair)))
    if minutes.secretaries:
        told += " " + say("resolution.secretary", who=capital(say.acting(minutes.secretaries[0])))
    return capital(" ".join(told.split()))


# Lists ----------------------------------------------------------------------------------------------------------------


def _attendance(minutes: Minutes, layout: Layout, say: Speaker) -> Iterator[Block]:
    if not minutes.roll and not minutes.guests:
        return
    yield from (block for block in paper.facts(minutes, say, layout) if isinstance(block, Fact))
    yield from (block for block in roll.table(minutes, say) if isinstance(block, Table))
    yield _named(minutes, "attendance", layout, say, "sign.secretary", "sign.chair")


def turns_of(matter: Matter) -> list[Turn]:
    """Every turn under an item, those of its rounds too."""
    return [*matter.turns, *(turn for held in matter.rounds for subject in held.subjects for turn in subject.turns)]


def _speakers(minutes: Minutes, layout: Layout, say: Speaker) -> Iterator[Block]:
    """Everybody who had the floor, when and how long, in the order of the hour."""
    found = [(turn, matter) for matter in (*minutes.matters, minutes.general) for turn in turns_of(matter)]
    spoken = [(turn, matter) for turn, matter in found if not turn.declined and turn.started_at is not None]
    if not spoken:
        return
    spoken.sort(key=lambda pair: pair[0].started_at or 0)
    different = len({turn.person.id for turn, _ in spoken})
    whole = sum(turn.spoken_ms for turn, _ in spoken)
    yield Para(
        say("speakers.sum", turns=say.count(len(spoken)), n=say.count(different), people=say.people,
            length=say.length(whole))
    )  # fmt: skip
    keys = ("n", "name", "matter", "start", "length")
    rows = tuple(
        (
            str(number), capital(say.full(turn.person)), _on_what(turn, matter, say), say.clock(turn.started_at or 0),
            say.length(turn.spoken_ms),
        )
        for number, (turn, matter) in enumerate(spoken, 1)
    )  # fmt: skip
    yield Table(tuple(say(f"speakers.{key}") for key in keys), rows, (7, 35, 31, 10, 17))


def _on_what(turn: Turn, matter: Matter, say: Speaker) -> str:
    where = f"{matter.number}. {clean(matter.title)}" if matter.id is not None else say("general")
    if turn.phase is not None:
        return f"{where} ({say(f'phase.{turn.phase}')})"
    return f"{where} ({say(f'intent.{turn.intent}')})" if turn.intent != "speak" else where


def _opinions(minutes: Minutes, layout: Layout, say: Speaker) -> Iterator[Block]:
    """Every contribution, spoken and written, item by item; by topic where the meeting wants no names."""
    if not say.names_voices:
        yield from outlook.topics(minutes.topics, say, outlook.by_topic(minutes))
        return
    for matter in (*minutes.matters, minutes.general):
        blocks = list(course.opinions(matter, say))
        if blocks:
            yield paper.matter_heading(matter, say)
            yield from blocks
    topics = list(outlook.topics(minutes.topics, say, {}))
    if topics:
        yield Heading(2, capital(say("topics").lower()))
        yield from topics


# Votes ----------------------------------------------------------------------------------------------------------------


def _polls(minutes: Minutes) -> list[Poll]:
    return [poll for matter in (*minutes.matters, minutes.general) for poll in matter.polls]


def _votes(minutes: Minutes, layout: Layout, say: Speaker) -> Iterator[Block]:
    polls = sorted(_polls(minutes), key=lambda poll: poll.at)
    yield from decisions.polls(polls, say)
    if polls:
        yield _named(minutes, "votes", layout, say, "sign.secretary", "sign.chair")


def _counted(minutes: Minutes, about: str, layout: Layout, say: Speaker) -> Iterator[Block]:
    """[V6] Tellers' minutes of one poll, or of all that were counted: slips, valid or not, each option, the result."""
    counted = [poll for poll in _polls(minutes) if poll.result is not None and about in ("", poll.id)]
    if not counted:
        return
    if minutes.place:
        yield Fact(say("place"), clean(minutes.place) + ".")
    for number, poll in enumerate(counted, 1):
        yield Heading(1, clean(poll.question), number=layout.heads.roman.format(n=paper.NUMBERS[number - 1])
                      if 1 < len(counted) <= len(paper.NUMBERS) else "")  # fmt: skip
        yield from _count(poll, say)
    yield _named(minutes, "count", layout, say, "sign.teller_secretary", "sign.teller")


def _count(poll: Poll, say: Speaker) -> Iterator[Block]:
    result = poll.result
    assert result is not None
    yield Fact(say("count.when"), say("count.at", time=say.time(poll.closed_at or poll.at), date=say.date(poll.at)))
    yield Fact(say("count.how"), say(f"poll.{poll.kind}") + ".")
    last = result.counts[-1] if result.counts else None
    hall = (sum(last.counts) if poll.choose == 1 else max(last.counts, default=0)) if last is not None else 0
    valid = result.phones + hall
    figures: list[tuple[str, int]] = [("eligible", poll.eligible)]
    if last is not None and last.issued is not None and last.collected is not None:
        valid = result.phones + last.collected - last.invalid
        figures += [("issued", last.issued), ("collected", last.collected)]
    invalid = last.invalid if last is not None else 0
    figures += [("valid", valid), ("invalid", invalid)]
    for key, number in figures:
        yield Fact(say(f"count.{key}"), say.count(number) + ".")
    rows = tuple(
        (clean(option.text), say.count(option.phones), say.count(option.hall), say.count(option.total),
         f"{say.share(option.total, result.base)}%" if result.base else "")
        for option in result.options
    )  # fmt: skip
    yield Table(tuple(say(f"count.{key}") for key in ("option", "phones", "hall", "total", "share")), rows,
                (40, 16, 16, 14, 14))  # fmt: skip
    yield from decisions.outcome(poll, result, say)
