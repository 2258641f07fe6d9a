"""Voting in a poll, counting hands and slips in the hall, and what comes out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from giotay.meeting.case import Case
from giotay.meeting.hidden import HouseholdVote, Urn
from giotay.meeting.profile import MemberKind
from giotay.meeting.roll import household_of, is_present, share_of
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import CastVote, CountPoll, RecountPoll, ReserveOpinion
from giotay_protocol.entities import Ballot, HandCount, Member, Poll, PollResult, Reservation, Voter
from giotay_protocol.events import Event, OpinionReserved, PollClosed, PollCounted, PollOpened, PollVoted
from giotay_protocol.refusals import Refusal, invalid

# [V12] In what steps the turnout of a secret poll is told.
STEP: Final = 3
# These are counted in the hall alone.
BY_HAND: Final = frozenset({"hands", "paper"})


def kinds_of(case: Case) -> Sequence[MemberKind]:
    """The kinds of members that the meeting's profile has."""
    profile = case.context.profiles.get(case.state.meeting.profile)
    return profile.member_kinds if profile is not None else ()


def units(state: MeetingState, poll: Poll, members: Iterable[str]) -> int:
    """How many votes these members have: one each, or where households vote, one for each household."""
    if poll.base != "households":
        return len(list(members))
    return len({household_of(state.get(Member, key)) for key in members})


# What is decided ------------------------------------------------------------------------------------------------------


def vote(case: Case, command: CastVote) -> list[Event]:
    """[V4] Choose, and until the poll closes choose again."""
    state, poll, member = case.state, case.found(Poll, command.poll), case.member
    if poll.status != "open" or (poll.closes_at is not None and case.now >= poll.closes_at):
        raise Refusal("closed", "The poll is not open.", status=poll.status)
    if poll.kind in BY_HAND:
        raise Refusal("not_eligible", "This poll is counted in the hall.")
    if state.meeting.settings.present_only and not is_present(member):
        raise Refusal("not_present", "Only who is here votes.")
    voter = state.get(Voter, member.id)
    if voter is None or voter.poll != poll.id:
        raise Refusal("not_eligible", "This member does not vote in this poll.")
    secret = poll.kind == "secret"
    if secret and case.by_desk:
        raise Refusal("forbidden", "Nobody casts a secret vote for another.")
    _check_choices(poll, command.choices)
    ballot = state.get(Ballot, f"{poll.id}:{member.id}")
    if ballot is not None and (secret or ballot.choices == command.choices):
        raise Refusal("already", "This vote was cast.")
    _check_household(state, poll, member)
    return [
        PollVoted(
            poll=poll.id, member=member.id, choices=None if secret else command.choices, by_desk=case.by_desk,
            cast=command.choices if secret else None,
        )
    ]  # fmt: skip


def _check_choices(poll: Poll, choices: list[str]) -> None:
    known = {option.id for option in poll.options}
    if not choices or len(choices) > poll.choose or len(set(choices)) < len(choices) or not known.issuperset(choices):
        raise invalid("choices", f"Choose one to {poll.choose} of the options, each once.")


def _check_household(state: MeetingState, poll: Poll, member: Member) -> None:
    """[V5] Where households vote, the first of a household votes for it."""
    if poll.base == "households":
        cast = state.get(HouseholdVote, f"{poll.id}:{household_of(member)}")
        if cast is not None and cast.member != member.id:
            raise Refusal("already", "This household has voted.")


def count(case: Case, command: CountPoll) -> list[Event]:
    """[V10] What was counted in the hall, beside what the phones say or alone."""
    poll = _countable(case, command.poll)
    if poll.counted:
        raise Refusal("already", "This was counted; count again to correct it.")
    return [_counted(poll, command)]


def recount(case: Case, command: RecountPoll) -> list[Event]:
    """[V10] Counted again: the first count is kept."""
    poll = _countable(case, command.poll)
    if not poll.counted:
        raise Refusal("stale", "Nothing has been counted yet.", status=poll.status)
    event, last = _counted(poll, command), poll.counted[-1]
    if (last.counts, last.issued, last.collected, last.invalid) == (
        event.counts, event.issued, event.collected, event.invalid,
    ):  # fmt: skip
        raise Refusal("already", "It was counted so.")
    return [event]


def _countable(case: Case, key: str) -> Poll:
    poll = case.found(Poll, key)
    if poll.kind == "secret":
        raise invalid("poll", "A secret poll is counted by nobody.")
    if poll.status not in ("open", "closed"):
        raise Refusal("stale", "There is nothing to count.", status=poll.status)
    return poll


def _counted(poll: Poll, command: CountPoll | RecountPoll) -> PollCounted:
    """[V10] The numbers, if they can be true: no more hands than those who may vote and have not."""
    known = {option.id for option in poll.options}
    if not known.issuperset(command.counts):
        raise invalid("counts", "There is no such option.")
    counts = {option.id: command.counts.get(option.id, 0) for option in poll.options}
    spoiled = command.invalid or 0
    if poll.kind == "paper":
        if command.issued is None or command.collected is None:
            raise invalid("issued", "Say how many slips were given out, and how many came back.")
        if command.collected > command.issued:
            raise Refusal("limit", "More slips came back than were given out.", max=command.issued)
        most = command.collected - spoiled
    else:
        most = poll.eligible - poll.voted - spoiled
    if (command.issued or 0) > poll.eligible:
        raise Refusal("limit", "There are not so many who may vote.", max=poll.eligible)
    cast = sum(counts.values()) if poll.choose == 1 else max(counts.values())
    if cast > most:
        raise Refusal("limit", "There are not so many who may vote.", max=max(0, most))
    return PollCounted(
        poll=poll.id, counts=counts, issued=command.issued, collected=command.collected, invalid=spoiled
    )  # fmt: skip


