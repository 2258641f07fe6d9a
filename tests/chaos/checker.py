"""The one checker of every level: a history and the final log in, what does not hold out.

The history is a list of notes, one JSON object each, in the order of their moments `t` (seconds of one clock):

* `connect {who, conn, member, cursor: [seq, head] | null}`, `end`, `bye`
* `send {who, conn, member, id, type}` each time a command is sent, `answer {…, id, answer}` each ack
* `sync {…, message, cursor, held}` (`cursor`: what was asked with, null for one that came unasked; `held`: the seq the
  client stood at), `update {…, message}`
* `stop {…, seq, head, cls, view}` where a client stands after it took a message; `view` null where nobody looked
* `erased {…, member, texts}` the host was told that somebody's words are gone, and what words the store had then
* `buffer {…, most, largest}` the bytes a connection left unread at most, and its largest frame
* `healed`, `over` when faults stopped and when the run ended; `final {…, seq, is_over, pending}` of every client

Where the log lost its end, `meta` has `lost` and `lost_at`: for each time, all that the log was before. Whoever stood
there is held against that, and must be told (`fork`) before standing anywhere else.

The log is a list of `{t, last, stored (base64), texts}`. `meta` has `room`, `heads_kept` and `lagging_limit`; of a
simulated store also what was in it at the end: `texts`, `drafting` (who has drafts), `snapshot_seq`, `urn`. The state
is folded from the log once, and at every seq the notes of that seq are held against it. Nothing of a server is asked.
"""

import base64
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

import msgspec
from msgspec import Struct

from giotay.meeting.authority import class_of, class_since
from giotay.meeting.erasure import words_of
from giotay.meeting.evolve import evolve
from giotay.meeting.state import MeetingState
from giotay.meeting.visibility import BIT, shown
from giotay.room.view import fresh_view
from giotay.storage.entry import CorruptEntry, StoredEntry, advance, origin, read, references
from giotay_protocol.entities import AgendaItem, Comment, Entity, Member, Poll, Turn, collections_of
from giotay_protocol.events import (
    AnyEvent,
    MemberErased,
    PollCancelled,
    PollClosed,
    PollOpened,
    PollVoted,
    StatementSubmitted,
)
from giotay_protocol.names import Class

Note = dict[str, Any]
LEVEL_S: Final = 2.5
# How far apart nodes' clocks may be; a room's never runs back behind what the log says.
CLOCKS_MS: Final = 40
_WINDOWS: Final = frozenset({Comment.collection, Turn.collection})
_OF_POLL: Final = (PollOpened, PollClosed, PollCancelled)
_OWN: Final = frozenset({"reacted", "ballots", "named"})


class Violation(Struct, frozen=True):
    """What does not hold, and where it was seen."""

    rule: str
    what: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.what}"


def check(meta: dict[str, Any], notes: list[Note], log: list[dict[str, Any]]) -> list[Violation]:
    """Everything that does not hold; nothing when all does."""
    checker = _Checker(meta, log)
    found = [*checker.commands(notes), *checker.ends(notes), *checker.beside(notes)]
    found += checker.walk(notes)
    return found


def is_known(sent: list[Note], heard: list[Note], over: set[str | None]) -> bool:
    """Whether the sender of a command that was acknowledged and is in the log no more was refused in the end. A vote is
    asked for anew; who was let go is told nothing more.
    """  # fmt: skip
    first = sent[0]
    if first["type"] in ("poll.vote", "statement.save") or first["member"] in over:
        return True
    return not max(heard, key=lambda note: note["t"])["answer"]["ok"]


class _Group(Struct):
    """The events of one command in the log."""

    entry: int
    first: int
    last: int


