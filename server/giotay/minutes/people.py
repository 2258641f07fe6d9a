"""Who was there and who presided, gathered event by event."""

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import UNSET, Struct

from giotay.minutes.model import Attendee, KindCount, Override, Person, Presided, Quorum, Stay
from giotay_protocol import events as e
from giotay_protocol.events import Event
from giotay_protocol.names import AttendanceStatus, Mode, Office
from giotay_protocol.settings import QuorumRule

_PRESENT: Final = frozenset({"present", "late"})
_APART: Final = frozenset({"guest", "observer"})
_TOLD: Final = ("name", "office", "kind", "votes", "title", "unit", "address")


class Stretch(Struct):
    """A stretch of presence that may still last."""

    from_at: int
    to_at: int | None
    mode: Mode


class Entry(Struct, kw_only=True):
    """What is known of one member so far."""

    id: str
    name: str
    office: Office
    kind: str | None
    votes: bool
    title: str | None
    unit: str | None
    address: str | None
    status: AttendanceStatus = "expected"
    reason: str | None = None
    by_desk: bool = False
    late: bool = False
    stays: list[Stretch] = []
    removed: bool = False
    erased: bool = False

    @property
    def here(self) -> bool:
        """Whether the member is in the meeting now."""
        return self.status in _PRESENT

    def came(self, opened_at: int | None) -> bool:
        """Whether the member was there for any of the meeting."""
        return any(stay.to_at is None or opened_at is None or stay.to_at > opened_at for stay in self.stays)


class Reign(Struct):
    """Somebody presides from a moment on."""

    member: str
    from_at: int
    to_at: int | None
    how: str


