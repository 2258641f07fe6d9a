"""What is wrong with a command whoever sends it and whatever it meets: the shapes that types alone cannot say.

Such a command is `invalid` or `too_large` before anybody asks who sent it.
"""

from typing import Final

from msgspec import UNSET

from giotay.meeting.commitments import is_day
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import (
    Command,
    ConfirmDocument,
    CreatePoll,
    EditComment,
    FitRound,
    GrantFloor,
    MakeCommitment,
    MoveHand,
    PostComment,
    PrepareScene,
    SaveStatement,
    ShowScene,
    StartRound,
    UpdateCommitment,
    UpdatePoll,
    UpdateQueue,
)
from giotay_protocol.names import Scene
from giotay_protocol.refusals import invalid, too_large

# Scenes that show something in particular, and those that may.
_OF_SOMETHING: Final[frozenset[Scene]] = frozenset(
    {"comment", "agenda", "statement", "round", "poll", "document", "conclusion", "commitments"}
)
SHORTEST_MS: Final = 1_000
LONGEST_STATEMENT: Final = 20_000


def check(state: MeetingState, command: Command) -> None:
    """Refuse `invalid` or `too_large`, naming the `field`."""
    match command:
        case PostComment():
            _check_length(state, command.body)
            if command.kind is not None and command.kind not in state.meeting.settings.comment_kinds:
                raise invalid("kind", "The meeting has no such kind of comment.")
        case EditComment():
            _check_length(state, command.body)
        case GrantFloor() if (command.hand is None) == (command.member is None):
            raise invalid("hand", "Say a hand or a member, one of them.")
        case MoveHand() if sum((command.before is not None, command.after is not None, command.to_top)) != 1:
            raise invalid("before", "Say one of before, after and to_top.")
        case UpdateQueue() if command.discipline is not UNSET and len(set(command.discipline)) < len(
            command.discipline
        ):
            raise invalid("discipline", "Each discipline once.")
        case StartRound() if command.subjects is not None:
            named = [subject if isinstance(subject, str) else subject.body for subject in command.subjects]
            if not named or len(set(named)) < len(named):
                raise invalid("subjects", "A round has subjects, each of them once.")
        case FitRound():
            if (command.until is None) == (command.total_ms is None):
                raise invalid("until", "Say until when or how long, one of them.")
            if command.total_ms is not None and command.total_ms < SHORTEST_MS:
                raise invalid("total_ms", "No time is left to divide.")
        case SaveStatement():
            if sum(len(section.heading) + len(section.text) for section in command.sections) > LONGEST_STATEMENT:
                raise too_large("sections", LONGEST_STATEMENT)
        case CreatePoll():
            _check_options(command.options)
        case UpdatePoll() if command.options is not UNSET:
            _check_options(command.options)
        case MakeCommitment() | UpdateCommitment():
            if command.due is not UNSET and command.due is not None and not is_day(command.due):
                raise invalid("due", "There is no such day.")
        case ConfirmDocument() if command.members is not None:
            if command.acting_for is not None or not command.members:
                raise invalid("members", "Name the members here, at least one, and nobody in `for`.")
        case ShowScene() | PrepareScene():
            if (command.scene == "message") != (command.text is not None):
                raise invalid("text", "A message has a text, and nothing else has.")
            if command.page is not None and command.scene != "document":
                raise invalid("page", "Only a document has pages.")
            if command.ref is not None and command.scene not in _OF_SOMETHING:
                raise invalid("ref", "This scene shows nothing in particular.")


def _check_options(options: list[str]) -> None:
    if len(set(options)) < len(options):
        raise invalid("options", "Each option once.")


def _check_length(state: MeetingState, body: str) -> None:
    longest = state.meeting.settings.comment_max
    if len(body) > longest:
        raise too_large("body", longest)
