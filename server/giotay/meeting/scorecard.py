"""The scorecard: how good the meeting was, by the profile's criteria; filled from the log as far as it goes, the rest
by the desk, confirmed by the chair; members give points of their own beside it.
"""  # fmt: skip

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from giotay.meeting import measures
from giotay.meeting.case import Case
from giotay.meeting.profile import Card
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import ScoreScorecard, SetScorecard
from giotay_protocol.entities import Scorecard, Scoring
from giotay_protocol.events import (
    Event,
    ScorecardConfirmed,
    ScorecardOpened,
    ScorecardScored,
    ScorecardSet,
)
from giotay_protocol.refusals import Refusal, invalid
from giotay_protocol.scorecards import Criterion, Grade

KEY: Final = "scorecard"


# What is decided ------------------------------------------------------------------------------------------------------


def put(case: Case, command: SetScorecard) -> list[Event]:
    """[E1] [E2] The desk's points. What nobody gave points yet is filled from the log."""
    state, found = case.state, case.state.get(Scorecard, KEY)
    if found is not None and found.confirmed_at is not None:
        raise Refusal("closed", "The scorecard is confirmed.")
    begun: list[Event] = []
    card = _card(case, command.card or (found.card if found is not None else None))
    if found is None or found.card != card.name:
        found, begun = None, [_opened(case, card)]
    most = {criterion.name: criterion.most for criterion in card.criteria}
    _check(command.values, most)
    measured = {
        each.name: given
        for each in card.criteria
        if (given := measures.points(state, case.now, each)) is not None
    }  # fmt: skip
    values = measured | (found.values if found is not None else {}) | command.values
    if found is not None and values == found.values and measured == _measured(found):
        raise Refusal("already", "The scorecard says so already.")
    return [*begun, ScorecardSet(values=values, measured=measured)]


def _card(case: Case, name: str | None) -> Card:
    """The profile's card of this name, or its first."""
    cards = case.context.profiles[case.state.meeting.profile].scorecards
    card = next((each for each in cards if name in (None, each.name)), None)
    if card is None:
        raise Refusal("not_found", "The profile has no such scorecard.", field="card")
    return card


def _opened(case: Case, card: Card) -> ScorecardOpened:
    """[E1] The card in the room's language, so that a log needs no profile."""
    locale = case.state.meeting.locale
    criteria = [
        Criterion(
            name=each.name, label=each.label[locale], part=each.part[locale] if each.part is not None else None,
            most=each.most, measured=None,
        )
        for each in card.criteria
    ]  # fmt: skip
    grades = [Grade(at_least=each.at_least, label=each.label[locale]) for each in card.grades]
    return ScorecardOpened(card=card.name, label=card.label[locale], criteria=criteria, grades=grades)


def _check(values: Mapping[str, int], most: Mapping[str, int]) -> None:
    for name, given in values.items():
        if name not in most:
            raise invalid("values", f'The scorecard has no criterion "{name[:40]}".')
        if given > most[name]:
            raise invalid("values", f'"{name}" has at most {most[name]} points.')


def confirm(case: Case) -> list[Event]:
    """[E3] The chair stands for it; from then on it is as it is."""
    found = _begun(case)
    if found.total is None:
        raise Refusal("stale", "Some criteria have no points yet.", missing=_missing(found))
    return [ScorecardConfirmed()]


def score(case: Case, command: ScoreScorecard) -> list[Event]:
    """[E4] A member's own points; they may be changed until the chair confirms."""
    found = _begun(case)
    if not case.member.votes:
        raise Refusal("not_eligible", "This member does not vote.")
    _check(command.values, {criterion.name: criterion.most for criterion in found.criteria})
    if not command.values:
        raise invalid("values", "Give points for something.")
    before = case.state.get(Scoring, case.member.id)
    values = (before.values if before is not None else {}) | command.values
    if before is not None and values == before.values:
        raise Refusal("already", "These are the points given.")
    return [ScorecardScored(member=case.member.id, values=values)]


def _begun(case: Case) -> Scorecard:
    found = case.state.get(Scorecard, KEY)
    if found is None:
        raise Refusal("not_found", "There is no scorecard yet.")
    if found.confirmed_at is not None:
        raise Refusal("closed", "The scorecard is confirmed.")
    return found


def _missing(found: Scorecard) -> list[str]:
    return [each.name for each in found.criteria if each.name not in found.values]


def _measured(found: Scorecard) -> dict[str, int]:
    return {each.name: each.measured for each in found.criteria if each.measured is not None}


# What comes of it -----------------------------------------------------------------------------------------------------


def scorecard_opened(state: MeetingState, event: ScorecardOpened) -> None:
    for scoring in list(state.all(Scoring)):
        state.remove(Scoring, scoring.id)
    state.put(
        Scorecard(
            id=KEY, at=event.at, born=event.seq, card=event.card, label=event.label, criteria=event.criteria,
            grades=event.grades, most=sum(each.most for each in event.criteria), values={}, total=None, grade=None,
            confirmed_at=None, scored=0, averages={}, average=None,
        )
    )  # fmt: skip


def scorecard_set(state: MeetingState, event: ScorecardSet) -> None:
    found = state.get(Scorecard, KEY)
    if found is None:
        return
    criteria = [replace(each, measured=event.measured.get(each.name)) for each in found.criteria]
    total = sum(event.values.values()) if all(each.name in event.values for each in criteria) else None
    ranked = sorted(found.grades, key=lambda grade: -grade.at_least)
    grade = next((each.label for each in ranked if total is not None and total >= each.at_least), None)
    state.put(replace(found, criteria=criteria, values=event.values, total=total, grade=grade))


def scorecard_confirmed(state: MeetingState, event: ScorecardConfirmed) -> None:
    found = state.get(Scorecard, KEY)
    if found is not None:
        state.put(replace(found, confirmed_at=event.at))


def scorecard_scored(state: MeetingState, event: ScorecardScored) -> None:
    found = state.get(Scorecard, KEY)
    if found is None:
        return
    before = state.get(Scoring, event.member)
    born = before.born if before is not None else event.seq
    state.put(Scoring(id=event.member, at=event.at, born=born, member=event.member, values=event.values))
    everybodys = [scoring.values for scoring in state.all(Scoring)]
    averages = {}
    for criterion in found.criteria:
        given = [values[criterion.name] for values in everybodys if criterion.name in values]
        if given:
            averages[criterion.name] = round(sum(given) / len(given), 1)
    whole = round(sum(averages.values()), 1) if len(averages) == len(found.criteria) else None
    state.put(replace(found, scored=len(everybodys), averages=averages, average=whole))
