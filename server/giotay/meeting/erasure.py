"""Erasing a person: name and words go from everything that carries them; that something was said stays.

Erasing in the store makes every text of the person read as "". What `member.erased` does to the state here is what a
replay over such a store gives. `words_of` tells the store whose texts an event holds.
"""

from typing import Final

from msgspec.structs import replace

from giotay.meeting import approval, mentions, scans, screen
from giotay.meeting.authority import is_erased
from giotay.meeting.case import Case
from giotay.meeting.hidden import Answer, Call, Standing
from giotay.meeting.names import short_name, sort_key
from giotay.meeting.roll import put_member
from giotay.meeting.standing import void_tokens
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import EraseMember
from giotay_protocol.entities import (
    Comment,
    Commitment,
    Hand,
    Invite,
    JoinRequest,
    Lowered,
    Member,
    Passage,
    Reading,
    Reminder,
    Reservation,
    Slot,
    Statement,
    Turn,
    Voter,
)
from giotay_protocol.events import (
    WORDS,
    AttendanceMarked,
    CommentEdited,
    CommentPosted,
    CommentResolved,
    CommitmentMade,
    CommitmentReviewed,
    CommitmentUpdated,
    Event,
    HandRaised,
    InviteAnswered,
    InviteSent,
    MemberAdded,
    MemberAdmitted,
    MemberDeclared,
    MemberErased,
    MemberMuted,
    MemberUpdated,
    MinutesObjected,
    OpinionReserved,
    RequestMade,
    SlotDeferred,
    SlotExcused,
    SlotRestored,
    StatementSubmitted,
    TurnNoted,
    TurnReminded,
)
from giotay_protocol.refusals import Refusal

_WORDS: Final = ("title", "unit", "group", "seat", "card", "address", "birth_date")


# By the field that says whose name or words they hold.
_OF_MEMBER: Final[tuple[type[Event], ...]] = (
    MemberAdded, MemberUpdated, MemberDeclared, MemberMuted, AttendanceMarked, SlotDeferred, SlotExcused, SlotRestored,
    StatementSubmitted, InviteSent, InviteAnswered, HandRaised, TurnNoted, TurnReminded, CommitmentMade,
    CommitmentUpdated, CommitmentReviewed, OpinionReserved, MinutesObjected,
)  # fmt: skip
_OF_AUTHOR: Final[tuple[type[Event], ...]] = (CommentPosted, CommentEdited, CommentResolved)
_WHOSE: Final[dict[type[Event], str]] = (
    dict.fromkeys(_OF_MEMBER, "member") | dict.fromkeys(_OF_AUTHOR, "author") | {RequestMade: "request"}
)


def words_of(event: Event) -> str | None:
    """Whose name or words an event holds: a member, or a request to come in (see `known_as`); None: nobody's."""
    field = _WHOSE.get(type(event))
    whose: str | None = None if field is None else getattr(event, field)
    return whose


def known_as(state: MeetingState, member: str) -> frozenset[str]:
    """The ids under which events hold a member's words: their own, and the requests with which they came in."""
    asked = (answer.id for answer in state.all(Answer) if answer.member == member)
    claimed = (request.id for request in state.all(JoinRequest) if request.claims == member)
    return frozenset((member, *asked, *claimed))


# What is decided ------------------------------------------------------------------------------------------------------


def erase(case: Case, command: EraseMember) -> list[Event]:
    """[M8] The host erases a person at any time, the desk after the close; also one who was removed."""
    state = case.state
    if not case.actor.host and state.meeting.status != "closed":
        raise Refusal("forbidden", "Before the close only the host erases.")
    standing = state.get(Standing, command.member)
    if standing is None:
        raise Refusal("not_found", "There is no such member.", field="member")
    if standing.erased:
        raise Refusal("already", "This member is erased.")
    own = [comment.id for comment in state.all(Comment) if comment.author == command.member]
    shown = [event for key in own for event in screen.taken_off(state, key)]
    return [*shown, MemberErased(member=command.member)]


