"""What the log says of how good a meeting was: each measure a number, and from it the points of a criterion.

A measure that there is nothing to say about (no task was carried over, no agenda) gives None and is left to people.
"""

from collections.abc import Callable, Mapping
from typing import Final

from giotay.meeting.profile import CardCriterion, Measure
from giotay.meeting.roll import is_present
from giotay.meeting.state import MeetingState
from giotay_protocol.entities import AgendaItem, Commitment, Conclusion, Document, Member, Minutes

_HOUR_MS: Final = 3_600_000
_MINUTE_MS: Final = 60_000
_NOT_COUNTED: Final = frozenset({"guest", "observer"})


def points(state: MeetingState, now: int, criterion: CardCriterion) -> int | None:
    """[E2] The points the log gives a criterion: those of the first step that is reached or, where there are no steps,
    its share of the most; None where it is a person's to say.
    """  # fmt: skip
    if criterion.measure is None:
        return None
    value = MEASURES[criterion.measure](state, now)
    if value is None:
        return None
    if not criterion.steps:
        return int(criterion.most * min(value, 100) / 100 + 0.5)
    reached = [step for step in criterion.steps if value >= step.at_least]
    return max((step.points for step in reached), default=0)


def _summoned(state: MeetingState) -> list[Member]:
    members = (member for member in state.all(Member) if member.office not in _NOT_COUNTED)
    return [member for member in members if member.attendance.status != "exempt"]


def _percent(part: float, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def minutes(state: MeetingState, now: int) -> float | None:
    """How many minutes the meeting sat, pauses left out."""
    sat = sum((sitting.ended_at or now) - sitting.started_at for sitting in state.meeting.sittings)
    return sat / _MINUTE_MS


def attendance(state: MeetingState, now: int) -> float | None:
    """What part of those summoned came, in percent; nothing when somebody stayed away without a reason."""
    summoned = _summoned(state)
    if any(member.attendance.status in ("absent", "expected") for member in summoned):
        return 0
    came = sum(is_present(member) or member.attendance.status == "left" for member in summoned)
    return _percent(came, len(summoned))


def speakers(state: MeetingState, now: int) -> float | None:
    """What part of those who came had the floor, in percent."""
    came = [each for each in _summoned(state) if is_present(each) or each.attendance.status == "left"]
    return _percent(sum(member.turns > 0 for member in came), len(came))


def documents(state: MeetingState, now: int) -> float | None:
    """How many hours before the opening the first document was out; nothing where there was none."""
    opened = state.meeting.opened_at
    out = [document.published_at for document in state.all(Document) if document.published_at is not None]
    return 0 if opened is None or not out else max(0, opened - min(out)) / _HOUR_MS


def agenda(state: MeetingState, now: int) -> float | None:
    """What part of the agenda was done, in percent."""
    items = [item for item in state.all(AgendaItem) if item.kind != "break"]
    return _percent(sum(item.status == "done" for item in items), len(items))


def concluded(state: MeetingState, now: int) -> float | None:
    """All or nothing: the chair concluded."""
    return 100 if any(True for _ in state.all(Conclusion)) else 0


def approved(state: MeetingState, now: int) -> float | None:
    """All or nothing: the minutes are approved."""
    found = state.get(Minutes, "minutes")
    return 100 if found is not None and found.status == "approved" else 0


def tasks(state: MeetingState, now: int) -> float | None:
    """What part of what was promised in the meeting before was done, in percent; partly counts half."""
    before = [each for each in state.all(Commitment) if each.promised_at < state.meeting.at]
    worth = {"done": 1.0, "partly": 0.5}
    return _percent(sum(worth.get(each.review.outcome, 0) for each in before if each.review is not None), len(before))


MEASURES: Final[Mapping[Measure, Callable[[MeetingState, int], float | None]]] = {
    "minutes": minutes, "attendance": attendance, "speakers": speakers, "documents": documents, "agenda": agenda,
    "concluded": concluded, "approved": approved, "tasks": tasks,
}  # fmt: skip
