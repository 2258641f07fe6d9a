"""What happened under one item: who spoke, what was said, written and replied, and what the chair decided."""

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from giotay.minutes import approval, decisions
from giotay.minutes.blocks import Block, Heading, Para, Point
from giotay.minutes.layout import Layout
from giotay.minutes.model import Matter, Round, Ruling, Span, Statement, Subject, Turn, Unheard, Voice
from giotay.minutes.speaking import Speaker, capital, clean


def matter(matter: Matter, say: Speaker, layout: Layout) -> Iterator[Block]:
    """Everything under an item; nothing where nothing happened. What was concluded may stand in a part of its own."""
    concluded = matter.conclusions if layout.decisions == "in_course" else ()
    if matter.presenter is not None:
        yield Para(say("presenter", who=say.full(matter.presenter)))
    yield from approval.written(matter.written, say)
    for held in matter.rounds:
        yield from _round(held, matter, say, letters=layout.heads.letters)
    for statement in matter.statements:
        yield Point(say("statement.read", who=whose(statement, say)))
        yield from _voices(statement.voices, say, depth=1)
    for turn in matter.turns:
        yield from _turn(turn, say)
    yield from _voices(matter.voices, say)
    yield from _unheard(matter.unheard, say)
    for ruling in matter.rulings:
        yield Para(_ruling(ruling, say))
    if matter.rounds and (matter.polls or concluded):
        # So that they do not stand under the last subject.
        yield Heading(3, say("decided"), f"item:{matter.id}" if matter.id is not None else "head")
    yield from decisions.polls(matter.polls, say)
    yield from decisions.conclusions(concluded, say)


# Rounds ---------------------------------------------------------------------------------------------------------------


def _round(held: Round, matter: Matter, say: Speaker, *, letters: bool) -> Iterator[Block]:
    order = say(f"round.{held.order}", seed=held.seed)
    yield Para(say("round", order=order, done=held.done, total=held.total))
    for number, subject in enumerate(held.subjects, 1):
        prefix = f"{matter.number}.{number}." if matter.number else f"{number}."
        yield from subject_part(subject, say, letters=letters, number=prefix)


def subject_part(subject: Subject, say: Speaker, *, letters: bool, number: str = "") -> Iterator[Block]:
    """One subject of a round under a heading of its own."""
    name = subject_name(subject, say)
    reading = next((turn for turn in subject.turns if turn.phase == "reading" and not turn.declined), None)
    if letters and reading is not None and reading.ended_at is not None:
        start = reading.started_at if reading.started_at is not None else reading.called_at
        name = say("subject.heading", who=name, start=say.time(start), end=say.time(reading.ended_at))
    yield Heading(3, name, f"slot:{subject.id}", number)
    yield from _lettered(subject, say) if letters else _subject(subject, say)


def subject_name(subject: Subject, say: Speaker) -> str:
    if subject.person is None:
        return clean(subject.body or "") or say("erased")
    return capital(say.full(subject.person))


def _subject(subject: Subject, say: Speaker) -> Iterator[Block]:
    """[R6] What was read, the comments, the reply; [R9] or why not."""
    yield from _not_held(subject, say)
    yield from approval.written(subject.written, say)
    own = [turn for turn in subject.turns if turn.phase == "reading"]
    replies = [turn for turn in subject.turns if turn.phase == "reply"]
    for turn in own:
        yield from _read(turn, say, "subject.read_body" if subject.body is not None else "")
    if subject.statement is not None:
        yield Para(_headings(subject.statement, say))
    others = [turn for turn in subject.turns if turn.phase not in ("reading", "reply")]
    on_it = subject.statement.voices if subject.statement is not None else ()
    written = [*(voice for turn in own for voice in turn.voices), *on_it]
    opinions = [block for turn in others for block in _turn(turn, say)] + list(_voices(written, say))
    if opinions:
        told = sum(isinstance(block, Point) and block.depth == 0 for block in opinions)
        yield Para(say("opinions", n=say.count(told)))
        yield from opinions
    for turn in replies:
        yield from _read(turn, say, "reply")
        yield from _voices(turn.voices, say)
    yield from decisions.conclusions(subject.conclusions, say)


def _not_held(subject: Subject, say: Speaker) -> Iterator[Block]:
    """[R9] Why somebody did not read."""
    if subject.status in ("waiting", "deferred", "excused"):
        reason = clean(subject.reason) if subject.reason else ""
        if subject.reason is not None:
            reason = " " + say("subject.reason", reason=reason or say("erased"))
        yield Para(say(f"subject.{subject.status}") + reason)


LETTERS: Final = ("a)", "b)", "c)", "d)", "đ)", "e)", "g)", "h)", "i)", "k)")


def _lettered(subject: Subject, say: Speaker) -> Iterator[Block]:
    """The same under a), b), c): what was read in summary, the opinions, the reply, what the chair concluded."""
    yield from _not_held(subject, say)
    parts = [part for part in (_summed_up(subject, say), _opinions(subject, say), *_replies(subject, say)) if part]
    parts += [
        [Point(clean(found.text) or say("erased"), say("subject.concluded"))] for found in subject.conclusions
    ]  # fmt: skip
    for letter, blocks in zip(LETTERS, parts, strict=False):
        first, *rest = blocks
        yield replace(first, number=letter) if isinstance(first, Point) else first
        yield from rest


