"""What the secretary wrote beside the log, what members would have otherwise, and the approval, event by event."""

from collections.abc import Callable

from msgspec import Struct

from giotay.minutes import model as m
from giotay_protocol import events as e
from giotay_protocol.events import Event
from giotay_protocol.names import MinutesStatus, ObjectionOutcome

Who = Callable[[str | None], m.Person | None]


class Objection(Struct, kw_only=True):
    """What is known of one objection so far."""

    id: str
    at: int
    section: str
    member: str
    text: str
    by_desk: bool
    outcome: ObjectionOutcome | None = None
    before: str | None = None
    answer: str | None = None


class Secretary:
    """The secretary's sections and what became of the minutes, as the events so far tell."""

    def __init__(self) -> None:
        self.status: MinutesStatus = "draft"
        self.sections: dict[str, str] = {}
        self._objections: dict[str, Objection] = {}
        self._addenda: list[m.Addendum] = []
        self._approved: e.MinutesApproved | None = None

    def take(self, event: Event) -> None:
        """Take in what concerns the minutes themselves."""
        match event:
            case e.MinutesWritten():
                self.sections[event.section] = event.text
            case e.MinutesCirculated():
                self.status = "circulated"
            case e.MinutesObjected():
                self._objections[event.objection] = Objection(
                    id=event.objection, at=event.at, section=event.section, member=event.member,
                    text=event.text or "", by_desk=event.by_desk,
                )  # fmt: skip
            case e.ObjectionSettled():
                self._settled(event)
            case e.MinutesApproved():
                self.status, self._approved = "approved", event
            case e.MinutesAdded():
                self._addenda.append(m.Addendum(at=event.at, text=event.text))
            case e.MemberErased():
                for found in self._objections.values():
                    if found.member == event.member:
                        found.text = ""
            case _:
                pass

    def _settled(self, event: e.ObjectionSettled) -> None:
        found = self._objections.get(event.objection)
        if found is None:
            return
        found.outcome, found.answer = event.outcome, event.text
        found.before = self.sections.get(found.section, "")
        if event.outcome == "accepted" and event.text is not None:
            self.sections[found.section] = event.text

    def written(self, section: str) -> str | None:
        """What stands in a section, or None."""
        return self.sections.get(section) or None

    def told(self, who: Who, polls: list[m.Poll]) -> m.Secretary:
        """What concerns the minutes as a whole."""
        approval = None
        if self._approved is not None:
            poll = next((poll for poll in polls if poll.id == self._approved.poll), None)
            approval = m.Approval(
                at=self._approved.at, by=who(self._approved.by), by_poll=self._approved.poll is not None,
                result=poll.result if poll is not None else None, head=self._approved.head, poll=self._approved.poll,
            )  # fmt: skip
        objections = ((who(found.member), found) for found in self._objections.values())
        return m.Secretary(
            status=self.status, head=self.written("head"), closing=self.written("closing"), approval=approval,
            addenda=tuple(self._addenda),
            objections=tuple(
                m.Objection(
                    id=found.id, at=found.at, section=found.section, person=person, text=found.text,
                    outcome=found.outcome, before=found.before, answer=found.answer, by_desk=found.by_desk,
                )
                for person, found in objections
            ),
        )  # fmt: skip
