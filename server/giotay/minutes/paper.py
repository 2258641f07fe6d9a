"""The minutes as a paper: laid out as blocks in one language and one layout."""

from collections.abc import Iterable, Iterator
from typing import Final

from giotay.meeting.profile import Profile
from giotay.minutes import approval, course, decisions, head, outlook, roll
from giotay.minutes.blocks import Block, Column, Fact, Heading, Line, NewPage, Notice, Para, Point
from giotay.minutes.layout import Layout
from giotay.minutes.model import Matter, Minutes, Statement, Subject
from giotay.minutes.speaking import Speaker, capital, clean
from giotay_protocol.names import Locale

NUMBERS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


# Under which section of the secretary's a part stands that has none of its own.
_SECTIONS: Final = {"agenda": "head", "looked_back": "head", "course": "head"}
_MARKS: Final = (".", "!", "?", "…")


def lay_out(
    minutes: Minutes, profile: Profile, layout: Layout, locale: Locale | None = None, *, check: str | None = None,
    at: str | None = None,
) -> list[Block]:  # fmt: skip
    """The whole paper, in the room's language unless another is asked for.

    `check` is where a head is checked, `at` the log's; approved minutes bear the one that was approved.
    """
    say = Speaker(locale or minutes.locale, profile, layout, names_voices=minutes.comments_by == "names")
    return [
        *_top(minutes, layout, say),
        *facts(minutes, say, layout),
        *approval.written(minutes.secretary.head, say),
        *_parts(minutes, layout, say),
        *_close(minutes, layout, say, check, at),
        *approval.addenda(minutes, say),
        *(roll.table(minutes, say) if layout.roll_annex else ()),
        *_statements(minutes, say),
    ]


def _top(minutes: Minutes, layout: Layout, say: Speaker) -> Iterator[Block]:
    yield from head.top(minutes, "minutes", layout, say)
    yield from draft(minutes, say)


def draft(minutes: Minutes, say: Speaker) -> Iterator[Block]:
    """A paper made while the meeting runs says so."""
    if minutes.draft:
        time, date = say.time(minutes.as_of), say.date(minutes.as_of)
        yield Notice(say("draft", time=time, date=date, meeting=meeting_of(say)))


def facts(minutes: Minutes, say: Speaker, layout: Layout) -> Iterator[Block]:
    """When, where, who."""
    yield Fact(say("begin"), _when(minutes, say, layout))
    if len(minutes.sittings) > 1:
        told = [
            say("sitting", n=number, span=say.span(sitting)) for number, sitting in enumerate(minutes.sittings, 1)
        ]  # fmt: skip
        yield Fact(say("sittings"), "; ".join(told) + ".")
    for gap in minutes.interruptions:
        yield Fact(say("interruption"), say("interruption.text", span=say.span(gap), meeting=say.meeting) + ".")
    if minutes.place:
        yield Fact(say("place"), clean(minutes.place) + ".")
    yield from roll.facts(minutes, say)


def meeting_of(say: Speaker) -> str:
    """The meeting at the beginning of a sentence."""
    return capital(say.meeting) if say.locale == "vi" else say.meeting


def _when(minutes: Minutes, say: Speaker, layout: Layout) -> str:
    if minutes.opened_at is None:
        return say("begin.not") + "."
    told = [say("begin.text", time=say.time(minutes.opened_at), date=say.date(minutes.opened_at))]
    if minutes.closed_at is not None and layout.end_in_begin:
        date = say.day(minutes.closed_at, minutes.opened_at)
        told.append(say("end.text", time=say.time(minutes.closed_at), date=date))
    return "; ".join(told) + "."


def _parts(minutes: Minutes, layout: Layout, say: Speaker) -> Iterator[Block]:
    """The numbered parts of the paper; those in which there is nothing are left out."""
    before = [found for found in minutes.commitments if found.promised_at is not None]
    new = [found for found in minutes.commitments if found.promised_at is None]
    apart = layout.decisions == "apart"
    concluded = [found for matter in (*minutes.matters, minutes.general) for found in matter.conclusions]
    ends = [*decisions.conclusions(concluded, say), *outlook.promised(new, say)]
    parts = (
        ("agenda", _agenda(minutes, layout, say)),
        ("looked_back", outlook.looked_back(before, say)),
        ("course", _course(minutes, layout, say)),
        ("topics", outlook.topics(minutes.topics, say, outlook.by_topic(minutes) if not say.names_voices else {})),
        ("concluded.part", ends if apart else ()),
        ("promises", () if apart else outlook.promised(new, say)),
        ("assessment", outlook.assessed(minutes.assessment, say, asked=layout.assessment)),
        ("objections", approval.objections(minutes, say)),
    )
    told = [(key, blocks) for key, found in parts if (blocks := list(found))]
    for number, (key, blocks) in zip(NUMBERS, told, strict=False):
        roman = layout.heads.roman.format(n=number) if len(told) > 1 else ""
        yield Heading(1, say(key), _SECTIONS.get(key, "closing"), roman)
        yield from blocks


