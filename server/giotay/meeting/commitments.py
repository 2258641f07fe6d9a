"""Commitments: what a member promises, measured how, by when, and who watches; and the look back on it."""

from datetime import date
from typing import Final

from msgspec import UNSET
from msgspec.structs import replace

from giotay.meeting import screen
from giotay.meeting.afterwards import is_afterwards
from giotay.meeting.case import Case
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import MakeCommitment, ReviewCommitment, UpdateCommitment, WithdrawCommitment
from giotay_protocol.entities import Commitment, Member, Review
from giotay_protocol.events import (
    CommitmentMade,
    CommitmentReviewed,
    CommitmentUpdated,
    CommitmentWithdrawn,
    Event,
)
from giotay_protocol.refusals import Refusal

MOST_OF_ONE: Final = 20
_UPDATABLE: Final = ("what", "measure", "due", "watcher")


def is_day(text: str) -> bool:
    """Whether this is a day of the calendar, `YYYY-MM-DD`."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


# What is decided ------------------------------------------------------------------------------------------------------


def make(case: Case, command: MakeCommitment) -> list[Event]:
    """[W1] A member promises something; on the current item unless said. [K8] Afterwards too, for a while."""
    state, member = case.state, case.member
    afterwards = is_afterwards(case)
    own = [found for found in state.all(Commitment) if found.member == member.id and found.status != "withdrawn"]
    if len(own) >= MOST_OF_ONE:
        raise Refusal("limit", "A member makes so many commitments at most.", max=MOST_OF_ONE)
    item = command.item if command.item is not None else state.meeting.current_item
    return [
        CommitmentMade(
            commitment=case.context.fresh("cm"), member=member.id, what=command.what, measure=command.measure,
            due=command.due, watcher=command.watcher, item=item, afterwards=afterwards, by_desk=case.by_desk,
        )
    ]  # fmt: skip


def update(case: Case, command: UpdateCommitment) -> list[Event]:
    """[W2] Its maker puts it differently, until it is looked back on."""
    commitment = _standing(case, command.commitment)
    is_afterwards(case)
    changes = {
        name: value
        for name in _UPDATABLE
        if (value := getattr(command, name)) is not UNSET and getattr(commitment, name) != value
    }
    if not changes:
        raise Refusal("already", "The commitment says so already.")
    return [CommitmentUpdated(commitment=commitment.id, member=commitment.member, **changes)]


def withdraw(case: Case, command: WithdrawCommitment) -> list[Event]:
    """[W2] Its maker takes it back; that it was made stays on record."""
    commitment = _standing(case, command.commitment)
    is_afterwards(case)
    return [CommitmentWithdrawn(commitment=commitment.id), *screen.taken_off(case.state, commitment.id)]


def _standing(case: Case, key: str) -> Commitment:
    commitment = case.found(Commitment, key)
    if commitment.status == "withdrawn":
        raise Refusal("already", "The commitment was taken back.")
    if commitment.status != "made":
        raise Refusal("stale", "The commitment was looked back on.", status=commitment.status)
    return commitment


def review(case: Case, command: ReviewCommitment) -> list[Event]:
    """[W3] Done, partly, or not, with one line; said by its maker or the desk, again when it changes."""
    commitment = case.found(Commitment, command.commitment)
    if commitment.status == "withdrawn":
        raise Refusal("stale", "The commitment was taken back.", status="withdrawn")
    before = commitment.review
    if before is not None and (before.outcome, before.text) == (command.outcome, command.text):
        raise Refusal("already", "This was said of it already.")
    by_desk = case.by_desk or case.actor.member != commitment.member
    return [
        CommitmentReviewed(
            commitment=commitment.id, member=commitment.member, outcome=command.outcome, text=command.text,
            by_desk=by_desk,
        )
    ]  # fmt: skip


# What comes of it -----------------------------------------------------------------------------------------------------


def _name_of(state: MeetingState, member: str | None) -> str | None:
    found = state.get(Member, member)
    return found.name if found is not None else None


def commitment_made(state: MeetingState, event: CommitmentMade) -> None:
    state.put(
        Commitment(
            id=event.commitment, at=event.at, born=event.seq, member=event.member,
            name=_name_of(state, event.member) or "", what=event.what, measure=event.measure, due=event.due,
            watcher=event.watcher, watcher_name=_name_of(state, event.watcher), item=event.item, status="made",
            review=None, promised_at=event.promised_at if event.promised_at is not None else event.at,
            afterwards=event.afterwards, by_desk=event.by_desk,
        )
    )  # fmt: skip


def commitment_updated(state: MeetingState, event: CommitmentUpdated) -> None:
    commitment = state.get(Commitment, event.commitment)
    if commitment is not None:
        changes = {name: value for name in _UPDATABLE if (value := getattr(event, name)) is not UNSET}
        if "watcher" in changes:
            changes["watcher_name"] = _name_of(state, changes["watcher"])
        state.put(replace(commitment, **changes))


def commitment_withdrawn(state: MeetingState, event: CommitmentWithdrawn) -> None:
    commitment = state.get(Commitment, event.commitment)
    if commitment is not None:
        state.put(replace(commitment, status="withdrawn"))


def commitment_reviewed(state: MeetingState, event: CommitmentReviewed) -> None:
    commitment = state.get(Commitment, event.commitment)
    if commitment is not None:
        review = Review(outcome=event.outcome, text=event.text, at=event.at, by_desk=event.by_desk)
        state.put(replace(commitment, status=event.outcome, review=review))
