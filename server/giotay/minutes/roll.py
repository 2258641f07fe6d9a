"""Who was there, who presided, who kept the minutes: as facts at the top, and as a table behind."""

from collections.abc import Callable, Iterable, Iterator

from giotay.minutes.blocks import Block, Fact, Heading, NewPage, Table
from giotay.minutes.model import Attendee, Minutes, Person, Quorum
from giotay.minutes.speaking import Speaker, capital, clean


def facts(minutes: Minutes, say: Speaker) -> Iterator[Block]:
    """Attendance by kind with names and reasons, the quorum, the chair and the secretaries."""
    if minutes.summoned:
        yield Fact(say("people"), _numbers(minutes, say))
    away = [line for line in minutes.roll if not line.came]
    for key, statuses in (("excused", ("excused",)), ("absent", ("absent",)), ("exempt", ("exempt",))):
        yield from _named(key, (line for line in away if line.status in statuses), _with_reason(say), say)
    # [A1] Who never answered the roll was, when the meeting is over, not there.
    expected = [line for line in away if line.status in ("expected", "left")]
    yield from _named("awaited" if minutes.draft else "absent_unmarked", expected, _with_reason(say), say)
    yield from _named("late", (line for line in minutes.roll if line.late_at), _at(say, "late_at"), say)
    yield from _named("left", (line for line in minutes.roll if line.left_at), _at(say, "left_at"), say)
    remote = (line for line in minutes.roll if line.came and any(stay.mode == "remote" for stay in line.stays))
    yield from _named("remote", remote, lambda line: say.name(line.person), say)
    yield from _named("guests", (g for g in minutes.guests if g.came), lambda line: say.full(line.person), say)
    yield from _quorum(minutes, say)
    yield from _chair(minutes, say)
    if minutes.secretaries:
        yield Fact(say("secretary"), say.listed([say.full(person) for person in minutes.secretaries]) + ".")


def _numbers(minutes: Minutes, say: Speaker) -> str:
    members = say.profile.words.members[say.locale]
    people = say.people if say.people != members else ""
    count = say.count(minutes.summoned)
    total = say("people.total", members=members, n=count, people=people).strip()
    kinds = [
        f"{kind.lower()} {say.count(part.total)}"
        for part in minutes.kinds
        if (kind := say.profile.member_kind(part.kind, say.locale)) is not None
    ]
    if kinds:
        total += " " + say("people.kinds", kinds=", ".join(kinds))
    came = say(
        "people.came", came=say.count(minutes.came), n=count, people=people,
        share=say.share(minutes.came, minutes.summoned),
    )  # fmt: skip
    return f"{total}; {' '.join(came.split())}."


def _named(key: str, lines: Iterable[Attendee], each: Callable[[Attendee], str], say: Speaker) -> Iterator[Block]:
    told = [each(line) for line in lines]
    if told:
        label = say("absent") if key == "absent_unmarked" else say(key)
        yield Fact(f"{label} ({say.count(len(told))})", "; ".join(told) + ".")


def _with_reason(say: Speaker) -> Callable[[Attendee], str]:
    def told(line: Attendee) -> str:
        if line.reason is None:
            return say.name(line.person)
        return f"{say.name(line.person)} ({clean(line.reason) or say('erased')})"

    return told


def _at(say: Speaker, field: str) -> Callable[[Attendee], str]:
    return lambda line: f"{say.name(line.person)} ({say.time(getattr(line, field))})"


def _quorum(minutes: Minutes, say: Speaker) -> Iterator[Block]:
    """[A7] the rule and how it stood, [A8] what the chair decided."""
    told = [_rule(minutes.quorum, say)] if minutes.quorum is not None else []
    told += [
        say("quorum.override", time=say.time(over.at), who=say.name(over.by), reason=clean(over.reason))
        for over in minutes.overrides
    ]
    if told:
        yield Fact(say("quorum"), "; ".join(told) + ".")


def _rule(quorum: Quorum, say: Speaker) -> str:
    over, under = (int(part) for part in quorum.share.split("/"))
    rule = say(
        "quorum.more" if 2 * over == under else "quorum.least",
        rule=say(f"quorum.{quorum.basis}", share=quorum.share),
    )  # fmt: skip
    if quorum.reached is None:
        return say("quorum.open", rule=rule)
    key = "quorum.reached" if quorum.reached else "quorum.missed"
    return say(key, rule=rule, needed=say.count(quorum.needed or 0), present=say.count(quorum.present or 0))


def who_chaired(minutes: Minutes) -> Person | None:
    """Who signs: who holds the office, or else whoever presided first."""
    chair = next((line.person for line in minutes.roll if line.office == "chair"), None)
    return chair or (minutes.presided[0].person if minutes.presided else None)


def _chair(minutes: Minutes, say: Speaker) -> Iterator[Block]:
    """[C3] to [C5]: who presided, and from when to when if it changed."""
    reigns = minutes.presided
    if not reigns:
        return
    told = [say.full(reigns[0].person)]
    if len(reigns) > 1:
        first = say("chair.appointed", who=say.name(reigns[0].person), span=say.span(reigns[0]))
        rest = [say(f"chair.{reign.how}", who=say.name(reign.person), span=say.span(reign)) for reign in reigns[1:]]
        told = [f"{told[0]} ({say.span(reigns[0])})" if told[0] != say.name(reigns[0].person) else first, *rest]
    yield Fact(say("chair"), "; ".join(told) + ".")


def table(minutes: Minutes, say: Speaker) -> Iterator[Block]:
    """[A4] Everybody with every stretch of presence."""
    lines = (*minutes.roll, *(guest for guest in minutes.guests if guest.came))
    if not lines:
        return
    yield NewPage()
    yield Heading(1, say("annex.roll"))
    head = tuple(say(f"roll.{name}") for name in ("n", "name", "title", "times", "remarks"))
    rows = tuple(_row(number, line, minutes, say) for number, line in enumerate(lines, 1))
    yield Table(head, rows, (6, 30, 24, 22, 18))


def _row(number: int, line: Attendee, minutes: Minutes, say: Speaker) -> tuple[str, ...]:
    person = line.person
    about = [clean(part) for part in (person.title, person.unit) if part]
    stays = [f"{say.clock(stay.from_at)}–{_until(say, stay.to_at, minutes.closed_at)}" for stay in line.stays]
    remarks = [say(f"status.{line.status}")] if line.status != "expected" or not line.came else []
    if line.status == "expected" and not minutes.draft:
        remarks = [say("status.absent")]
    if line.late_at is not None and line.status != "late":
        remarks.append(say("status.late"))
    if any(stay.mode == "remote" for stay in line.stays):
        remarks.append(say("mode.remote"))
    if line.reason:
        remarks.append(clean(line.reason))
    return str(number), say.bare(person), ", ".join(about), ", ".join(stays), capital(", ".join(filter(None, remarks)))


def _until(say: Speaker, to_at: int | None, closed_at: int | None) -> str:
    until = to_at if to_at is not None else closed_at
    return say.clock(until) if until is not None else ""