def _summed_up(subject: Subject, say: Speaker) -> list[Block]:
    """[N1] What the secretary noted while it was read and wrote of it, and the headings of what was handed in."""
    own = [turn for turn in subject.turns if turn.phase == "reading" and not turn.declined]
    told = [clean(turn.notes) or say("erased") for turn in own if turn.notes is not None]
    told += [line for turn in own for line in approval.paragraphs(turn.written)]
    told += [
        line if place else say("written.by", text=line)
        for place, line in enumerate(approval.paragraphs(subject.written))
    ]
    if subject.statement is not None:
        told.append(_headings(subject.statement, say))
    beside = [block for turn in own for block in _beside(turn, say)]
    reader = next((turn for turn in own if turn.reads_for is not None), None)
    if reader is not None:
        told.insert(0, say("subject.reader", who=capital(say.name(reader.person))))
    first, *rest = told or [""]
    if not first:
        return beside
    return [Point(first, say("subject.summary")), *(Para(line) for line in rest), *beside]


def _opinions(subject: Subject, say: Speaker) -> list[Block]:
    own = [turn for turn in subject.turns if turn.phase == "reading"]
    others = [turn for turn in subject.turns if turn.phase not in ("reading", "reply")]
    on_it = subject.statement.voices if subject.statement is not None else ()
    written = [*(voice for turn in own for voice in turn.voices), *on_it]
    opinions = [block for turn in others for block in _turn(turn, say)] + list(_voices(written, say))
    if not opinions:
        return []
    told = sum(isinstance(block, Point) and block.depth == 0 for block in opinions)
    hung = [
        replace(block, depth=block.depth + 1) if isinstance(block, Point) else block for block in opinions
    ]  # fmt: skip
    return [Point("", say("subject.opinions", n=say.count(told))), *hung]


def _replies(subject: Subject, say: Speaker) -> Iterator[list[Block]]:
    for turn in subject.turns:
        if turn.phase != "reply" or turn.declined:
            continue
        span = Span(from_at=turn.started_at if turn.started_at is not None else turn.called_at, to_at=turn.ended_at)
        said = clean(turn.notes) if turn.notes else say("subject.replied", span=say.span(span))
        rest = [Para(line) for line in approval.paragraphs(turn.written)]
        yield [
            Point(said, say("subject.reply", who=capital(say.name(turn.person)))),
            *_beside(turn, say), *rest, *_voices(turn.voices, say, depth=1),
        ]  # fmt: skip


def _read(turn: Turn, say: Speaker, key: str = "") -> Iterator[Block]:
    if turn.declined:
        yield Para(say("turn.declined", who=capital(say.name(turn.person))))
        return
    key = key or ("subject.read_for" if turn.reads_for is not None else "subject.read")
    span = Span(from_at=turn.started_at if turn.started_at is not None else turn.called_at, to_at=turn.ended_at)
    line = say(key, who=say.name(turn.person), span=say.span(span), length=say.length(turn.spoken_ms))
    yield Para(capital(line))
    yield from _beside(turn, say)
    if turn.notes is not None:
        yield Para(say("note", text=clean(turn.notes) or say("erased")))
    yield from approval.written(turn.written, say)


def whose(statement: Statement, say: Speaker) -> str:
    """The member, or the body, whose text it is."""
    if statement.person is None:
        return clean(statement.body or "") or say("erased")
    return capital(say.full(statement.person))


def _headings(statement: Statement, say: Speaker) -> str:
    headings = [clean(section.heading) for section in statement.sections if clean(section.heading)]
    told = say("statement", headings="; ".join(headings)) if headings else say("statement.none")
    return f"{told} {say('statement.scans', n=say.count(statement.scans))}" if statement.scans else told


def opinions(matter: Matter, say: Speaker) -> Iterator[Block]:
    """Everything that was said or written under an item, subject by subject, without what the chair decided."""
    for held in matter.rounds:
        for subject in held.subjects:
            said = [turn for turn in subject.turns if turn.phase != "reading"]
            on_it = subject.statement.voices if subject.statement is not None else ()
            written = [voice for turn in subject.turns if turn.phase == "reading" for voice in turn.voices]
            blocks = list(opinions_of(said, (*written, *on_it), say))
            if blocks:
                yield Heading(3, subject_name(subject, say))
                yield from blocks
    for statement in matter.statements:
        blocks = list(opinions_of((), statement.voices, say))
        if blocks:
            yield Heading(3, whose(statement, say))
            yield from blocks
    yield from opinions_of(matter.turns, matter.voices, say)
    yield from _unheard(matter.unheard, say)


def opinions_of(turns: Iterable[Turn], voices: Iterable[Voice], say: Speaker) -> Iterator[Block]:
    """Turns, then what was written."""
    for turn in turns:
        yield from _turn(turn, say)
    yield from _voices(voices, say)


# Turns ----------------------------------------------------------------------------------------------------------------


