"""The plain layout: the minutes laid out as blocks, in one language. Official layouts are other files like this one."""

from collections.abc import Iterable, Iterator
from typing import Final

from giotay.meeting.profile import Profile
from giotay.minutes import approval, course, outlook, roll
from giotay.minutes.blocks import Block, Fact, Header, Heading, NewPage, Notice, Para, Signatures, Title
from giotay.minutes.model import Matter, Minutes, Statement, Subject
from giotay.minutes.speaking import Speaker, capital, clean
from giotay_protocol.names import Locale

_NUMBERS: Final = ("I", "II", "III", "IV", "V", "VI")


# Under which section of the secretary's a part stands that has none of its own.
_SECTIONS: Final = {"agenda": "head", "looked_back": "head", "course": "head"}


def lay_out(
    minutes: Minutes, profile: Profile, locale: Locale | None = None, *, check: str | None = None
) -> list[Block]:
    """The whole paper, in the room's language unless another is asked for; `check` is where its head is checked."""
    say = Speaker(locale or minutes.locale, profile)
    return [
        *_top(minutes, say),
        *roll.facts(minutes, say),
        *approval.written(minutes.secretary.head, say),
        *_parts(minutes, say),
        *_close(minutes, say, check),
        *approval.addenda(minutes, say),
        *roll.table(minutes, say),
        *_statements(minutes, say),
    ]


def _top(minutes: Minutes, say: Speaker) -> Iterator[Block]:
    began = minutes.opened_at if minutes.opened_at is not None else minutes.starts_at
    yield Header((say("number"),), (say.date(began, "date"),) if began is not None else ("",))
    yield Title(say("title"), clean(minutes.title))
    if minutes.draft:
        time, date = say.time(minutes.as_of), say.date(minutes.as_of)
        yield Notice(say("draft", time=time, date=date, meeting=_meeting(say)))
    yield Fact(say("begin"), _when(minutes, say))
    if len(minutes.sittings) > 1:
        told = [
            say("sitting", n=number, span=say.span(sitting)) for number, sitting in enumerate(minutes.sittings, 1)
        ]  # fmt: skip
        yield Fact(say("sittings"), "; ".join(told) + ".")
    for gap in minutes.interruptions:
        yield Fact(say("interruption"), say("interruption.text", span=say.span(gap), meeting=say.meeting) + ".")
    if minutes.place:
        yield Fact(say("place"), clean(minutes.place) + ".")


def _meeting(say: Speaker) -> str:
    return capital(say.meeting) if say.locale == "vi" else say.meeting


def _when(minutes: Minutes, say: Speaker) -> str:
    if minutes.opened_at is None:
        return say("begin.not") + "."
    told = [say("begin.text", time=say.time(minutes.opened_at), date=say.date(minutes.opened_at))]
    if minutes.closed_at is not None:
        date = say.day(minutes.closed_at, minutes.opened_at)
        told.append(say("end.text", time=say.time(minutes.closed_at), date=date))
    return "; ".join(told) + "."


def _parts(minutes: Minutes, say: Speaker) -> Iterator[Block]:
    """The numbered parts of the paper; those in which there is nothing are left out."""
    before = [found for found in minutes.commitments if found.promised_at is not None]
    new = [found for found in minutes.commitments if found.promised_at is None]
    parts = (
        ("agenda", _agenda(minutes, say)),
        ("looked_back", outlook.looked_back(before, say)),
        ("course", _course(minutes, say)),
        ("topics", outlook.topics(minutes.topics, say)),
        ("promises", outlook.promised(new, say)),
        ("objections", approval.objections(minutes, say)),
    )
    told = [(key, blocks) for key, found in parts if (blocks := list(found))]
    for number, (key, blocks) in zip(_NUMBERS, told, strict=False):
        yield Heading(1, (f"{number}. " if len(told) > 1 else "") + say(key), _SECTIONS.get(key, "closing"))
        yield from blocks


