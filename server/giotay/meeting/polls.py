"""Polls: drafted, opened for those who may vote then, closed, published. What is voted and counted is in `votes`.

The result is the desk's alone until it is published. One poll is open at a time.
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from giotay.meeting import screen, votes
from giotay.meeting.case import Case
from giotay.meeting.context import Context
from giotay.meeting.roll import is_present, tally_of
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import CancelPoll, ClosePoll, CreatePoll, OpenPoll, PublishPoll, UpdatePoll
from giotay_protocol.entities import Member, Poll, PollOption, Voter
from giotay_protocol.events import (
    Event,
    PollCancelled,
    PollClosed,
    PollCreated,
    PollOpened,
    PollPublished,
    PollUpdated,
)
from giotay_protocol.names import PollKind
from giotay_protocol.refusals import Refusal, invalid

MOST: Final = 300
_NEVER: Final = frozenset({"guest", "observer"})
_UPDATABLE: Final = ("question", "kind", "choose", "base", "majority", "item", "closes_ms")


# What is decided ------------------------------------------------------------------------------------------------------


def create(case: Case, command: CreatePoll) -> list[Event]:
    """[V1] A question with its options, to be opened later."""
    if sum(1 for _ in case.state.all(Poll)) >= MOST:
        raise Refusal("limit", "A meeting has so many polls at most.", max=MOST)
    _check_voters(case, command.eligible)
    _check_choose(command.choose, command.options)
    _check_kind(case, command.kind)
    return [
        PollCreated(
            poll=case.context.fresh("p"), question=command.question, options=command.options, kind=command.kind,
            choose=command.choose, base=command.base, majority=command.majority, voters=command.eligible,
            item=command.item, closes_ms=command.closes_ms,
        )
    ]  # fmt: skip


def update(case: Case, command: UpdatePoll) -> list[Event]:
    """[V1] Until it is opened, anything of it may change."""
    poll = _draft(case, command.poll)
    changes: dict[str, Any] = {
        name: value
        for name in _UPDATABLE
        if (value := getattr(command, name)) is not UNSET and value != getattr(poll, name)
    }
    texts = [option.text for option in poll.options]
    if command.options is not UNSET and command.options != texts:
        texts = changes["options"] = command.options
    if command.eligible is not UNSET and command.eligible != poll.voters:
        _check_voters(case, command.eligible)
        changes["voters"] = command.eligible
    if not changes:
        raise Refusal("already", "The poll is so already.")
    _check_choose(changes.get("choose", poll.choose), texts)
    _check_kind(case, changes.get("kind", poll.kind))
    return [PollUpdated(poll=poll.id, **changes)]


def _check_kind(case: Case, kind: PollKind) -> None:
    """[V12] Where the profile says that what is secret is on paper, no phone takes a secret vote."""
    profile = case.context.profiles.get(case.state.meeting.profile)
    if kind == "secret" and profile is not None and not profile.secret_polls:
        raise invalid("kind", "In such a meeting a secret vote is on paper.")


def _check_choose(choose: int, options: list[str]) -> None:
    if choose > len(options):
        raise invalid("choose", "There are not so many options.")


def _check_voters(case: Case, voters: list[str] | None) -> None:
    """[V2] Kinds of members, or members."""
    for named in voters or ():
        kinds = (kind.name for kind in votes.kinds_of(case))
        if case.state.get(Member, named) is None and named not in kinds:
            raise invalid("eligible", "There is no such member, nor kind of members.")


def _draft(case: Case, key: str) -> Poll:
    poll = case.found(Poll, key)
    if poll.status != "draft":
        raise Refusal("stale", "The poll was opened.", status=poll.status)
    return poll


def open_poll(case: Case, command: OpenPoll) -> list[Event]:
    """[V2] From now on those vote who may, and who came later may not. [V3] One at a time, and with a quorum."""
    state, poll = case.state, case.found(Poll, command.poll)
    if poll.status == "open":
        raise Refusal("already", "The poll is open.")
    _draft(case, poll.id)
    other = current(state)
    if other is not None:
        raise Refusal("stale", "Another poll is open.", current_poll=other.id)
    quorum = state.meeting.quorum
    if quorum is not None and not quorum.reached and not quorum.overridden:
        raise Refusal("no_quorum", "There is no quorum.", needed=quorum.needed)
    eligible = [member.id for member in state.all(Member) if _may_vote(state, poll, member)]
    if not eligible:
        raise Refusal("not_eligible", "There is nobody who may vote.")
    return [
        PollOpened(
            poll=poll.id, item=poll.item if poll.item is not None else state.meeting.current_item, eligible=eligible,
            base=_base(state, poll, eligible),
            closes_at=case.now + poll.closes_ms if poll.closes_ms is not None else None,
        )
    ]  # fmt: skip


def _may_vote(state: MeetingState, poll: Poll, member: Member) -> bool:
    """[V2] Members that vote, here if the room asks for attendance; never guests and observers."""
    if member.office in _NEVER or (state.meeting.settings.present_only and not is_present(member)):
        return False
    if poll.voters is None:
        return member.votes
    return member.id in poll.voters or (member.votes and member.kind in poll.voters)


def _base(state: MeetingState, poll: Poll, eligible: list[str]) -> int | None:
    """[V7] Of how many the majority is taken; None: of the votes that will be cast."""
    match poll.base:
        case "cast":
            return None
        case "present":
            return len(eligible)
        case "members":
            return max(tally_of(state).eligible, len(eligible))
        case "households":
            return tally_of(state).households


def current(state: MeetingState) -> Poll | None:
    """The poll that is open, if there is one."""
    poll = state.get(Poll, state.meeting.current_poll)
    return poll if poll is not None and poll.status == "open" else None


def close(case: Case, command: ClosePoll) -> list[Event]:
    """[V6] No more votes; the desk sees what came out."""
    poll = case.found(Poll, command.poll)
    if poll.status == "draft":
        raise Refusal("stale", "The poll was not opened.", status=poll.status)
    if poll.status != "open":
        raise Refusal("already", "The poll is not open.", status=poll.status)
    return [_closing(poll, case.context.urn)]


def _closing(poll: Poll, urn: Mapping[str, int] | None) -> Event:
    """[V12] What lay in a secret poll's urn is on record as totals, and nowhere else."""
    if poll.kind != "secret":
        return PollClosed(poll=poll.id)
    return PollClosed(poll=poll.id, counts={option.id: (urn or {}).get(option.id, 0) for option in poll.options})


