"""From the events of a log, as the desk may read them, to the minutes. Total: whatever makes no sense is left out.

The minutes tell what everybody in the meeting was shown, and the desk's own notes. Left out are private reminders,
invitations, comments that did not go to all or were never let through, statements whose turn did not come; of what was
hidden or taken back the words and the name.
"""

from collections.abc import Iterable

from giotay.minutes import model as m
from giotay.minutes import speech
from giotay.minutes.assessing import Assessing
from giotay.minutes.business import Business, Item
from giotay.minutes.people import People, counted
from giotay.minutes.polls import Polls
from giotay.minutes.results import Results
from giotay.minutes.rounds import Round, Rounds, Slot
from giotay.minutes.secretary import Secretary
from giotay.minutes.speech import Speech, spoken_ms
from giotay.minutes.topics import Topics
from giotay.minutes.voices import Voices
from giotay_protocol import events as e
from giotay_protocol.events import Event
from giotay_protocol.names import Locale
from giotay_protocol.settings import Letterhead, Settings

VERSION = 1
# Settings that decide who may speak, and what is read; a change while the meeting is on belongs in the minutes.
_TELLING = ("present_only", "queue_names_shown", "anonymous", "moderation")


def fold(room: str, events: Iterable[Event], *, as_of: int | None = None) -> m.Minutes:
    """The minutes of a whole log, or of one that goes on, as of a moment."""
    folding = Fold(room)
    for event in events:
        folding.take(event)
    return folding.minutes(as_of)


class Fold:
    """Takes events one by one, in order, and tells the minutes so far at any time."""

    def __init__(self, room: str) -> None:
        self._room = room
        self._seq = 0
        self._at = 0
        self._title = ""
        self._place: str | None = None
        self._starts_at: int | None = None
        self._profile = "neutral"
        self._locale: Locale = "vi"
        self._settings = Settings()
        self._changes: list[tuple[int, str | None, str, str | int | bool | None]] = []
        self._people = People()
        self._business = Business()
        self._speech = Speech()
        self._rounds = Rounds()
        self._voices = Voices()
        self._polls = Polls(self._people.household_of)
        self._topics = Topics()
        self._results = Results()
        self._assessing = Assessing()
        self._secretary = Secretary()

    def take(self, event: Event) -> None:
        """One more event. Those of other matters, and of things nobody knows, change nothing."""
        self._seq, self._at = max(self._seq, event.seq), max(self._at, event.at)
        self._take_meeting(event)
        about = self._rounds.about(event.queue) if isinstance(event, e.FloorGranted) else None
        if isinstance(event, e.TurnCallUndone):
            undone = self._speech.turns.get(event.turn)
            self._voices.put_elsewhere(event.turn, undone.item if undone is not None else None)
        self._rounds.take(event)
        self._speech.take(event, about)
        if isinstance(event, e.TurnEndUndone) and (turn := self._speech.turns.get(event.turn)) is not None:
            self._rounds.given_back(turn.slot, turn.phase, event.at)
        self._people.take(event)
        self._business.take(event)
        self._voices.take(event)
        self._polls.take(event)
        self._topics.take(event)
        self._results.take(event)
        self._assessing.take(event)
        self._secretary.take(event)

    def _take_meeting(self, event: Event) -> None:
        match event:
            case e.MeetingCreated():
                self._title, self._place, self._starts_at = event.title, event.place, event.starts_at
                self._profile, self._locale = event.profile, event.locale
                self._settle(event, event.settings)
            case e.MeetingUpdated():
                self._title = event.title if isinstance(event.title, str) else self._title
                self._profile = event.profile if isinstance(event.profile, str) else self._profile
                if event.place is None or isinstance(event.place, str):
                    self._place = event.place
                if event.starts_at is None or isinstance(event.starts_at, int):
                    self._starts_at = event.starts_at
                if isinstance(event.settings, Settings):
                    self._settle(event, event.settings)
            case _:
                pass

    def _settle(self, event: Event, settings: Settings) -> None:
        before, self._settings = self._settings, settings
        self._people.rule, self._speech.names_shown = settings.quorum, settings.queue_names_shown
        if self._business.opened_at is None or self._business.closed_at is not None:
            return
        for name in _TELLING:
            if getattr(settings, name) != getattr(before, name):
                self._changes.append((event.at, event.by, name, getattr(settings, name)))
        if settings.quorum != before.quorum:
            share = settings.quorum.share if settings.quorum is not None else None
            self._changes.append((event.at, event.by, "quorum", share))

    # The document -----------------------------------------------------------------------------------------------------

    def minutes(self, as_of: int | None = None, *, to_all: bool = False) -> m.Minutes:
        """The minutes so far. While the meeting runs they are a draft as of `as_of`, or of the last event.

        [N2] `to_all` leaves out what the secretary wrote and has not circulated.
        """
        secretary = Secretary() if to_all and self._secretary.status == "draft" else self._secretary
        business, people = self._business, self._people
        closed_at, opened_at = business.closed_at, business.opened_at
        moment = self._at if closed_at is not None else max(self._at, as_of or 0)
        roll = people.roll(opened_at, guests=False)
        summoned, came, kinds = counted(roll)
        polls, conclusions = list(self._polls.told(people.person)), self._results.concluded(people.known)
        telling = _Telling(
            people, business, self._speech, self._rounds, self._voices, polls, conclusions, secretary, moment
        )
        return m.Minutes(
            version=VERSION, room=self._room, seq=self._seq, as_of=moment, draft=closed_at is None,
            title=self._title, place=self._place, purpose=self._settings.purpose, profile=self._profile,
            locale=self._locale, starts_at=self._starts_at, opened_at=opened_at, closed_at=closed_at,
            sittings=tuple(stretch.span() for stretch in business.sittings),
            interruptions=tuple(stretch.span() for stretch in business.interruptions),
            roll=roll, guests=people.roll(opened_at, guests=True), kinds=kinds, summoned=summoned, came=came,
            quorum=people.quorum(), overrides=people.overrides(),
            presided=people.presided(opened_at, closed_at), secretaries=people.secretaries(opened_at),
            changes=tuple(
                m.Change(at=at, by=people.person(by), setting=setting, value=value)
                for at, by, setting, value in self._changes
            ),
            erased=sum(entry.erased for entry in people.entries.values()),
            matters=telling.matters(), general=telling.matter("", None),
            assessment=self._assessing.told(),
            topics=tuple(self._topics.told()), commitments=self._results.promised(people.person),
            secretary=secretary.told(people.person, polls),
            letterhead=self._settings.letterhead or Letterhead(), layout=self._settings.minutes_layout,
            comments_by=self._settings.minutes_comments,
        )  # fmt: skip