class _Chain:
    """A log from its beginning: that in the end, or one that lost its end since."""

    def __init__(self, room: str, log: list[dict[str, Any]]) -> None:
        self.entries = [StoredEntry(each["last"], base64.b64decode(each["stored"]), each["texts"]) for each in log]
        self.times = [float(each["t"]) for each in log]
        self.ends = [entry.last for entry in self.entries]
        position = origin(room)
        self.heads = {0: position.short}
        for entry in self.entries:
            position = advance(position, entry)
            self.heads[position.seq] = position.short

    def erased_at(self) -> dict[str, float]:
        """Who is erased in this log, and when that was stored."""
        return {
            event.member: t
            for entry, t in zip(self.entries, self.times, strict=True)
            for event in read(entry)
            if isinstance(event, MemberErased)
        }

    @staticmethod
    def without_words(entry: StoredEntry, members: Collection[str]) -> StoredEntry:
        """The entry as it is read when the words of these members are erased."""
        gone = references(entry.stored, lambda event: words_of(event) in members)
        return StoredEntry(
            entry.last, entry.stored, {ref: text for ref, text in entry.texts.items() if ref not in gone}
        )

    def groups(self) -> dict[tuple[str | None, str], list[_Group]]:
        """Where each command stands; more than one place is one too many."""
        found: dict[tuple[str | None, str], list[_Group]] = defaultdict(list)
        for number, entry in enumerate(self.entries):
            before: tuple[str | None, str] | None = None
            for event in read(entry):
                key = (event.by, event.command)
                if key == before:
                    found[key][-1].last = event.seq
                else:
                    found[key].append(_Group(number, event.seq, event.seq))
                before = key
        return found


