"""Topics: what comments and turns speak of, and how many different people, gathered event by event."""

from collections.abc import Iterator

from msgspec import Struct

from giotay.minutes.model import Topic
from giotay_protocol import events as e
from giotay_protocol.events import Event


class Source(Struct):
    """A comment or a turn: whose, and what it speaks of. Nobody's is None."""

    member: str | None
    topics: list[str]


class Topics:
    """The topics, as the events so far tell."""

    def __init__(self) -> None:
        self._titles: dict[str, str] = {}
        self._comments: dict[str, Source] = {}
        self._turns: dict[str, Source] = {}

    def take(self, event: Event) -> None:
        """Take in what concerns topics."""
        match event:
            case e.TopicAdded() | e.TopicUpdated():
                self._titles[event.topic] = event.title
            case e.TopicMerged():
                self._titles.pop(event.topic, None)
                self._instead(event.topic, [event.into])
            case e.TopicRemoved():
                self._titles.pop(event.topic, None)
                self._instead(event.topic, [])
            case e.CommentPosted():
                self._comments[event.comment] = Source(event.author, [])
            case e.CommentTagged() if event.comment in self._comments:
                self._comments[event.comment].topics.append(event.topic)
            case e.CommentUntagged() if event.comment in self._comments:
                kept = [topic for topic in self._comments[event.comment].topics if topic != event.topic]
                self._comments[event.comment].topics = kept
            case e.CommentRetracted():
                self._comments.pop(event.comment, None)
            case e.FloorGranted():
                self._turns[event.turn] = Source(event.member, [])
            case e.TurnNoted() if event.topics is not None and event.turn in self._turns:
                self._turns[event.turn].topics = list(event.topics)
            case e.TurnCallUndone():
                self._turns.pop(event.turn, None)
            case _:
                pass

    def _instead(self, former: str, now: list[str]) -> None:
        for source in (*self._comments.values(), *self._turns.values()):
            if former in source.topics:
                source.topics = [key for topic in source.topics for key in (now if topic == former else [topic])]

    # What the minutes say ---------------------------------------------------------------------------------------------

    def told(self) -> Iterator[Topic]:
        """[O2] Every topic that was spoken of, those of most people first."""
        written, spoken = self._by_topic(self._comments), self._by_topic(self._turns)
        found = [
            Topic(
                id=key, title=title, comments=len(written.get(key, ())), turns=len(spoken.get(key, ())),
                members=len({*written.get(key, ()), *spoken.get(key, ())} - {None}),
                voices=tuple(comment for comment, source in self._comments.items() if key in source.topics),
            )
            for key, title in self._titles.items()
            if key in written or key in spoken
        ]  # fmt: skip
        yield from sorted(found, key=lambda topic: (-topic.members, -topic.comments - topic.turns))

    def _by_topic(self, sources: dict[str, Source]) -> dict[str, list[str | None]]:
        """Who speaks of each topic, once for each comment or turn."""
        found: dict[str, list[str | None]] = {}
        for source in sources.values():
            for topic in dict.fromkeys(source.topics):
                found.setdefault(topic, []).append(source.member)
        return found