def check(state: MeetingState, events: list[Event]) -> None:
    """[M8] Of whoever is erased nothing more is written down, nor does anybody come in as them: it would stay."""
    for event in events:
        whose = event.member if isinstance(event, MemberAdmitted) else words_of(event)
        if whose is None or not is_erased(state, whose):
            continue
        if isinstance(event, MemberAdmitted) or any(getattr(event, name) for name in WORDS[type(event)]):
            raise Refusal("not_found", "This person is erased; nothing more is written about them.")


# What comes of it -----------------------------------------------------------------------------------------------------


def _blank(text: str | None) -> str | None:
    return None if text is None else ""


def member_erased(state: MeetingState, event: MemberErased) -> None:
    state.marking(lambda: _blank_all(state, event.member))


def _blank_all(state: MeetingState, key: str) -> None:
    member = state.get(Member, key)
    if member is not None:
        blank = {name: _blank(getattr(member, name)) for name in _WORDS}
        attendance = replace(member.attendance, reason=_blank(member.attendance.reason))
        erased = replace(
            member, name="", short_name=short_name(""), sort_key=sort_key(""), attendance=attendance, **blank
        )  # fmt: skip
        put_member(state, erased)
    for hand in list(state.all(Hand)):
        if hand.member == key:
            state.put(_nameless(hand))
    lowered = state.get(Lowered, key)
    if lowered is not None:
        state.put(replace(lowered, note=_blank(lowered.note)))
    for call in list(state.all(Call)):
        if call.hand is not None and call.hand.member == key:
            state.put(replace(call, hand=_nameless(call.hand)))
    for turn in list(state.all(Turn)):
        if turn.member == key:
            state.put(replace(turn, name="", hand_note=_blank(turn.hand_note), notes=_blank(turn.notes)))
    for slot in list(state.all(Slot)):
        if slot.member == key:
            state.put(replace(slot, name="", reason=_blank(slot.reason)))
    for slot in list(state.all(Slot)):
        if slot.reader == key:
            state.put(replace(slot, reader_name=""))
    for statement in list(state.all(Statement)):
        if statement.member == key:
            empty = [Passage(heading="", paragraphs=[]) for _ in statement.sections]
            state.put(replace(statement, name="", sections=empty))
    for invite in list(state.all(Invite)):
        if invite.member == key:
            state.put(replace(invite, text=_blank(invite.text), answer_text=_blank(invite.answer_text)))
    for reminder in list(state.all(Reminder)):
        if reminder.member == key:
            state.put(replace(reminder, text=_blank(reminder.text)))
    for comment in list(state.all(Comment)):
        if comment.author == key:
            bare = mentions.forget(state, comment)
            state.put(replace(bare, name="", body=_blank(comment.body), answer=_blank(comment.answer)))
    mentions.erase(state, key)
    scans.erase(state, key)
    for commitment in list(state.all(Commitment)):
        if commitment.member == key:
            review = commitment.review and replace(commitment.review, text=_blank(commitment.review.text))
            bare_words = replace(commitment, name="", what="", measure=_blank(commitment.measure), review=review)
            state.put(bare_words)
    for commitment in list(state.all(Commitment)):
        if commitment.watcher == key:
            state.put(replace(commitment, watcher_name=""))
    named: tuple[type[Reading | Voter], ...] = (Reading, Voter)
    for carrier in [each for kind in named for each in state.all(kind) if each.member == key]:
        state.put(replace(carrier, name=""))
    for reservation in list(state.all(Reservation)):
        if reservation.member == key:
            state.put(replace(reservation, name="", text=""))
    approval.erase(state, key)
    for request in list(state.all(JoinRequest)):
        if request.claims == key:
            state.put(replace(request, name=""))
    void_tokens(state, key)
    standing = state.get(Standing, key)
    if standing is not None:
        state.put(replace(standing, erased=True))


def _nameless(hand: Hand) -> Hand:
    return replace(hand, name="", note=_blank(hand.note))
