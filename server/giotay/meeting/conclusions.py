"""What becomes of a comment: an outcome, whose author is told; and what the chair concludes, item by item."""

from collections.abc import Iterable
from typing import Final

from msgspec import UNSET
from msgspec.structs import replace

from giotay.meeting import screen
from giotay.meeting.case import Case
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import AddConclusion, RemoveConclusion, ResolveComment, UpdateConclusion
from giotay_protocol.entities import AgendaItem, Comment, Conclusion
from giotay_protocol.events import (
    CommentResolved,
    ConclusionAdded,
    ConclusionRemoved,
    ConclusionUpdated,
    Event,
)
from giotay_protocol.refusals import Refusal, invalid

MOST: Final = 500
_UPDATABLE: Final = ("text", "item", "subject", "answers")


# What is decided ------------------------------------------------------------------------------------------------------


def resolve(case: Case, command: ResolveComment) -> list[Event]:
    """[O4] Accepted, noted, or declined with a sentence; said again when it changes."""
    comment = case.found(Comment, command.comment)
    if comment.status == "retracted":
        raise Refusal("stale", "The comment was taken back.", status="retracted")
    if command.outcome == "declined" and command.text is None:
        raise invalid("text", "Who is declined is told why.")
    if command.outcome == "declined" and command.conclusion is not None:
        raise invalid("conclusion", "What is declined is in no conclusion.")
    if (comment.outcome, comment.conclusion, comment.answer) == (command.outcome, command.conclusion, command.text):
        raise Refusal("already", "The comment has this outcome.")
    return [
        CommentResolved(
            comment=comment.id, author=comment.author, outcome=command.outcome, conclusion=command.conclusion,
            text=command.text,
        )
    ]  # fmt: skip


def add(case: Case, command: AddConclusion) -> list[Event]:
    """[L1] What is concluded on an item (the current one unless said) or on a subject."""
    state = case.state
    if sum(1 for _ in state.all(Conclusion)) >= MOST:
        raise Refusal("limit", "A meeting has so many conclusions at most.", max=MOST)
    key, answers = case.context.fresh("cn"), list(dict.fromkeys(command.answers or ()))
    item = command.item if command.item is not None else state.meeting.current_item
    return [
        ConclusionAdded(conclusion=key, text=command.text, item=item, subject=command.subject, answers=answers),
        *_taken_up(state, key, answers),
    ]


def _taken_up(state: MeetingState, key: str, answers: Iterable[str]) -> list[Event]:
    """[L2] A comment that a conclusion takes up is accepted, if nothing was said of it before."""
    found = (state.get(Comment, answer) for answer in answers)
    return [
        CommentResolved(comment=comment.id, author=comment.author, outcome="accepted", conclusion=key, text=None)
        for comment in found
        if comment is not None and comment.outcome is None and comment.status != "retracted"
    ]


def update(case: Case, command: UpdateConclusion) -> list[Event]:
    """[L1] It says something else, or stands elsewhere."""
    conclusion = case.found(Conclusion, command.conclusion)
    changes = {name: value for name in _UPDATABLE if (value := getattr(command, name)) is not UNSET}
    if "answers" in changes:
        changes["answers"] = list(dict.fromkeys(command.answers or ()))
    changes = {name: value for name, value in changes.items() if getattr(conclusion, name) != value}
    if not changes:
        raise Refusal("already", "The conclusion is so already.")
    new = [answer for answer in changes.get("answers", ()) if answer not in conclusion.answers]
    return [ConclusionUpdated(conclusion=conclusion.id, **changes), *_taken_up(case.state, conclusion.id, new)]


def remove(case: Case, command: RemoveConclusion) -> list[Event]:
    """[L1] It is not concluded, after all; comments keep their outcome."""
    conclusion = case.found(Conclusion, command.conclusion)
    return [ConclusionRemoved(conclusion=conclusion.id), *screen.taken_off(case.state, conclusion.id)]


# What comes of it -----------------------------------------------------------------------------------------------------


def comment_resolved(state: MeetingState, event: CommentResolved) -> None:
    comment = state.get(Comment, event.comment)
    if comment is not None:
        state.put(replace(comment, outcome=event.outcome, conclusion=event.conclusion, answer=event.text))


def conclusion_added(state: MeetingState, event: ConclusionAdded) -> None:
    item = event.item if state.get(AgendaItem, event.item) is not None else None
    state.put(
        Conclusion(
            id=event.conclusion, at=event.at, born=event.seq, text=event.text, item=item, subject=event.subject,
            answers=event.answers,
        )
    )  # fmt: skip


def conclusion_updated(state: MeetingState, event: ConclusionUpdated) -> None:
    conclusion = state.get(Conclusion, event.conclusion)
    if conclusion is not None:
        changes = {name: value for name in _UPDATABLE if (value := getattr(event, name)) is not UNSET}
        state.put(replace(conclusion, **changes))


def conclusion_removed(state: MeetingState, event: ConclusionRemoved) -> None:
    for comment in [found for found in state.all(Comment) if found.conclusion == event.conclusion]:
        state.put(replace(comment, conclusion=None))
    state.remove(Conclusion, event.conclusion)
