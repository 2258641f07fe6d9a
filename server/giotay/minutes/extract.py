"""What of the minutes concerns one person: what they read and said, what was said to them, what they promised."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from giotay.minutes import course, decisions, head, outlook, roll
from giotay.minutes.blocks import Block, Column, Fact, Heading, Line, Point
from giotay.minutes.layout import Layout
from giotay.minutes.model import Matter, Minutes, Statement, Subject, Voice
from giotay.minutes.paper import facts, in_full, matter_heading
from giotay.minutes.speaking import Speaker, clean


def of(minutes: Minutes, member: str, layout: Layout, say: Speaker) -> Iterator[Block]:
    """The extract for a member; nothing for somebody who is on no roll."""
    attendee = next((line for line in (*minutes.roll, *minutes.guests) if line.person.id == member), None)
    if attendee is None:
        return
    yield Fact(say("extract.for"), say.full(attendee.person) + ".")
    wanted = {say("begin"), say("place"), say("chair"), say("secretary")}
    yield from (block for block in facts(minutes, say, layout) if isinstance(block, Fact) and block.label in wanted)
    stays = ", ".join(
        f"{say.clock(stay.from_at)}–{say.clock(stay.to_at if stay.to_at is not None else minutes.as_of)}"
        for stay in attendee.stays
    )  # fmt: skip
    yield Fact(say("extract.there"), (stays or say(f"status.{attendee.status}") or "……") + ".")
    for matter in (*minutes.matters, minutes.general):
        blocks = list(_of_matter(matter, member, layout, say))
        if blocks:
            yield matter_heading(matter, say)
            yield from blocks
    promised = [found for found in minutes.commitments if found.person.id == member]
    if promised:
        yield Heading(1, say("promises"))
        before = [found for found in promised if found.promised_at is not None]
        yield from outlook.looked_back(before, say)
        yield from outlook.promised([found for found in promised if found.promised_at is None], say)
    for statement in _texts(minutes, member):
        yield Heading(1, say("extract.statement"))
        yield from in_full(statement, say)
    secretary = say.bare(minutes.secretaries[0]) if minutes.secretaries else ""
    chair = roll.who_chaired(minutes)
    yield head.signed(
        minutes, "extract", layout, say,
        [
            Column((Line("sign_title", say("sign.secretary")),), secretary),
            Column((Line("sign_title", say("sign.chair")),), say.bare(chair) if chair is not None else ""),
        ],
    )  # fmt: skip


def _of_matter(matter: Matter, member: str, layout: Layout, say: Speaker) -> Iterator[Block]:
    for held in matter.rounds:
        for subject in held.subjects:
            if _is(subject.person, member):
                yield from course.subject_part(subject, say, letters=layout.heads.letters)
            else:
                yield from _beside(subject, member, say)
    own = [replace(turn, voices=_theirs(turn.voices, member)) for turn in matter.turns if turn.person.id == member]
    others = [voice for turn in matter.turns if turn.person.id != member for voice in _theirs(turn.voices, member)]
    for statement in matter.statements:
        if _is(statement.person, member):
            yield from course.opinions_of((), statement.voices, say)
        else:
            others += _theirs(statement.voices, member)
    yield from course.opinions_of(own, (*others, *_theirs(matter.voices, member)), say)
    for poll in matter.polls:
        for opinion in poll.reserved:
            if opinion.person.id == member:
                yield Point(
                    clean(opinion.text) or say("erased"), say("extract.reserved", question=clean(poll.question))
                )
    about = [found for found in matter.conclusions if _is(found.about, member)]
    yield from decisions.conclusions(about, say)


def _beside(subject: Subject, member: str, say: Speaker) -> Iterator[Block]:
    """What they said on somebody else's."""
    turns = [
        replace(turn, voices=_theirs(turn.voices, member)) for turn in subject.turns if turn.person.id == member
    ]  # fmt: skip
    voices = [voice for turn in subject.turns if turn.person.id != member for voice in _theirs(turn.voices, member)]
    if subject.statement is not None:
        voices += _theirs(subject.statement.voices, member)
    blocks = list(course.opinions_of(turns, voices, say))
    if blocks:
        who = say.full(subject.person) if subject.person is not None else clean(subject.body or "") or say("erased")
        yield Heading(3, say("extract.on", who=who))
        yield from blocks


def _theirs(voices: Iterable[Voice], member: str) -> tuple[Voice, ...]:
    """Their comments with what was replied, and the threads in which they replied."""
    return tuple(
        voice
        for voice in voices
        if _is(voice.person, member) or any(_is(reply.person, member) for reply in voice.replies)
    )


def _texts(minutes: Minutes, member: str) -> Iterator[Statement]:
    for matter in (*minutes.matters, minutes.general):
        subjects = [subject for held in matter.rounds for subject in held.subjects]
        for text in (*(subject.statement for subject in subjects if subject.statement is not None), *matter.statements):
            if _is(text.person, member):
                yield text


def _is(person: object, member: str) -> bool:
    return getattr(person, "id", None) == member
