"""How the meeting judged itself, gathered event by event; it stands in the minutes once the chair confirmed it."""

from giotay.minutes import model as m
from giotay_protocol import events as e
from giotay_protocol.events import Event
from giotay_protocol.scorecards import Criterion, Grade


class Assessing:
    """The scorecard, as the events so far tell."""

    def __init__(self) -> None:
        self._criteria: list[Criterion] = []
        self._grades: list[Grade] = []
        self._values: dict[str, int] = {}
        self._confirmed = False

    def take(self, event: Event) -> None:
        """Take in what concerns it."""
        match event:
            case e.ScorecardOpened():
                self._criteria, self._grades, self._values = event.criteria, event.grades, {}
            case e.ScorecardSet():
                self._values = event.values
            case e.ScorecardConfirmed():
                self._confirmed = True
            case _:
                pass

    def told(self) -> m.Assessment | None:
        """[E3] The assessment; None before it was confirmed."""
        if not self._confirmed:
            return None
        total = sum(self._values.values())
        ranked = sorted(self._grades, key=lambda grade: -grade.at_least)
        return m.Assessment(
            points=total, out_of=sum(each.most for each in self._criteria),
            grade=next((grade.label for grade in ranked if total >= grade.at_least), None),
            criteria=tuple(
                m.Criterion(text=each.label, points=self._values.get(each.name), out_of=each.most)
                for each in self._criteria
            ),
        )  # fmt: skip
