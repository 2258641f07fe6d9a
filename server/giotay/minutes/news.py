"""A news item of at most 300 words from the log, and captions for pictures: to be read over before it goes anywhere."""

from collections.abc import Iterator
from typing import Final

from giotay.minutes import roll
from giotay.minutes.blocks import Block, Heading, Para, Point
from giotay.minutes.layout import Layout
from giotay.minutes.model import Minutes
from giotay.minutes.speaking import Speaker, capital, clean

WORDS: Final = 300


def item(minutes: Minutes, layout: Layout, say: Speaker) -> Iterator[Block]:
    """Sentences in the order of their weight, as many as there is room for; then the captions."""
    if minutes.opened_at is None:
        return
    paragraphs: list[str] = []
    room = WORDS
    for told in _told(minutes, say):
        kept = []
        for sentence in told:
            if len(sentence.split()) > room:
                break
            kept.append(sentence)
            room -= len(sentence.split())
        if kept:
            paragraphs.append(" ".join(kept))
    yield from (Para(text) for text in paragraphs)
    captions = list(_captions(minutes, say))
    if captions:
        yield Heading(2, say("news.captions"))
        yield from (Point(text, number=f"{number}.") for number, text in enumerate(captions, 1))


def _told(minutes: Minutes, say: Speaker) -> Iterator[list[str]]:
    chair = roll.who_chaired(minutes)
    first = [
        say("news.lead", date=capital(say.date(minutes.opened_at or 0)), place=_at(minutes, say), meeting=say.meeting,
            about=clean(minutes.title))
    ]  # fmt: skip
    if chair is not None:
        first.append(say("news.chair", who=capital(say.acting(chair)), meeting=say.meeting))
    if minutes.summoned:
        first.append(
            say("news.came", came=say.count(minutes.came), all=say.count(minutes.summoned), people=say.people)
        )  # fmt: skip
    yield first
    matters = (*minutes.matters, minutes.general)
    rounds = [held for matter in matters for held in matter.rounds]
    turns = sum(not turn.declined for matter in matters for turn in matter.turns)
    voices = sum(len(matter.voices) for matter in matters)
    second = []
    for held in rounds:
        voices += sum(len(turn.voices) for subject in held.subjects for turn in subject.turns)
        turns += sum(turn.phase is None and not turn.declined for each in held.subjects for turn in each.turns)
        second.append(say("news.round", done=say.count(held.done), total=say.count(held.total)))
    if turns or voices:
        second.append(say("news.opinions", turns=say.count(turns), voices=say.count(voices), meeting=say.meeting))
    if minutes.topics:
        titles = [clean(topic.title)[:1].lower() + clean(topic.title)[1:] for topic in minutes.topics[:5]]
        second.append(say("news.topics", topics=say.listed(titles)))
    yield second
    concluded = [clean(found.text) for matter in matters for found in matter.conclusions]
    if concluded:
        yield [say("news.concluded"), *(_sentence(text) for text in concluded)]
    promised = {found.person.id for found in minutes.commitments if found.promised_at is None}
    last = []
    if promised:
        last.append(say("news.promised", n=say.count(len(promised)), people=say.people))
    if minutes.secretary.approval is not None:
        last.append(say("news.approved"))
    yield last


def _captions(minutes: Minutes, say: Speaker) -> Iterator[str]:
    chair = roll.who_chaired(minutes)
    if chair is not None:
        yield say("news.caption.chair", who=capital(say.acting(chair)), meeting=say.meeting)
    readers = [
        subject.person
        for matter in minutes.matters
        for held in matter.rounds
        for subject in held.subjects
        if subject.status == "done" and subject.person is not None
    ]
    for person in readers[:2]:
        yield say("news.caption.reads", who=capital(say.acting(person)))
    yield say("news.caption.hall", meeting=say.meeting, place=_at(minutes, say))


def _at(minutes: Minutes, say: Speaker) -> str:
    return say("news.at", place=clean(minutes.place)) if minutes.place else ""


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