def close_in_time(state: MeetingState, context: Context) -> list[Event]:
    """[V6] A poll with a time closes when it is up. Refuses `already` where there is none to close."""
    poll = current(state)
    if poll is None or poll.closes_at is None or context.now < poll.closes_at:
        raise Refusal("already", "No poll is to close now.")
    return [_closing(poll, context.urn)]


def end(state: MeetingState, context: Context) -> list[Event]:
    """[S3] The meeting closes, and with it the poll that is open."""
    poll = current(state)
    return [_closing(poll, context.urn)] if poll is not None else []


def secret_open(state: MeetingState) -> str | None:
    """The secret poll that is open, if one is."""
    poll = current(state) if state.seq else None
    return poll.id if poll is not None and poll.kind == "secret" else None


def publish(case: Case, command: PublishPoll) -> list[Event]:
    """[V8] Everybody is shown the result."""
    poll = case.found(Poll, command.poll)
    if poll.status == "published":
        raise Refusal("already", "The result is published.")
    if poll.status != "closed":
        raise Refusal("stale", "The poll is not closed.", status=poll.status)
    if poll.kind in votes.BY_HAND and not poll.counted:
        raise Refusal("stale", "Nothing has been counted.", status=poll.status)
    return [PollPublished(poll=poll.id)]


def cancel(case: Case, command: CancelPoll) -> list[Event]:
    """[V9] Opened by mistake: it has no result, and that it was opened stays on record."""
    poll = case.found(Poll, command.poll)
    if poll.status == "cancelled":
        raise Refusal("already", "The poll is cancelled.")
    if poll.status == "published":
        raise Refusal("stale", "The result is published.", status=poll.status)
    return [PollCancelled(poll=poll.id), *screen.taken_off(case.state, poll.id)]


# What comes of it -----------------------------------------------------------------------------------------------------


def _options(texts: list[str]) -> list[PollOption]:
    return [PollOption(id=f"o{number}", text=text) for number, text in enumerate(texts, 1)]


def poll_created(state: MeetingState, event: PollCreated) -> None:
    state.put(
        Poll(
            id=event.poll, at=event.at, born=event.seq, question=event.question, options=_options(event.options),
            kind=event.kind, choose=event.choose, base=event.base, majority=event.majority, item=event.item,
            voters=event.voters, status="draft", closes_ms=event.closes_ms, closes_at=None, opened_at=None,
            closed_at=None, published_at=None, eligible=0, voted=0, counted=[], result=None,
        )
    )  # fmt: skip


def poll_updated(state: MeetingState, event: PollUpdated) -> None:
    poll = state.get(Poll, event.poll)
    if poll is None:
        return
    changes = {name: value for name in (*_UPDATABLE, "voters") if (value := getattr(event, name)) is not UNSET}
    if event.options is not UNSET:
        changes["options"] = _options(event.options)
    state.put(replace(poll, **changes))


def poll_opened(state: MeetingState, event: PollOpened) -> None:
    poll = state.get(Poll, event.poll)
    if poll is None:
        return
    for voter in [found for found in state.all(Voter) if found.member not in set(event.eligible)]:
        state.remove(Voter, voter.id)
    for key in event.eligible:
        member = state.get(Member, key)
        name = member.name if member is not None else ""
        state.put(
            Voter(id=key, at=event.at, born=event.seq, poll=poll.id, member=key, name=name, voted=False, by_desk=False)
        )
    votes.bring_urn(state, poll, event)
    state.put(
        replace(
            poll, status="open", item=event.item, opened_at=event.at, closes_at=event.closes_at,
            eligible=votes.units(state, poll, event.eligible),
        )
    )  # fmt: skip
    state.put(replace(state.meeting, current_poll=poll.id))


def poll_closed(state: MeetingState, event: PollClosed) -> None:
    poll = state.get(Poll, event.poll)
    if poll is not None:
        poll = votes.empty_urn(state, poll, event)
        state.put(replace(poll, status="closed", closed_at=event.at, result=votes.result_of(state, poll)))


def poll_published(state: MeetingState, event: PollPublished) -> None:
    poll = state.get(Poll, event.poll)
    if poll is not None:
        state.put(replace(poll, status="published", published_at=event.at))
        state.put(replace(state.meeting, current_poll=poll.id))


def poll_cancelled(state: MeetingState, event: PollCancelled) -> None:
    poll = state.get(Poll, event.poll)
    if poll is None:
        return
    state.put(replace(poll, status="cancelled", closed_at=poll.closed_at or event.at, counted=[], result=None))
    if state.meeting.current_poll == poll.id:
        state.put(replace(state.meeting, current_poll=None))


def leave(state: MeetingState) -> None:
    """[V8] The hall turns to something else: a poll that is over is not the current one any more."""
    poll = state.get(Poll, state.meeting.current_poll)
    if poll is not None and poll.status in ("published", "cancelled"):
        state.put(replace(state.meeting, current_poll=None))