class _Telling:
    """Puts everything where it belongs: turns, comments and statements under what they are about."""

    def __init__(
        self, people: People, business: Business, said: Speech, rounds: Rounds, voices: Voices, polls: list[m.Poll],
        conclusions: list[m.Conclusion], secretary: Secretary, as_of: int,
    ) -> None:  # fmt: skip
        self._people = people
        self._business = business
        self._secretary = secretary
        self._as_of = as_of
        self._rounds = rounds
        self._polls = polls
        self._conclusions = conclusions
        self._places = voices.by_place(people.person)
        self._rulings = said.rulings
        self._unheard = said.unheard
        self._turns: dict[str | None, list[m.Turn]] = {}
        self._of_subject: dict[str, list[m.Turn]] = {}
        for turn in said.turns.values():
            if not turn.told:
                continue
            if turn.about is not None and turn.about in rounds.slots:
                self._of_subject.setdefault(turn.about, []).append(self._turn(turn))
            else:
                item = turn.item if turn.item in business.items else None
                self._turns.setdefault(item, []).append(self._turn(turn))
        # Comments on what was taken off the agenda, or is not known, are on the meeting.
        for place in [found for found in self._places if not self._is_told(found, said, voices)]:
            stray = said.turns.get(place or "")
            item = self._known(stray.item) if stray is not None else None
            self._places.setdefault(item, []).extend(self._places.pop(place))
        self._statements = voices.read(people.person, self._places)
        self._by_author: dict[tuple[str | None, str | None, str | None], m.Statement] = {}
        for text in self._statements:
            author = text.person.id if text.person is not None else None
            self._by_author.setdefault((author, text.body, text.item), text)
        slots: dict[str, list[Slot]] = {}
        for slot in sorted(rounds.slots.values(), key=lambda slot: slot.position):
            slots.setdefault(slot.round, []).append(slot)
        self._held: dict[str | None, list[m.Round]] = {}
        for held in rounds.rounds.values():
            self._held.setdefault(self._known(held.item), []).append(self._round(held, slots.get(held.id, [])))
        self._in_rounds = {
            subject.statement.id
            for found in self._held.values()
            for held in found
            for subject in held.subjects
            if subject.statement is not None
        }

    def _is_told(self, place: str | None, said: Speech, voices: Voices) -> bool:
        if place is None or place in self._business.items:
            return True
        if place in said.turns:
            return said.turns[place].told
        return place in voices.statements and voices.statements[place].revealed

    def matters(self) -> tuple[m.Matter, ...]:
        """The items in the agenda's order."""
        return tuple(self.matter(number, item) for number, item in self._business.numbered())

    def matter(self, number: str, item: Item | None) -> m.Matter:
        """An item, or what belongs to none."""
        key = item.id if item is not None else None
        return m.Matter(
            id=key, number=number,
            title=item.title if item is not None else "",
            kind=item.kind if item is not None else "discussion",
            status=item.status if item is not None else "done",
            presenter=self._people.person(item.presenter) if item is not None else None,
            notes=item.notes if item is not None else None,
            planned_ms=item.planned_ms if item is not None else None,
            spans=tuple(stretch.span() for stretch in item.spans) if item is not None else (),
            spent_ms=self._business.spent_ms(item, self._as_of) if item is not None else 0,
            reopened=item.reopened if item is not None else 0,
            turns=tuple(self._turns.get(key, ())), rounds=tuple(self._held.get(key, ())),
            rulings=tuple(self._ruling(found) for found in self._rulings if self._known(found.item) == key),
            unheard=tuple(self._left(found) for found in self._unheard if self._known(found.item) == key),
            statements=tuple(
                found
                for found in self._statements
                if self._known(found.item) == key and found.id not in self._in_rounds
            ),
            voices=tuple(self._places.get(key, ())),
            polls=tuple(poll for poll in self._polls if self._known(poll.item) == key),
            conclusions=tuple(
                found
                for found in self._conclusions
                if found.subject not in self._rounds.slots and self._known(found.item) == key
            ),
            written=self._secretary.written(f"item:{key}"),
        )  # fmt: skip

    def _known(self, item: str | None) -> str | None:
        return item if item in self._business.items else None

    def _turn(self, turn: speech.Turn) -> m.Turn:
        slot = self._rounds.slots.get(turn.slot or "")
        reads_for = None
        if turn.reader is not None and slot is not None:
            subject = self._people.person(slot.member)
            reads_for = slot.body if slot.body is not None else (subject.name if subject is not None else None)
        return m.Turn(
            id=turn.id, person=self._people.somebody(turn.member), reads_for=reads_for, intent=turn.intent,
            by_desk=turn.by_desk, called_at=turn.called_at, started_at=turn.started_at, ended_at=turn.ended_at,
            pauses=tuple(
                m.Span(from_at=pause.from_at, to_at=pause.to_at if pause.to_at is not None else turn.ended_at)
                for pause in turn.pauses
            ),
            spoken_ms=spoken_ms(turn, self._as_of), limit_ms=turn.limit_ms, declined=turn.declined,
            interrupts=turn.interrupts, phase=turn.phase, slot=turn.about,
            extensions=tuple(m.Extension(at=at, by_ms=by_ms) for at, by_ms in turn.extensions),
            reminders=tuple(m.Reminder(at=at, kind=kind, text=text or None) for at, kind, text in turn.reminders),
            notes=turn.notes, kind=turn.kind, voices=tuple(self._places.get(turn.id, ())),
            written=self._secretary.written(f"turn:{turn.id}"),
        )  # fmt: skip

    def _round(self, held: Round, slots: list[Slot]) -> m.Round:
        return m.Round(
            id=held.id, at=held.at, order=held.order, seed=held.seed, comments=held.comments, reply=held.reply,
            finished_at=held.finished_at, done=sum(slot.status == "done" for slot in slots),
            total=sum(slot.status != "excused" for slot in slots),
            subjects=tuple(self._subject(held, slot) for slot in slots),
        )  # fmt: skip

    def _subject(self, held: Round, slot: Slot) -> m.Subject:
        statement = self._statement_of(slot, held)
        return m.Subject(
            id=slot.id, position=slot.position, person=self._people.person(slot.member), body=slot.body,
            reader=self._people.person(slot.reader if slot.reader != slot.member else None), status=slot.status,
            reason=slot.reason, phases=tuple(slot.phases), turns=tuple(self._of_subject.get(slot.id, ())),
            statement=statement, conclusions=tuple(c for c in self._conclusions if c.subject == slot.id),
            written=self._secretary.written(f"slot:{slot.id}"),
        )  # fmt: skip

    def _statement_of(self, slot: Slot, held: Round) -> m.Statement | None:
        """What was read for a subject: written on the round's item, or on the meeting."""
        wanted = ((slot.member, slot.body, item) for item in (held.item, None))
        return next((self._by_author[key] for key in wanted if key in self._by_author), None)

    def _ruling(self, found: speech.Ruling) -> m.Ruling:
        return m.Ruling(
            at=found.at, by=self._people.person(found.by), what=found.what,  # type: ignore[arg-type]
            person=self._people.person(found.member), discipline=tuple(found.discipline), limit_ms=found.limit_ms,
        )  # fmt: skip

    def _left(self, found: speech.Unheard) -> m.Unheard:
        return m.Unheard(
            at=found.at, person=self._people.person(found.member) if found.named else None, intent=found.intent,
            note=found.note, reason=found.reason,  # type: ignore[arg-type]
        )  # fmt: skip