def _turn(turn: Turn, say: Speaker) -> Iterator[Block]:
    """[F4] Name, for whom, what for, when, how long; [F11] what was said; what was written on it."""
    if turn.declined:
        yield Point(say("turn.declined", who=capital(say.name(turn.person))))
        return
    told = []
    if turn.reads_for is not None:
        told.append(say("turn.reading", whom=clean(turn.reads_for) or say("erased")))
    if turn.intent != "speak":
        told.append(say(f"intent.{turn.intent}"))
    if turn.interrupts:
        told.append(say("turn.interrupts"))
    kind = say.profile.comment_kind(turn.kind, say.locale)
    if kind is not None:
        told.append(kind.lower())
    if turn.by_desk:
        told.append(say("by_desk"))
    told.append(say.time(turn.started_at if turn.started_at is not None else turn.called_at))
    told.append(say.length(turn.spoken_ms) if turn.ended_at is not None else say("turn.now"))
    who = say("turn", who=capital(say.full(turn.person)), facts=", ".join(told))
    said = "" if turn.notes is None else clean(turn.notes) or say("erased")
    yield Point(said, who)
    yield from _beside(turn, say)
    yield from approval.written_beside(turn.written, say)
    yield from _voices(turn.voices, say, depth=1)


def _beside(turn: Turn, say: Speaker) -> Iterator[Block]:
    """More time given, and reminders before all."""
    for extension in turn.extensions:
        key = "turn.extended" if extension.by_ms >= 0 else "turn.shortened"
        yield Point(f"({capital(say(key, length=say.length(extension.by_ms)))})", depth=1)
    for reminder in turn.reminders:
        text = f": {clean(reminder.text)}" if reminder.text else ""
        yield Point(f"({say(f'reminded.{reminder.kind}')}{text})", depth=1)


# Comments -------------------------------------------------------------------------------------------------------------


def _voices(voices: Iterable[Voice], say: Speaker, depth: int = 0) -> Iterator[Block]:
    told = list(voices) if say.names_voices else []
    late = [voice for voice in told if voice.afterwards and voice.body is not None]
    for voice in [*(voice for voice in told if voice not in late), *late]:
        if late and voice is late[0]:
            # [K7] What came when the matter was over stands together.
            yield Para(say("afterwards.group"))
        if voice.body is None and not any(reply.body is not None for reply in voice.replies):
            continue
        yield _voice(voice, say, depth)
        for reply in voice.replies:
            if reply.body is not None:
                yield _voice(reply, say, depth + 1, reply=True)


def _voice(voice: Voice, say: Speaker, depth: int, *, reply: bool = False) -> Point:
    if voice.body is None:
        return Point(say(voice.status), depth=depth)
    told = [] if reply else [say("written")]
    kind = say.profile.comment_kind(voice.kind, say.locale)
    if kind is not None:
        told.insert(0, kind.lower())
    if voice.paragraph is not None:
        told.append(say("on_page" if voice.about == "document" else "paragraph", n=voice.paragraph + 1))
    elif voice.about is not None:
        told.append(say(f"about.{voice.about}"))
    told += [say(key) for key in ("by_desk", "afterwards", "edited") if getattr(voice, key)]
    who = say("anonymous") if voice.anonymous else say.name(voice.person)
    who = say("answer", who=who) if reply else who
    name = f"{capital(who)} ({', '.join(told)})" if told else capital(who)
    return Point((clean(voice.body) or say("erased")) + _outcome(voice, say), name, depth)


def _outcome(voice: Voice, say: Speaker) -> str:
    """[O4] What became of it, [L2] and that a conclusion takes it up."""
    if voice.outcome is None:
        return ""
    told = say(f"outcome.{voice.outcome}")
    if voice.concluded:
        told += say("outcome.concluded")
    if voice.answer is not None:
        told += f": {clean(voice.answer) or say('erased')}"
    return f" [{told}]"


# What the chair decided -----------------------------------------------------------------------------------------------


def _unheard(hands: Iterable[Unheard], say: Speaker) -> Iterator[Block]:
    """[Q9] Who waited and was not heard; what they wrote beside their hand stands as an opinion."""
    groups: dict[tuple[str, int], list[Unheard]] = {}
    for hand in hands:
        groups.setdefault((hand.reason, hand.at), []).append(hand)
    for (reason, at), members in groups.items():
        yield Para(say(f"unheard.{reason}", time=say.time(at)))
        nameless = sum(hand.person is None for hand in members)
        for hand in members:
            if hand.person is not None:
                yield Point(clean(hand.note or ""), capital(say.full(hand.person)))
        if nameless:
            yield Point(say("unheard.nameless", n=say.count(nameless)))


def _ruling(ruling: Ruling, say: Speaker) -> str:
    what = "unlimited" if ruling.what == "limits" and ruling.limit_ms is None else ruling.what
    return say(
        f"ruling.{what}", time=say.time(ruling.at), by=say.name(ruling.by), who=say.name(ruling.person),
        order=", ".join(say(f"order.{part}") for part in ruling.discipline),
        length=say.length(ruling.limit_ms or 0),
    )  # fmt: skip