class _Checker:
    def __init__(self, meta: dict[str, Any], log: list[dict[str, Any]]) -> None:
        self._meta = meta
        self._room = str(meta["room"])
        self._chain = _Chain(self._room, log)
        chains = [_Chain(self._room, each) for each in meta.get("lost", ())]
        # What was lost and given back as it was is no loss.
        self._lost = [each for each in chains if self._chain.heads.get(each.ends[-1]) != each.heads[each.ends[-1]]]
        self._json: dict[int, tuple[Entity, Any]] = {}
        self._bare: MeetingState | None = None

    # What became of commands ------------------------------------------------------------------------------------------

    def _lost_keys(self) -> set[tuple[str | None, str]]:
        """The commands that were in the log and are lost; what is said of them is said of what was."""
        here = self._chain.heads

        def is_lost(chain: _Chain, place: _Group) -> bool:
            end = chain.ends[place.entry]
            return here.get(end) != chain.heads[end]

        return {
            key
            for chain in self._lost
            for key, places in chain.groups().items()
            if any(is_lost(chain, each) for each in places)
        }

    def commands(self, notes: list[Note]) -> Iterator[Violation]:
        """I1, I2, I4, and that nothing else is in the log (I6)."""
        groups, lost = self._chain.groups(), self._lost_keys()
        sent: dict[tuple[str, str], list[Note]] = defaultdict(list)
        answers: dict[tuple[str, str], list[Note]] = defaultdict(list)
        # Of an anonymous comment the log has neither sender nor id.
        logged_as: dict[tuple[str, str], tuple[None, str]] = {}
        for note in notes:
            if note["kind"] == "send":
                sent[note["member"], note["id"]].append(note)
                if "logged_as" in note:
                    logged_as[note["member"], note["id"]] = (None, note["logged_as"])
            elif note["kind"] == "answer":
                answers[note["member"], note["id"]].append(note)
        oks: dict[tuple[str, str], int] = {}
        over = {note["member"] for note in notes if note["kind"] == "final" and note["is_over"]}
        for key, heard in answers.items():
            good = [note["answer"] for note in heard if note["answer"]["ok"]]
            if good and logged_as.get(key, key) in lost:
                if logged_as.get(key, key) not in groups and not is_known(sent[key], heard, over):
                    yield Violation("I7", f"{key} was acknowledged and is lost, and nobody was told what became of it")
                continue
            if not good:
                continue
            if key in sent and sent[key][0]["type"] == "statement.save":
                # No event: it lies beside the log.
                continue
            oks[key] = good[0]["seq"]
            if any(each != good[0] for each in good):
                yield Violation("I1", f"{key} was answered in two ways: {good}")
            where = groups.get(logged_as.get(key, key), [])
            if len(where) != 1:
                yield Violation("I1", f"{key} was acknowledged and is in the log {len(where)} times")
            elif where[0].last != good[0]["seq"]:
                yield Violation("I1", f"{key} was acknowledged at {good[0]['seq']} and is at {where[0].last}")
            elif min(note["t"] for note in heard if note["answer"]["ok"]) < self._chain.times[where[0].entry]:
                yield Violation("I1", f"{key} was acknowledged before it was stored")
        nameless = set(logged_as.values())
        for (by, command), places in groups.items():
            if len(places) > 1:
                yield Violation("I2", f"{(by, command)} is in the log {len(places)} times")
            if by is None and (command.startswith(("host:", "timer:")) or command in self._meta.get("host", ())):
                continue
            if (by, command) in (nameless if by is None else sent):
                continue
            yield Violation("I6", f"{(by, command)} is in the log and nobody sent it")
        yield from self._order(sent, answers, oks)

    def _order(
        self,
        sent: dict[tuple[str, str], list[Note]],
        answers: dict[tuple[str, str], list[Note]],
        oks: dict[tuple[str, str], int],
    ) -> Iterator[Violation]:
        once = [notes[0] for key, notes in sent.items() if len(notes) == 1 and key in oks]
        last_of: dict[int, tuple[int, Note]] = {}
        for note in once:
            seq = oks[note["member"], note["id"]]
            before = last_of.get(note["conn"])
            if before is not None and before[0] > seq:
                yield Violation("I4", f"{note['id']} overtook {before[1]['id']} on connection {note['conn']}")
            if before is None or before[0] < seq:
                last_of[note["conn"]] = (seq, note)
        moments: list[tuple[float, int, int, str]] = []
        for key, seq in oks.items():
            acked = min(note["t"] for note in answers[key] if note["answer"]["ok"])
            moments.append((acked, 1, seq, key[1]))
            moments.append((sent[key][0]["t"], 0, seq, key[1]))
        newest = 0
        for _, kind, seq, id in sorted(moments):
            if kind == 1:
                newest = max(newest, seq)
            elif seq < newest:
                yield Violation("I4", f"{id} at {seq} was sent after {newest} had been acknowledged")

    def beside(self, notes: list[Note]) -> Iterator[Violation]:
        """What is no event: drafts handed in (I1), projectors paired (I1), words erased (I6), the time (P8)."""
        saved: dict[tuple[str, str | None], list[list[str]]] = defaultdict(list)
        for note in notes:
            if note["kind"] == "send" and note["type"] == "statement.save":
                saved[note["member"], note["item"]].append([each["text"] for each in note["sections"]])
            if note["kind"] == "clock":
                yield from self._right_time(note)
        for entry in self._chain.entries:
            for event in read(entry):
                if not isinstance(event, StatementSubmitted) or event.by_desk or event.member is None:
                    continue
                if event.texts not in saved[event.member, event.item]:
                    yield Violation("I1", f"at {event.seq} {event.member} handed in what they never saved")
        oks = {note["id"] for note in notes if note["kind"] == "answer" and note["answer"]["ok"]}
        if "pair" in oks and not any(note["kind"] == "paired" for note in notes):
            yield Violation("I1", "a pairing was acknowledged, and the projector never came")
        if "texts" in self._meta:
            yield from self._erased()
        for note in notes:
            if note["kind"] == "erased":
                for seq in self._words_of(note["member"], set(note["texts"])):
                    yield Violation("I6", f"{note['member']} was said to be erased, with words at {seq} in the store")

    def _erased(self) -> Iterator[Violation]:
        """I6: of whoever the log says is erased, the store has no words, in the log, in drafts or in a snapshot; and no
        urn outlives its poll.
        """  # fmt: skip
        left, seq = set(self._meta["texts"]), self._meta["snapshot_seq"]
        for entry in self._chain.entries:
            for event in read(entry):
                if not isinstance(event, MemberErased):
                    continue
                for at in self._words_of(event.member, left):
                    yield Violation("I6", f"words of {event.member} at {at} are still in the store")
                if event.member in self._meta["drafting"]:
                    yield Violation("I6", f"drafts of {event.member} are still in the store")
                if seq is not None and seq < event.seq:
                    yield Violation("I6", f"the snapshot is of {seq}, {event.member} was erased at {event.seq}")

        polls = {
            event.poll: event for each in self._chain.entries for event in read(each) if isinstance(event, _OF_POLL)
        }
        for kept in self._meta["urn"]:
            if not isinstance(polls.get(kept.partition(":")[0]), PollOpened):
                yield Violation("I6", f"the urn still has {kept}, whose poll is over")

    def _words_of(self, member: str, left: set[str]) -> Iterator[int]:
        for entry in self._chain.entries:
            of_member = references(entry.stored, lambda event: words_of(event) == member)
            if any(entry.texts.get(each) in left for each in of_member):
                yield entry.last

    def _right_time(self, note: Note) -> Iterator[Violation]:
        """A phone's clock may say what it likes; what it is told lies between asking and hearing."""
        asked, answer = note["asked"], note["answer"]
        if answer["sent"] != asked["sent"]:
            yield Violation("P8", f"{note['who']} sent {asked['sent']} and got {answer['sent']} back")
        asked_at, heard_at = (round(each * 1_000) + self._meta["start"] for each in (asked["at"], note["heard"]))
        if not asked_at - CLOCKS_MS <= answer["now"] <= heard_at + CLOCKS_MS:
            yield Violation("P8", f"{note['who']} was told {answer['now']}, asked at {asked_at}, heard at {heard_at}")

    # How it ended -----------------------------------------------------------------------------------------------------

    def ends(self, notes: list[Note]) -> Iterator[Violation]:
        """I8 and I9."""
        limit = self._meta["lagging_limit"]
        over = next((note["t"] for note in notes if note["kind"] == "over"), None)
        for note in notes:
            # 300 KiB where the limit is 256, beside one shared frame.
            if note["kind"] == "buffer" and note["most"] > limit * 300 // 256 + note["largest"]:
                yield Violation("I8", f"connection {note['conn']} of {note['who']} left {note['most']} bytes unread")
            if note["kind"] == "final" and over is not None and not note["is_over"]:
                due = max(
                    (end for end, t in zip(self._chain.ends, self._chain.times, strict=True) if t < over - LEVEL_S),
                    default=0,
                )
                if note["seq"] < due:
                    yield Violation("I9", f"{note['who']} stands at {note['seq']}, the log at {due}")
                if note["pending"]:
                    yield Violation("I9", f"{note['who']} still waits for an answer to {note['pending']}")

    # At every seq -----------------------------------------------------------------------------------------------------

    def walk(self, notes: list[Note]) -> list[Violation]:
        """I3, I5, I6, I7, I10, at every seq somebody stood at or was sent."""
        by_seq: dict[int, list[Note]] = defaultdict(list)
        of_lost: list[dict[int, list[Note]]] = [defaultdict(list) for _ in self._lost]
        classes: dict[str, str] = {}
        stood: dict[str, str] = {}
        for note in notes:
            match note["kind"]:
                case "sync":
                    note = {**note, "was": classes.get(note["who"]), "stood": stood.get(note["who"])}
                    classes[note["who"]] = note["message"]["me"]["class"]
                    seq, head = note["message"]["seq"], note["message"]["head"]
                case "update":
                    note = {**note, "cls": classes.get(note["who"])}
                    seq, head = note["message"]["to"], note["message"]["head"]
                case "stop":
                    stood[note["who"]] = note["head"]
                    seq, head = note["seq"], note["head"]
                case _:
                    continue
            where = by_seq
            if self._chain.heads.get(seq) != head:
                there = [n for n, chain in enumerate(self._lost) if chain.heads.get(seq) == head]
                where = of_lost[there[0]] if there else by_seq
            where[seq].append(note)
        found = self._fold(self._chain, by_seq, is_last=True)
        for chain, notes_ in zip(self._lost, of_lost, strict=True):
            if notes_:
                found += self._fold(chain, notes_, is_last=False)
        return found

    def _fold(self, chain: _Chain, by_seq: dict[int, list[Note]], *, is_last: bool) -> list[Violation]:
        state, bare = MeetingState(self._room), MeetingState(self._room)
        erased_at = chain.erased_at()
        found: list[Violation] = []
        votes: dict[str, dict[str, list[str] | None]] = defaultdict(dict)
        for number, entry in enumerate(chain.entries):
            try:
                events = read(entry)
            except CorruptEntry as error:
                return [*found, Violation("I5", str(error))]
            for event in events:
                if event.seq != state.seq + 1:
                    return [*found, Violation("I5", f"seq {event.seq} follows on {state.seq}")]
                evolve(state, event)
                if is_last:
                    found += self._one_of_each(state, event, votes)
            if entry.last != state.seq:
                return [
                    *found,
                    Violation("I5", f"entry {number} says it ends at {entry.last}, and ends at {state.seq}"),
                ]
            if erased_at:
                for event in read(chain.without_words(entry, erased_at.keys())):
                    evolve(bare, event)
            for note in by_seq.pop(entry.last, ()):
                # A node that reads this entry when the words are gone has it without them.
                self._bare = bare if erased_at and note["t"] >= min(erased_at.values()) else None
                found += self._hold(state, note, chain)
        for seq, left in by_seq.items():
            found.append(Violation("I5", f"{left[0]['who']} was at {seq}, where no entry of the log ends"))
        return found

    def _one_of_each(
        self, state: MeetingState, event: AnyEvent, votes: dict[str, dict[str, list[str] | None]]
    ) -> Iterator[Violation]:
        """I10, by counting anew and not by what the rules counted."""
        kind = type(event).__name__
        if kind.startswith(("Turn", "Floor")):
            speaking = [turn.id for turn in state.all(Turn) if turn.status == "speaking"]
            if len(speaking) > 1:
                yield Violation("I10", f"at {event.seq} speak {speaking}")
        if kind.startswith("Agenda"):
            current = [item.id for item in state.all(AgendaItem) if item.status == "current"]
            if len(current) > 1:
                yield Violation("I10", f"at {event.seq} current are {current}")
        if isinstance(event, PollOpened):
            votes[event.poll].clear()
        elif isinstance(event, PollVoted):
            if event.choices is None and event.member in votes[event.poll]:
                yield Violation("I10", f"at {event.seq} {event.member} votes in secret again")
            votes[event.poll][event.member] = event.choices
        elif isinstance(event, PollClosed):
            yield from self._counted(state, event, votes[event.poll])

    def _counted(
        self, state: MeetingState, event: PollClosed, cast: dict[str, list[str] | None]
    ) -> Iterator[Violation]:
        poll = state.get(Poll, event.poll)
        if poll is None or poll.result is None or poll.counted or poll.kind not in ("open", "secret"):
            return
        if poll.choose != 1 or poll.base == "households":
            return
        if poll.kind == "open":
            expected = Counter(choice for choices in cast.values() for choice in choices or ())
            if any(poll.result.counts.get(option.id, 0) != expected[option.id] for option in poll.options):
                yield Violation("I10", f"{poll.id} counts {poll.result.counts}, cast were {dict(expected)}")
        elif sum(poll.result.counts.values()) != len(cast):
            yield Violation("I10", f"{poll.id} counts {poll.result.counts} of {len(cast)} voters")

    def _hold(self, state: MeetingState, note: Note, chain: _Chain) -> Iterator[Violation]:
        who, member = note["who"], note["member"]
        said = note if note["kind"] == "stop" else note["message"]
        where, head = f"{who} ({member}) at {state.seq}", chain.heads[state.seq]
        if said["head"] != head:
            yield Violation("I5", f"{where} has head {said['head']}, the log {head}")
        if member is not None and state.get(Member, member) is None:
            yield Violation("I6", f"{where} was sent something and is no member")
            return
        cls: Class = "screen" if member is None else class_of(state, member)
        match note["kind"]:
            case "sync":
                if said["me"]["class"] != cls:
                    yield Violation("I3", f"{where} is told to be {said['me']['class']} and is {cls}")
                yield from self._reset_is_true(state, note, where, chain)
                yield from self._sent(
                    state, said["patch"] if said["mode"] == "patch" else said["view"], cls, member, where
                )
            case "update":
                if note["cls"] == cls:
                    yield from self._sent(state, said["patch"], cls, member, where)
                elif said["from"] != said["to"]:
                    yield Violation("I6", f"{where} is {cls} and was sent an update of {note['cls']}")
            case _:
                if said["cls"] != cls:
                    yield Violation("I3", f"{where} holds the view of {said['cls']} and is {cls}")
                elif said["view"] is not None:
                    yield from self._agrees(state, said["view"], cls, member, where)

    def _reset_is_true(self, state: MeetingState, note: Note, where: str, chain: _Chain) -> Iterator[Violation]:
        """I7. A cursor that is good and a class that is the same need no reset; and what has to be said is said."""
        reset, cursor = note["message"]["reset"], note["cursor"]
        if cursor is None:
            since = class_since(state, note["member"]) if note["member"] is not None else 0
            if reset == "class" and since <= note["held"] and note["was"] == note["message"]["me"]["class"]:
                yield Violation("I7", f"{where} was reset for its class, which is what it was")
            is_other = note["stood"] is not None and note["stood"] not in chain.heads.values()
            may_be = is_other or self._is_missing(note, note["held"], state)
            if reset == "too_long" or (is_other and reset != "fork") or (reset == "fork" and not may_be):
                yield Violation("I7", f"{where} was sent a view unasked, reset {reset}")
            return
        seq, head = cursor
        is_good = chain.heads.get(seq) == head
        changed = note["member"] is not None and class_since(state, note["member"]) > seq
        kept = sum(end > seq for end in chain.ends if end <= state.seq) < self._meta["heads_kept"]
        is_missing = self._is_missing(note, seq, state)
        true = {
            "fork": not is_good or is_missing,
            "class": changed,
            "too_long": is_good and not kept,
            None: is_good and not changed,
        }[reset]
        if not true:
            yield Violation("I7", f"{where} asked with {seq} and was told reset {reset}")

    def _is_missing(self, note: Note, seq: int, state: MeetingState) -> bool:
        """While the end is lost, a node that never had it cannot know that another will give it back."""
        return seq > state.seq and any(at <= note["t"] for at in self._meta.get("lost_at", ()))

    def _sent(
        self, state: MeetingState, sent: dict[str, dict[str, Any]], cls: Class, member: str | None, where: str
    ) -> Iterator[Violation]:
        """I6: each entity is what is shown; a null is for those only who were ever shown it."""
        for name, entities in sent.items():
            if name not in collections_of(cls):
                yield Violation("I6", f"{where} was sent {name}")
                continue
            for key, value in entities.items():
                real = f"{key}:{member}" if name in _OWN else key
                if value is None:
                    record = state.record(name, real)
                    if record is None or not (record.classes & BIT[cls] or member in record.members):
                        yield Violation("I6", f"{where} was told that {name} {key} is gone, and never knew of it")
                    elif record.entity is not None and shown(record.entity, cls, member) is not None:
                        yield Violation("I3", f"{where} was told that {name} {key} is gone, and it is not")
                elif not self._is_shown(value, state, name, real, cls, member):
                    yield Violation("I6", f"{where} was sent {name} {key} as it is not shown to them")

    def _agrees(
        self, state: MeetingState, held: dict[str, dict[str, Any]], cls: Class, member: str | None, where: str
    ) -> Iterator[Violation]:
        """I3: all of the fresh view is held, equal; what else is held is of a window, and what is shown."""
        fresh = fresh_view(state, cls, member)
        if held.keys() != fresh.keys():
            yield Violation("I3", f"{where} holds other collections: {held.keys() ^ fresh.keys()}")
            return
        for name, entities in fresh.items():
            mine = held[name]
            for key, entity in entities.items():
                if mine.get(key) != self._as_json(entity) and not self._is_shown(
                    mine.get(key), state, name, key, cls, member
                ):
                    yield Violation("I3", f"{where} holds {name} {key} otherwise than it is")
            for key in mine.keys() - entities.keys():
                if name not in _WINDOWS:
                    yield Violation("I3", f"{where} still holds {name} {key}")
                elif not self._is_shown(mine[key], state, name, key, cls, member):
                    yield Violation("I3", f"{where} holds {name} {key} otherwise than it is, outside the window")

    def _is_shown(self, value: Any, state: MeetingState, name: str, key: str, cls: Class, member: str | None) -> bool:
        true = self._shown(state, name, key, cls, member)
        if value == true:
            return True
        if self._bare is None or value is None or true is None:
            return False
        # Some of the words may have been read before they were erased, and some after.
        bare = self._shown(self._bare, name, key, cls, member)
        return bare is not None and all(value.get(each) in (true[each], bare[each]) for each in true)

    def _shown(self, state: MeetingState, name: str, key: str, cls: Class, member: str | None) -> Any:
        record = state.record(name, key)
        entity = shown(record.entity, cls, member) if record is not None and record.entity is not None else None
        return None if entity is None else self._as_json(entity)

    def _as_json(self, entity: Entity) -> Any:
        """As it looks on the wire; made once for each value."""
        kept = self._json.get(id(entity))
        if kept is None or kept[0] is not entity:
            kept = (entity, msgspec.json.decode(msgspec.json.encode(entity)))
            self._json[id(entity)] = kept
        return kept[1]


def read_lines(lines: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], list[Note], list[dict[str, Any]]]:
    """A history that was written as JSON lines: meta, notes, log."""
    meta: dict[str, Any] = {}
    notes: list[Note] = []
    log: list[dict[str, Any]] = []
    for line in lines:
        match line["kind"]:
            case "meta":
                meta = line
            case "entry":
                log.append(line)
            case "step":
                pass
            case _:
                notes.append(line)
    return meta, notes, log