def _agenda(minutes: Minutes, say: Speaker) -> Iterator[Block]:
    """[G1] to [G6]: what was planned and how it went."""
    for matter in minutes.matters:
        signs = []
        if matter.spans:
            spans = "; ".join(say.span(span) for span in matter.spans)
            spent = say("item.spent", length=say.length(matter.spent_ms))
            signs.append(f"({spans}; {spent})")
        if matter.status in ("skipped", "todo", "current") and (matter.status != "todo" or not minutes.draft):
            signs.append(say(f"item.{matter.status}"))
        if matter.reopened:
            signs.append(say("item.reopened"))
        title = f"{matter.number}. {clean(matter.title)}"
        yield Para(" ".join([title, *signs]))


def _course(minutes: Minutes, say: Speaker) -> Iterator[Block]:
    told = [(matter, list(course.matter(matter, say))) for matter in (*minutes.matters, minutes.general)]
    changes = list(_changes(minutes, say))
    for matter, blocks in told:
        if blocks:
            yield Heading(2, _heading(matter, say), f"item:{matter.id}" if matter.id is not None else "head")
            yield from blocks
    if changes:
        yield Heading(2, say("changes"), "head")
        yield from changes


def _heading(matter: Matter, say: Speaker) -> str:
    return f"{matter.number}. {clean(matter.title)}" if matter.id is not None else say("general")


def _changes(minutes: Minutes, say: Speaker) -> Iterator[Block]:
    for change in minutes.changes:
        if change.setting == "quorum":
            what = say("change.quorum.none") if change.value is None else say("change.quorum", value=change.value)
        elif isinstance(change.value, bool):
            what = say(f"change.{change.setting}.{'on' if change.value else 'off'}")
        else:
            what = say(f"change.{change.setting}.{change.value}")
        yield Para(say("change", time=say.time(change.at), by=say.name(change.by), what=what))


def _close(minutes: Minutes, say: Speaker, check: str | None) -> Iterator[Block]:
    """[N6] The closing section, that it was approved, who signs; [N5] in the last line the head to check."""
    found = minutes.secretary.approval
    yield from approval.written(minutes.secretary.closing, say)
    closed = minutes.closed_at is not None and minutes.opened_at is not None
    if minutes.closed_at is not None and closed:
        date = say.day(minutes.closed_at, minutes.opened_at)
        yield Para(say("close", meeting=_meeting(say), time=say.time(minutes.closed_at), date=date))
    if found is not None:
        yield approval.approved(found, say.meeting, say)
    if closed:
        yield _signatures(minutes, say)
    if found is not None:
        yield approval.checked(found, check, say)


def _signatures(minutes: Minutes, say: Speaker) -> Block:
    secretary = say.bare(minutes.secretaries[0]) if minutes.secretaries else ""
    chair = roll.who_chaired(minutes)
    return Signatures(
        ((say("sign.secretary"), secretary), (say("sign.chair"), say.bare(chair) if chair is not None else ""))
    )  # fmt: skip


def _statements(minutes: Minutes, say: Speaker) -> Iterator[Block]:
    """[T2] What was read, in full, after the signatures: it stays with the minutes and can be left out."""
    found = list(_read(minutes))
    if not found:
        return
    yield NewPage()
    yield Heading(1, say("annex.statements"))
    for statement in found:
        yield Heading(2, course.whose(statement, say))
        if not statement.sections:
            yield Para(say("erased"))
        for section in statement.sections:
            yield Heading(3, clean(section.heading) or say("erased"))
            yield from (Para(clean(paragraph)) for paragraph in section.paragraphs)


def _read(minutes: Minutes) -> Iterable[Statement]:
    for matter in (*minutes.matters, minutes.general):
        yield from (statement for held in matter.rounds for statement in _of(held.subjects))
        yield from matter.statements


def _of(subjects: Iterable[Subject]) -> Iterator[Statement]:
    for subject in subjects:
        if subject.statement is not None:
            yield subject.statement