class People:
    """The roll, the chair and the quorum, as the events so far tell."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.rule: QuorumRule | None = None
        self._reigns: list[Reign] = []
        self._secretaries: dict[str, int | None] = {}
        self._overrides: list[tuple[int, str | None, str]] = []
        self._chair: str | None = None
        self._at_opening: Quorum | None = None

    def take(self, event: Event) -> None:
        """Take in what concerns people."""
        match event:
            case e.MemberAdded():
                self._added(event)
            case e.MemberUpdated() | e.MemberDeclared():
                self._updated(event)
            case e.MemberRemoved():
                self._removed(event)
            case e.MemberErased():
                self._erased(event.member)
            case e.AttendanceCheckedIn() | e.AttendanceMarked():
                self._attends(event)
            case e.QuorumOverridden():
                self._overrides.append((event.at, event.by, event.reason))
            case e.ChairAppointed():
                self._appointed(event)
            case e.ChairHandedOver():
                self._presides(event.to, event.at, "handed_over")
            case e.ChairTakenOver():
                self._presides(event.member, event.at, "taken_over")
            case e.ChairReclaimed():
                self._presides(event.member, event.at, "reclaimed")
            case e.MeetingOpened():
                self._at_opening = self._weigh()
            case _:
                pass

    # Members ----------------------------------------------------------------------------------------------------------

    def _added(self, event: e.MemberAdded) -> None:
        self.entries[event.member] = Entry(id=event.member, **{name: getattr(event, name) for name in _TOLD})
        self._keeps_minutes(event.member, event.office, event.at)
        if event.office == "chair" and self._presiding is None:
            self._chair = event.member
            self._presides(event.member, event.at, "appointed")

    def _updated(self, event: e.MemberUpdated | e.MemberDeclared) -> None:
        entry = self.entries.get(event.member)
        if entry is None:
            return
        for name in _TOLD:
            value = getattr(event, name, UNSET)
            if value is not UNSET and not entry.erased:
                setattr(entry, name, value)
        self._keeps_minutes(entry.id, entry.office, event.at)

    def _keeps_minutes(self, member: str, office: Office, at: int) -> None:
        if office == "secretary":
            self._secretaries[member] = None
        elif member in self._secretaries and self._secretaries[member] is None:
            self._secretaries[member] = at

    def _removed(self, event: e.MemberRemoved) -> None:
        entry = self.entries.get(event.member)
        if entry is None:
            return
        self._leaves(entry, event.at)
        if entry.here:
            entry.status = "left"
        entry.removed = True
        self._keeps_minutes(entry.id, "member", event.at)
        if self._presiding == entry.id:
            self._reigns[-1].to_at = event.at

    def _erased(self, member: str) -> None:
        entry = self.entries.get(member)
        if entry is not None:
            entry.erased, entry.name = True, ""
            entry.title = entry.unit = entry.address = None
            entry.reason = "" if entry.reason else None

    # Attendance -------------------------------------------------------------------------------------------------------

    def _attends(self, event: e.AttendanceCheckedIn | e.AttendanceMarked) -> None:
        entry = self.entries.get(event.member)
        if entry is None:
            return
        was_here, mode = entry.here, event.mode or "hall"
        entry.status = event.status
        marked = isinstance(event, e.AttendanceMarked)
        entry.reason = event.reason if isinstance(event, e.AttendanceMarked) else None
        entry.by_desk = marked or (isinstance(event, e.AttendanceCheckedIn) and event.by_desk)
        if was_here and (not entry.here or (entry.stays and entry.stays[-1].mode != mode)):
            self._leaves(entry, event.at)
        if entry.here:
            # [A3], [A5] Late is who is called so; "present" says that they were on time after all.
            entry.late = event.status == "late"
            if not entry.stays or entry.stays[-1].to_at is not None:
                entry.stays = [*entry.stays, Stretch(event.at, None, mode)]

    def _leaves(self, entry: Entry, at: int) -> None:
        if entry.stays and entry.stays[-1].to_at is None:
            entry.stays[-1].to_at = at

    # The chair --------------------------------------------------------------------------------------------------------

    @property
    def _presiding(self) -> str | None:
        last = self._reigns[-1] if self._reigns else None
        return last.member if last is not None and last.to_at is None else None

    def _appointed(self, event: e.ChairAppointed) -> None:
        former, new = self.entries.get(event.former or ""), self.entries.get(event.member)
        if former is not None:
            former.office = "member"
        if new is not None:
            new.office = "chair"
            self._keeps_minutes(new.id, "chair", event.at)
        self._chair = event.member
        self._presides(event.presiding, event.at, "appointed")

    def _presides(self, member: str, at: int, how: str) -> None:
        if self._presiding == member:
            return
        if self._reigns and self._reigns[-1].to_at is None:
            self._reigns[-1].to_at = at
        self._reigns.append(Reign(member, at, None, how))

    # Quorum -----------------------------------------------------------------------------------------------------------

    def _weigh(self) -> Quorum | None:
        """[A7] How many there are and how many are needed, as things stand."""
        rule = self.rule
        if rule is None:
            return None
        counted = [entry for entry in self.entries.values() if not entry.removed and entry.office not in _APART]
        if rule.basis in ("summoned", "eligible"):
            counted = [entry for entry in counted if entry.status != "exempt"]
        if rule.basis == "eligible":
            counted = [entry for entry in counted if entry.votes]
        if rule.basis == "households":
            total = len({_household(entry) for entry in counted})
            present = len({_household(entry) for entry in counted if entry.here})
        else:
            total, present = len(counted), sum(entry.here for entry in counted)
        needed = needed_of(rule.share, total)
        chair = self.entries.get(self._presiding or "")
        reached = present >= needed and (not rule.chair_required or (chair is not None and chair.here))
        return Quorum(basis=rule.basis, share=rule.share, needed=needed, present=present, reached=reached)

    # What the minutes say ---------------------------------------------------------------------------------------------

    def person(self, member: str | None) -> Person | None:
        """Who is meant; None for nobody, and an empty name for somebody unknown."""
        if member is None:
            return None
        entry = self.entries.get(member)
        if entry is None:
            return Person(id=member, name="", title=None, address=None)
        return Person(
            id=member, name=entry.name, title=entry.title or None, address=entry.address or None,
            unit=entry.unit or None,
        )  # fmt: skip

    def known(self, member: str | None) -> Person | None:
        """Who is meant, where this is a member at all."""
        return self.person(member) if member in self.entries else None

    def household_of(self, member: str) -> str:
        """Those of one unit are one household; who has none is one alone."""
        entry = self.entries.get(member)
        return _household(entry) if entry is not None else f"\0{member}"

    def somebody(self, member: str) -> Person:
        """The same for an id that is there."""
        found = self.person(member)
        assert found is not None
        return found

    def quorum(self) -> Quorum | None:
        """The rule, with how it stood at the opening."""
        if self._at_opening is not None or self.rule is None:
            return self._at_opening
        return Quorum(basis=self.rule.basis, share=self.rule.share, needed=None, present=None, reached=None)

    def overrides(self) -> tuple[Override, ...]:
        return tuple(Override(at=at, by=self.person(by), reason=reason) for at, by, reason in self._overrides)

    def roll(self, opened_at: int | None, *, guests: bool) -> tuple[Attendee, ...]:
        """Everybody summoned, or the guests and observers, in the order of the roster."""
        return tuple(
            self._attendee(entry, opened_at)
            for entry in self.entries.values()
            if (entry.office in _APART) == guests and (not entry.removed or entry.came(opened_at))
        )

    def _attendee(self, entry: Entry, opened_at: int | None) -> Attendee:
        came = entry.came(opened_at)
        first = entry.stays[0].from_at if entry.stays else None
        return Attendee(
            person=self.somebody(entry.id), office=entry.office, kind=entry.kind, status=entry.status, came=came,
            stays=tuple(Stay(from_at=stay.from_at, to_at=stay.to_at, mode=stay.mode) for stay in entry.stays),
            late_at=first if entry.late and came else None,
            left_at=entry.stays[-1].to_at if came and entry.status == "left" else None,
            reason=entry.reason, by_desk=entry.by_desk,
        )  # fmt: skip

    def presided(self, opened_at: int | None, closed_at: int | None) -> tuple[Presided, ...]:
        """Who presided while the meeting was on."""
        told = []
        for reign in self._reigns:
            from_at = max(reign.from_at, opened_at or 0)
            to_at = reign.to_at if reign.to_at is not None else closed_at
            if to_at is None or to_at > from_at or reign is self._reigns[-1]:
                told.append(
                    Presided(person=self.somebody(reign.member), from_at=from_at, to_at=to_at, how=reign.how)  # type: ignore[arg-type]
                )
        return tuple(told)

    def secretaries(self, opened_at: int | None) -> tuple[Person, ...]:
        """Who kept the minutes, if only for a part."""
        return tuple(
            self.somebody(member)
            for member, until in self._secretaries.items()
            if until is None or (opened_at is not None and until > opened_at)
        )


def needed_of(share: str, whole: int) -> int:
    """How many a share is: `1/2` means more than half, any other at least that share."""
    over, under = (int(part) for part in share.split("/"))
    return whole // 2 + 1 if 2 * over == under else -(-whole * over // under)


def _household(entry: Entry) -> str:
    return entry.unit or f"\0{entry.id}"


def counted(roll: Iterable[Attendee]) -> tuple[int, int, tuple[KindCount, ...]]:
    """How many were summoned, how many came, and both by kind. [A7] Who is exempt and stayed away is not counted."""
    rows = [line for line in roll if line.status != "exempt" or line.came]
    kinds = tuple(_by_kind(rows))
    return len(rows), sum(line.came for line in rows), kinds


def _by_kind(rows: list[Attendee]) -> Iterator[KindCount]:
    for kind in dict.fromkeys(line.kind for line in rows):
        same = [line for line in rows if line.kind == kind]
        yield KindCount(kind=kind, total=len(same), came=sum(line.came for line in same))