def reserve(case: Case, command: ReserveOpinion) -> list[Event]:
    """[V11] Who could vote reserves an opinion, for the minutes; said again, it takes the place of the first."""
    state, poll, member = case.state, case.found(Poll, command.poll), case.member
    if poll.status in ("draft", "cancelled"):
        raise Refusal("stale", "There is nothing to reserve an opinion on.", status=poll.status)
    voter = state.get(Voter, member.id)
    could = (voter is not None and voter.poll == poll.id) or state.get(Ballot, f"{poll.id}:{member.id}") is not None
    if not could and not member.votes:
        raise Refusal("not_eligible", "This member does not vote.")
    key = f"{poll.id}:{member.id}"
    before = state.get(Reservation, key)
    if before is not None and before.text == command.text:
        raise Refusal("already", "This is on record.")
    return [
        OpinionReserved(reservation=key, poll=poll.id, member=member.id, text=command.text, by_desk=case.by_desk)
    ]  # fmt: skip


# What comes of it -----------------------------------------------------------------------------------------------------


def bring_urn(state: MeetingState, poll: Poll, event: PollOpened) -> None:
    """An empty urn stands ready for a poll."""
    state.put(Urn(id=poll.id, base=event.base, counts={option.id: 0 for option in poll.options}, voted=0))


def poll_voted(state: MeetingState, event: PollVoted) -> None:
    poll, urn = state.get(Poll, event.poll), state.get(Urn, event.poll)
    if poll is None or urn is None:
        return
    key, member = f"{event.poll}:{event.member}", state.get(Member, event.member)
    before = state.get(Ballot, key)
    voted = urn.voted + (before is None)
    state.put(replace(urn, counts=_shifted(urn.counts, before, event.choices), voted=voted))
    born = before.born if before is not None else event.seq
    state.put(
        Ballot(
            id=key,
            at=event.at,
            born=born,
            poll=event.poll,
            member=event.member,
            choices=event.choices,
            by_desk=event.by_desk,
        )
    )
    voter = state.get(Voter, event.member)
    if voter is not None and voter.poll == poll.id:
        state.put(replace(voter, voted=True, by_desk=event.by_desk))
    if poll.base == "households" and member is not None:
        state.put(HouseholdVote(id=f"{poll.id}:{household_of(member)}", member=member.id))
    # [V12] How many have voted in secret moves in steps, so that nobody sees a single vote fall.
    told = voted - voted % STEP if poll.kind == "secret" else voted
    if told != poll.voted:
        state.put(replace(poll, voted=told))


def empty_urn(state: MeetingState, poll: Poll, event: PollClosed) -> Poll:
    """The poll as it is closed: all votes told, and a secret one's totals known."""
    urn = state.get(Urn, poll.id)
    if urn is None:
        return poll
    if event.counts is not None:
        state.put(replace(urn, counts=event.counts))
    return replace(poll, voted=urn.voted)


def _shifted(counts: Mapping[str, int], before: Ballot | None, choices: list[str] | None) -> dict[str, int]:
    out, into = (before.choices or () if before is not None else ()), choices or ()
    return {key: number - (key in out) + (key in into) for key, number in counts.items()}


def poll_counted(state: MeetingState, event: PollCounted) -> None:
    poll = state.get(Poll, event.poll)
    if poll is None:
        return
    counted = HandCount(
        counts=event.counts, issued=event.issued, collected=event.collected, invalid=event.invalid, at=event.at
    )  # fmt: skip
    poll = replace(poll, counted=[*poll.counted, counted])
    state.put(replace(poll, result=result_of(state, poll)) if poll.status == "closed" else poll)


def result_of(state: MeetingState, poll: Poll) -> PollResult:
    """[V7] Phones and hall together, and whether an option has the majority."""
    urn = state.get(Urn, poll.id)
    phones: Mapping[str, int] = urn.counts if urn is not None else {}
    hall = poll.counted[-1] if poll.counted else None
    counts = {
        option.id: phones.get(option.id, 0) + (hall.counts.get(option.id, 0) if hall is not None else 0)
        for option in poll.options
    }  # fmt: skip
    base = urn.base if urn is not None and urn.base is not None else poll.voted + _cast(poll, hall)
    needed = share_of(poll.majority, base)
    best = max(counts.values())
    leading = [key for key, number in counts.items() if number == best]
    tie = len(leading) > 1 and best > 0
    carried = leading[0] if not tie and best and best >= needed else None
    invalid_slips = hall.invalid if hall is not None else 0
    return PollResult(counts=counts, invalid=invalid_slips, base=base, needed=needed, carried=carried, tie=tie)


def _cast(poll: Poll, hall: HandCount | None) -> int:
    """How many valid votes were cast in the hall."""
    if hall is None:
        return 0
    if hall.collected is not None:
        return hall.collected - hall.invalid
    return sum(hall.counts.values()) if poll.choose == 1 else max(hall.counts.values())


def opinion_reserved(state: MeetingState, event: OpinionReserved) -> None:
    member, before = state.get(Member, event.member), state.get(Reservation, event.reservation)
    born, at = (before.born, before.at) if before is not None else (event.seq, event.at)
    state.put(
        Reservation(
            id=event.reservation, at=at, born=born, poll=event.poll, member=event.member,
            name=member.name if member is not None else "", text=event.text, by_desk=event.by_desk,
        )
    )  # fmt: skip
