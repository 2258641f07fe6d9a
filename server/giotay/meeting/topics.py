"""Topics: matters that many raise, with how many comments and turns speak of each, and how many different members.

The desk tags what was written and, in the notes of a turn, what was said. Nothing is ever tagged or merged by itself.
"""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from giotay.meeting.case import Case
from giotay.meeting.hidden import TopicVoice
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import AddTopic, MergeTopic, RemoveTopic, TagComment, UntagComment, UpdateTopic
from giotay_protocol.entities import Comment, Topic, Turn
from giotay_protocol.events import (
    CommentTagged,
    CommentUntagged,
    Event,
    TopicAdded,
    TopicMerged,
    TopicRemoved,
    TopicUpdated,
)
from giotay_protocol.refusals import Refusal, invalid

MOST: Final = 200


# What is decided ------------------------------------------------------------------------------------------------------


def add(case: Case, command: AddTopic) -> list[Event]:
    """[O1] A matter gets a name."""
    found = list(case.state.all(Topic))
    if len(found) >= MOST:
        raise Refusal("limit", "A meeting has so many topics at most.", max=MOST)
    _check_title(found, command.title)
    return [TopicAdded(topic=case.context.fresh("tp"), title=command.title)]


def update(case: Case, command: UpdateTopic) -> list[Event]:
    """[O1] Another name."""
    topic = _standing(case, command.topic)
    if topic.title == command.title:
        raise Refusal("already", "The topic is called so.")
    _check_title([other for other in case.state.all(Topic) if other.id != topic.id], command.title)
    return [TopicUpdated(topic=topic.id, title=command.title)]


def merge(case: Case, command: MergeTopic) -> list[Event]:
    """[O3] Two topics are the same matter: whatever spoke of the one speaks of the other."""
    topic = _standing(case, command.topic)
    if topic.id == command.into:
        raise invalid("into", "A topic is not merged into itself.")
    return [TopicMerged(topic=topic.id, into=_standing(case, command.into).id)]


def remove(case: Case, command: RemoveTopic) -> list[Event]:
    """[O1] The topic goes; what spoke of it stays."""
    return [TopicRemoved(topic=case.found(Topic, command.topic).id)]


def tag(case: Case, command: TagComment) -> list[Event]:
    """[O2] A comment speaks of a topic."""
    comment, topic = case.found(Comment, command.comment), _standing(case, command.topic)
    if comment.status == "retracted":
        raise Refusal("stale", "The comment was taken back.", status="retracted")
    if topic.id in comment.topics:
        raise Refusal("already", "The comment has this topic.")
    return [CommentTagged(comment=comment.id, topic=topic.id)]


def untag(case: Case, command: UntagComment) -> list[Event]:
    """[O2] It does not, after all."""
    comment = case.found(Comment, command.comment)
    if command.topic not in comment.topics:
        raise Refusal("already", "The comment does not have this topic.")
    return [CommentUntagged(comment=comment.id, topic=command.topic)]


def check_topics(case: Case, topics: Iterable[str]) -> list[str]:
    """[O2] The topics of a turn, each once, none of them merged away."""
    return [_standing(case, key).id for key in dict.fromkeys(topics)]


def _standing(case: Case, key: str) -> Topic:
    topic = case.found(Topic, key)
    if topic.merged_into is not None:
        raise Refusal("stale", "This topic was merged.", merged_into=topic.merged_into)
    return topic


def _check_title(others: Iterable[Topic], title: str) -> None:
    for other in others:
        if other.merged_into is None and other.title.casefold() == title.casefold():
            raise Refusal("already", "There is such a topic.", topic=other.id)


# What comes of it -----------------------------------------------------------------------------------------------------


def topic_added(state: MeetingState, event: TopicAdded) -> None:
    state.put(
        Topic(
            id=event.topic, at=event.at, born=event.seq, title=event.title, comments=0, turns=0, members=0,
            merged_into=None,
        )
    )  # fmt: skip


def topic_updated(state: MeetingState, event: TopicUpdated) -> None:
    topic = state.get(Topic, event.topic)
    if topic is not None:
        state.put(replace(topic, title=event.title))


def topic_merged(state: MeetingState, event: TopicMerged) -> None:
    for comment in [found for found in state.all(Comment) if event.topic in found.topics]:
        retag(state, comment, [event.into if key == event.topic else key for key in comment.topics])
    for turn in [found for found in state.all(Turn) if event.topic in found.topics]:
        retag_turn(state, turn, [event.into if key == event.topic else key for key in turn.topics])
    topic = state.get(Topic, event.topic)
    if topic is not None:
        state.put(replace(topic, merged_into=event.into))


def topic_removed(state: MeetingState, event: TopicRemoved) -> None:
    for comment in [found for found in state.all(Comment) if event.topic in found.topics]:
        retag(state, comment, [key for key in comment.topics if key != event.topic])
    for turn in [found for found in state.all(Turn) if event.topic in found.topics]:
        retag_turn(state, turn, [key for key in turn.topics if key != event.topic])
    state.remove(Topic, event.topic)


def comment_tagged(state: MeetingState, event: CommentTagged) -> None:
    comment = state.get(Comment, event.comment)
    if comment is not None:
        retag(state, comment, [*comment.topics, event.topic])


def comment_untagged(state: MeetingState, event: CommentUntagged) -> None:
    comment = state.get(Comment, event.comment)
    if comment is not None:
        retag(state, comment, [key for key in comment.topics if key != event.topic])


def retag(state: MeetingState, comment: Comment, topics: Iterable[str]) -> None:
    """Give a comment these topics, each once, and count anew who speaks of what."""
    kept = list(dict.fromkeys(topics))
    state.put(replace(comment, topics=kept))
    for key in set(comment.topics) ^ set(kept):
        _count(state, key, comment.author, comments=1 if key in kept else -1)


def retag_turn(state: MeetingState, turn: Turn, topics: Iterable[str]) -> None:
    """The same for a turn."""
    kept = list(dict.fromkeys(topics))
    state.put(replace(turn, topics=kept))
    for key in set(turn.topics) ^ set(kept):
        _count(state, key, turn.member, turns=1 if key in kept else -1)


def _count(state: MeetingState, key: str, member: str | None, *, comments: int = 0, turns: int = 0) -> None:
    topic = state.get(Topic, key)
    if topic is None:
        return
    members = topic.members
    if member is not None:
        voice = state.get(TopicVoice, f"{key}:{member}") or TopicVoice(id=f"{key}:{member}", times=0)
        now = replace(voice, times=voice.times + comments + turns)
        members += (now.times > 0) - (voice.times > 0)
        if now.times:
            state.put(now)
        else:
            state.remove(TopicVoice, voice.id)
    state.put(replace(topic, comments=topic.comments + comments, turns=topic.turns + turns, members=members))
