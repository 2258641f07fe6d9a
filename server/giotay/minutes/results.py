"""What a meeting leaves: conclusions, and what members promise or look back on, gathered event by event."""

from collections.abc import Callable

from msgspec import UNSET, Struct

from giotay.minutes import model as m
from giotay_protocol import events as e
from giotay_protocol.events import Event
from giotay_protocol.names import CommitmentStatus, ReviewOutcome

Who = Callable[[str | None], m.Person | None]


class Conclusion(Struct, kw_only=True):
    """What is known of one conclusion so far."""

    id: str
    at: int
    text: str
    item: str | None
    subject: str | None
    answers: list[str]


class Commitment(Struct, kw_only=True):
    """What is known of one commitment so far. `promised_at` is when it was made in a meeting before."""

    id: str
    at: int
    member: str
    what: str
    measure: str | None
    due: str | None
    watcher: str | None
    afterwards: bool
    by_desk: bool
    promised_at: int | None
    status: CommitmentStatus = "made"
    review: tuple[ReviewOutcome, str | None, bool] | None = None


class Results:
    """Conclusions and commitments, as the events so far tell."""

    def __init__(self) -> None:
        self.conclusions: dict[str, Conclusion] = {}
        self.commitments: dict[str, Commitment] = {}

    def take(self, event: Event) -> None:
        """Take in what concerns them."""
        match event:
            case e.ConclusionAdded():
                self.conclusions[event.conclusion] = Conclusion(
                    id=event.conclusion, at=event.at, text=event.text, item=event.item, subject=event.subject,
                    answers=event.answers,
                )  # fmt: skip
            case e.ConclusionUpdated():
                _change(self.conclusions.get(event.conclusion), event, ("text", "item", "subject", "answers"))
            case e.ConclusionRemoved():
                self.conclusions.pop(event.conclusion, None)
            case e.CommitmentMade():
                self.commitments[event.commitment] = Commitment(
                    id=event.commitment, at=event.at, member=event.member, what=event.what, measure=event.measure,
                    due=event.due, watcher=event.watcher, afterwards=event.afterwards, by_desk=event.by_desk,
                    promised_at=event.promised_at,
                )  # fmt: skip
            case e.CommitmentUpdated():
                _change(self.commitments.get(event.commitment), event, ("what", "measure", "due", "watcher"))
            case e.CommitmentWithdrawn() | e.CommitmentReviewed():
                self._settled(event)
            case e.MemberErased():
                for found in self.commitments.values():
                    if found.member == event.member:
                        _erase(found)
            case _:
                pass

    def _settled(self, event: e.CommitmentWithdrawn | e.CommitmentReviewed) -> None:
        found = self.commitments.get(event.commitment)
        if found is None:
            return
        if isinstance(event, e.CommitmentReviewed):
            found.status, found.review = event.outcome, (event.outcome, event.text, event.by_desk)
        else:
            found.status = "withdrawn"

    # What the minutes say ---------------------------------------------------------------------------------------------

    def concluded(self, who: Who) -> list[m.Conclusion]:
        """What the chair concluded, in the order it was written down."""
        return [
            m.Conclusion(
                id=found.id, at=found.at, text=found.text, item=found.item, subject=found.subject,
                about=who(found.subject), answers=len(found.answers),
            )
            for found in self.conclusions.values()
        ]  # fmt: skip

    def promised(self, who: Who) -> tuple[m.Commitment, ...]:
        """What was promised, each member's together; what a meeting before left to be kept among it."""
        told = []
        members = list(dict.fromkeys(found.member for found in self.commitments.values()))
        place = {member: number for number, member in enumerate(members)}
        for found in sorted(self.commitments.values(), key=lambda found: place[found.member]):
            review = None
            if found.review is not None:
                outcome, text, by_desk = found.review
                review = m.Review(outcome=outcome, text=text, by_desk=by_desk)
            person = who(found.member)
            assert person is not None
            told.append(
                m.Commitment(
                    id=found.id, at=found.at, person=person, what=found.what, measure=found.measure, due=found.due,
                    watcher=who(found.watcher), status=found.status, review=review, promised_at=found.promised_at,
                    afterwards=found.afterwards, by_desk=found.by_desk,
                )
            )  # fmt: skip
        return tuple(told)


def _change(found: Conclusion | Commitment | None, event: Event, names: tuple[str, ...]) -> None:
    for name in names if found is not None else ():
        if (value := getattr(event, name)) is not UNSET:
            setattr(found, name, value)


def _erase(found: Commitment) -> None:
    found.what = ""
    found.measure = "" if found.measure else None
    if found.review is not None and found.review[1]:
        found.review = (found.review[0], "", found.review[2])
