"""What the meeting leaves behind: the matters that many raised, and who promised what."""

from collections.abc import Iterable, Iterator, Mapping

from giotay.minutes.blocks import Block, Para, Point
from giotay.minutes.model import Assessment, Commitment, Minutes, Topic, Voice
from giotay.minutes.speaking import Speaker, capital, clean


def by_topic(minutes: Minutes) -> dict[str, Voice]:
    """Every comment that was shown, with its replies, by its id."""
    found: dict[str, Voice] = {}

    def gather(voices: Iterable[Voice]) -> None:
        for voice in voices:
            found[voice.id] = voice
            gather(voice.replies)

    for matter in (*minutes.matters, minutes.general):
        gather(matter.voices)
        subjects = [subject for held in matter.rounds for subject in held.subjects]
        texts = [*matter.statements, *(subject.statement for subject in subjects if subject.statement is not None)]
        for text in texts:
            gather(text.voices)
        for turn in (*matter.turns, *(turn for subject in subjects for turn in subject.turns)):
            gather(turn.voices)
    return found


def assessed(found: Assessment | None, say: Speaker, *, asked: bool) -> Iterator[Block]:
    """How the meeting judged itself; where the form asks and nobody has, a line for a hand to fill in."""
    if found is None:
        if asked:
            yield Para(say("assessment.open"))
        return
    yield Para(
        say(
            "assessment.text", points=say.number(found.points), out_of=say.number(found.out_of),
            grade=clean(found.grade or "") or "……",
        )
    )  # fmt: skip
    for each in found.criteria:
        given = say.number(each.points) if each.points is not None else "……"
        yield Point(f"{given}/{say.number(each.out_of)}", clean(each.text))


def topics(topics: Iterable[Topic], say: Speaker, voices: Mapping[str, Voice]) -> Iterator[Block]:
    """[O2] Each matter with the number of people behind it; with `voices` what they wrote, nobody named."""
    told_of: set[str] = set()
    for topic in topics:
        told = [say("topic.members", n=say.count(topic.members), people=say.people).strip()] if topic.members else []
        if topic.comments:
            told.append(say("topic.comments", n=say.count(topic.comments)))
        if topic.turns:
            told.append(say("topic.turns", n=say.count(topic.turns)))
        yield Point("; ".join(told) + ".", capital(clean(topic.title)))
        for voice in (voices[key] for key in topic.voices if key in voices):
            told_of.add(voice.id)
            if voice.body is not None:
                yield Point(clean(voice.body) or say("erased"), depth=1)
    others = [voice for voice in voices.values() if voice.id not in told_of and voice.body is not None]
    if others:
        yield Point(say("topic.comments", n=say.count(len(others))) + ".", say("topic.others"))
        yield from (Point(clean(voice.body or "") or say("erased"), depth=1) for voice in others)


def looked_back(commitments: Iterable[Commitment], say: Speaker) -> Iterator[Block]:
    """[B4] What a meeting before left to be kept, [W3] and what was said of it."""
    for found in commitments:
        review = found.review
        outcome = say(f"review.{review.outcome}") if review is not None else say("review.none")
        if review is not None and review.text is not None:
            outcome += f" ({clean(review.text) or say('erased')})"
        promised = say.date(found.promised_at) if found.promised_at is not None else ""
        who = f"{capital(say.name(found.person))} ({say('promise.before', date=promised)})"
        yield Point(f"{_what(found, say)} {capital(outcome)}.", who)


def promised(commitments: Iterable[Commitment], say: Speaker) -> Iterator[Block]:
    """[W1] Each member's, what, measured how, by when, who watches; [W2] also what was taken back."""
    former = None
    for found in commitments:
        if former is None or former != found.person.id:
            yield Para(capital(say.full(found.person)) + ":")
        former = found.person.id
        signs = [say(key) for key in ("by_desk", "afterwards") if getattr(found, key)]
        if found.status == "withdrawn":
            signs.append(say("promise.withdrawn"))
        elif found.review is not None:
            signs.append(say(f"review.{found.review.outcome}"))
        yield Point(_what(found, say) + (f" ({', '.join(signs)})" if signs else ""))


def _what(found: Commitment, say: Speaker) -> str:
    told = [capital(_sentence(clean(found.what) or say("erased")))]
    if found.measure is not None:
        told.append(say("promise.measure", text=_sentence(clean(found.measure) or say("erased"))))
    if found.due is not None:
        told.append(say("promise.due", date=_day(found.due)))
    if found.watcher is not None:
        told.append(say("promise.watcher", who=say.name(found.watcher)))
    return " ".join(told)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _day(due: str) -> str:
    """22/11/2026, the same in both languages, as people write a day in a list."""
    parts = due.split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 else due