def _agenda(minutes: Minutes, layout: Layout, say: Speaker) -> Iterator[Block]:
    """[G1] to [G6]: what was planned and how it went; officially also how the hall voted."""
    for matter in minutes.matters:
        signs = []
        if matter.spans and layout.decisions == "in_course":
            spans = "; ".join(say.span(span) for span in matter.spans)
            spent = say("item.spent", length=say.length(matter.spent_ms))
            signs.append(f"({spans}; {spent})")
        if layout.decisions == "apart":
            voted = decisions.carried(matter.polls, say, but=minutes.secretary.approval)
            signs += [voted] if voted else []
        if matter.status in ("skipped", "todo", "current") and (matter.status != "todo" or not minutes.draft):
            signs.append(say(f"item.{matter.status}"))
        if matter.reopened:
            signs.append(say("item.reopened"))
        yield Point(" ".join([clean(matter.title), *signs]), number=f"{matter.number}.")


def _course(minutes: Minutes, layout: Layout, say: Speaker) -> Iterator[Block]:
    told = [(matter, list(course.matter(matter, say, layout))) for matter in (*minutes.matters, minutes.general)]
    changes = list(_changes(minutes, say))
    for matter, blocks in told:
        if blocks:
            yield matter_heading(matter, say)
            yield from blocks
    if changes:
        yield Heading(2, say("changes"), "head")
        yield from changes


def matter_heading(matter: Matter, say: Speaker) -> Heading:
    """The heading of an item."""
    if matter.id is None:
        return Heading(2, say("general"), "head")
    return Heading(2, clean(matter.title), f"item:{matter.id}", f"{matter.number}.")


def _changes(minutes: Minutes, say: Speaker) -> Iterator[Block]:
    for change in minutes.changes:
        if change.setting == "quorum":
            what = say("change.quorum.none") if change.value is None else say("change.quorum", value=change.value)
        elif isinstance(change.value, bool):
            what = say(f"change.{change.setting}.{'on' if change.value else 'off'}")
        else:
            what = say(f"change.{change.setting}.{change.value}")
        yield Para(say("change", time=say.time(change.at), by=say.name(change.by), what=what))


def _close(minutes: Minutes, layout: Layout, say: Speaker, check: str | None, at: str | None) -> Iterator[Block]:
    """[N6] The closing section, that it was approved, who signs; [N5] in the last line the head to check."""
    found = minutes.secretary.approval
    yield from approval.written(minutes.secretary.closing, say)
    closed = minutes.closed_at is not None and minutes.opened_at is not None
    last: list[str] = []
    if minutes.closed_at is not None and closed:
        date = say.day(minutes.closed_at, minutes.opened_at)
        last.append(say("close", meeting=meeting_of(say), time=say.time(minutes.closed_at), date=date))
    if found is not None:
        last.append(approval.approved(found, clean(minutes.letterhead.before) or say.meeting, say))
    # The state's form ends with the hour, the party's with the approval, both as one paragraph.
    if layout.close_last:
        last.reverse()
    if layout.head is not None and last:
        last = [" ".join(last)]
    yield from (Para(line) for line in last[:-1])
    if last:
        yield Para(ended(last[-1], layout))
    if closed:
        yield head.signed(minutes, "minutes", layout, say, _signers(minutes, say))
    yield from approval.checked(minutes, at, check, say)


def ended(text: str, layout: Layout) -> str:
    """The last sentence with the closing mark of the form."""
    if not layout.closing_mark:
        return text
    bare = text.rstrip()
    while bare.endswith(_MARKS):
        bare = bare[:-1]
    return bare + layout.closing_mark


def _signers(minutes: Minutes, say: Speaker) -> list[Column]:
    secretary = say.bare(minutes.secretaries[0]) if minutes.secretaries else ""
    chair = roll.who_chaired(minutes)
    return [
        Column((Line("sign_title", say("sign.secretary")),), secretary),
        Column((Line("sign_title", say("sign.chair")),), say.bare(chair) if chair is not None else ""),
    ]


def _statements(minutes: Minutes, say: Speaker) -> Iterator[Block]:
    """[T2] What was read, in full, after the signatures: it stays with the minutes and can be left out."""
    found = list(_read(minutes))
    if not found:
        return
    yield NewPage()
    yield Heading(1, say("annex.statements"))
    for statement in found:
        yield from in_full(statement, say)


def in_full(statement: Statement, say: Speaker) -> Iterator[Block]:
    """One text with all its paragraphs."""
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
