"""The shell around one meeting: it takes commands one at a time and stores many per append.

While one append is on its way the next commands gather; then they are decided, in the order they came, against the
committed state and one another, and go as one entry. Nothing leaves on uncommitted entries: no ack, no refusal, no
repeated answer, no update. Two nodes may serve the same room; the append is the only arbiter, and who loses applies
what came first and decides again.
"""

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import blake2b
from typing import Any, Final

from giotay.chance import chance
from giotay.meeting.attendance import present_count
from giotay.meeting.authority import actor_of, class_of, class_since, valid_from
from giotay.meeting.context import Actor, Context
from giotay.meeting.evolve import evolve
from giotay.meeting.polls import secret_open
from giotay.meeting.profile import Profile
from giotay.meeting.state import MeetingState, Repeat
from giotay.room.activity import check_asker, log_page
from giotay.room.batch import (
    Answer,
    Batch,
    Request,
    Rule,
    ack_of,
    decide_batch,
    draft_of,
    fresh_id,
    give_answers,
    next_batch,
    refuse_all,
    rule_of,
)
from giotay.room.chain import Chain
from giotay.room.courtesy import Courtesy
from giotay.room.delivery import FORKED, Connection, Delivery
from giotay.room.drafting import drafts_needed, keep_drafts
from giotay.room.erasing import Papers, erased_in, remove_words
from giotay.room.frame import Frame, event_frame
from giotay.room.pages import page_of
from giotay.room.presence import Presence
from giotay.room.syncing import Syncs, Viewer, viewer_of
from giotay.room.urn import can_give_back, had_urn, is_over, urn_for
from giotay.storage.drafts import Drafts
from giotay.storage.entry import Position, StoredEntry, advance, leads_to, read, write
from giotay.storage.log import Conflict, EventLog, Told, Unavailable, Unknown
from giotay_protocol.commands import AnyCommand, CloseMeeting, ClosePoll, PostComment
from giotay_protocol.drafts import Draft
from giotay_protocol.entities import Member
from giotay_protocol.envelope import PageQuestion
from giotay_protocol.events import AnyEvent, MemberErased, MemberRevoked
from giotay_protocol.names import Reset
from giotay_protocol.refusals import Refusal

_log = logging.getLogger("giotay.room")

MAX_ROUNDS: Final = 20
MAX_BATCH: Final = 256
MAX_WAITING: Final = 4_000
ANSWER_TIMEOUT_S: Final = 8.0
# In a lively hall commands gather for so much of the time for which updates gather: together they cost the store one
# write to its disk, and us one turn of everything that a command passes.
SHARE: Final = 0.25
NO_ANSWER: Final = "The store does not answer; send the same id again."
# Of a long log about so many events are read at once, in a page of at most so many entries, and so many of them are
# taken before others get their turn.
PAGE_EVENTS: Final = 500
FIRST_PAGE: Final = 10
LARGEST_PAGE: Final = 250
AT_A_TIME: Final = 100


def _next_page(page: int, found: list[StoredEntry], since: int) -> int:
    """How many entries to read next: how much one of this log holds shows in those before."""
    return min(LARGEST_PAGE, max(1, page * PAGE_EVENTS // max(1, found[-1].last - since)))


async def evolve_by_turns(state: MeetingState, events: list[AnyEvent]) -> None:
    """Take many events into a state that nobody reads yet, letting others have their turn after each `AT_A_TIME`."""
    for done, event in enumerate(events, 1):
        evolve(state, event)
        if done % AT_A_TIME == 0:
            await asyncio.sleep(0)


class Room:
    """One meeting on this node. Made by the hub; `start` brings it level with its log."""

    def __init__(
        self, room: str, log: EventLog, drafts: Drafts, now: Callable[[], int], *,
        profiles: Mapping[str, Profile], node: str, coalesce_max_s: float, papers: Papers | None = None,
    ) -> None:  # fmt: skip
        self.id: Final = room
        self.state = MeetingState(room)
        self.presence = Presence(node)
        self.delivery = Delivery(self._committed, self._resume, now, coalesce_max_s=coalesce_max_s)
        self.courtesy = Courtesy(self.delivery, self.presence, lambda: self.state, self.now)
        self.failed: str | None = None
        self._log = log
        self._drafts = drafts
        self._papers = papers
        self._clock = now
        self._profiles = profiles
        self.chain = Chain(room)
        self._waiting: deque[Request] = deque()
        self._worker: asyncio.Task[None] | None = None
        self._batch_began = 0.0
        self._catching_up: asyncio.Task[None] | None = None
        self._appending = False
        self._in_flight = 0
        self._deciding: list[Request] = []
        self._missed = False
        # Whether an entry was taken from the log that no answer to an append of this node vouches for.
        self._unsettled = False
        self._syncs = Syncs()
        # Whether words of members who are erased may still be in the store, and whether a snapshot may hold some.
        self.erasing_is_due = False
        self.snapshot_is_due = False
        # Whether votes of a secret poll that is over may still be in the store.
        self.urn_is_over = False
        self._erasing = asyncio.Lock()

    # What others may ask --------------------------------------------------------------------------------------------

    def now(self) -> int:
        """The room's clock: it never runs back behind what the log says."""
        return max(self._clock(), self.state.at)

    @property
    def present(self) -> int:
        """How many members are in attendance."""
        return present_count(self.state)

    @property
    def busy(self) -> bool:
        """Whether commands are waiting or on their way."""
        return self._worker is not None

    @property
    def position(self) -> Position:
        """Where the log ends that the state has come from."""
        return self.chain.position

    def begin_at(self, state: MeetingState, position: Position, heads: dict[int, bytes]) -> None:
        """Take a state that a snapshot kept, before `start`."""
        self.state = state
        self.chain.begin_at(position, heads)

    def viewer(self, member: str | None) -> Viewer:
        """Who a token's member is now. Refuses `unauthenticated` when there is no such member any more."""
        return viewer_of(self.state, member)

    async def submit(
        self, sender: str | None, command: AnyCommand, *, host: bool = False, secret: str | None = None
    ) -> dict[str, Any]:
        """Carry out a command; answers its ack. Raises Refusal. `secret` is the token's, for anonymity."""
        return ack_of(await self._asked(partial(self.post, sender, command, host=host, secret=secret)))

    def post(
        self, sender: str | None, command: AnyCommand, answer: Answer, *, host: bool = False, secret: str | None = None
    ) -> None:
        """The same, for who does not want to wait: `answer` is called once, soon or within `ANSWER_TIMEOUT_S`."""
        anonymous = None
        if isinstance(command, PostComment) and command.anonymous and secret is not None:
            anonymous = blake2b(command.id.encode(), key=secret.encode()[:64], digest_size=16).hexdigest()
        self._take(
            Request(
                sender, command.id, type(command).__name__, rule_of(command), host, anonymous, answer,
                time.monotonic() + ANSWER_TIMEOUT_S, draft_of(sender, command),
                isinstance(command, ClosePoll | CloseMeeting),
            )
        )  # fmt: skip

    async def decide(
        self, sender: str | None, rule: Rule, *, command: str, host: bool = False, closes: bool = False
    ) -> Repeat:
        """Any other decision, on the same path: durable before it answers, decided again on a conflict."""
        overdue = time.monotonic() + ANSWER_TIMEOUT_S

        def post(answer: Answer) -> None:
            self._take(Request(sender, command, command, rule, host, None, answer, overdue, None, closes))

        return await self._asked(post)

    async def _asked(self, post: Callable[[Answer], None]) -> Repeat:
        found: asyncio.Future[Repeat | Refusal] = asyncio.get_running_loop().create_future()
        post(lambda answer: None if found.done() else found.set_result(answer))
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                answer = await found
        except TimeoutError:
            raise Refusal("unavailable", NO_ANSWER) from None
        if isinstance(answer, Refusal):
            raise answer
        return answer

    def _take(self, request: Request) -> None:
        if self.failed is not None:
            request.tell(Refusal("unavailable", self.failed))
        elif len(self._waiting) >= MAX_WAITING:
            request.tell(Refusal("unavailable", "Too many commands are waiting."))
        else:
            self._waiting.append(request)
            if self._worker is None:
                self._worker = asyncio.create_task(self._work(), name=f"room {self.id}")

    def tell_overdue(self, now: float) -> None:
        """Whoever waits for longer than an answer may take hears that none came. Called every second (monotonic)."""
        for request in (*self._deciding, *self._waiting):
            if request.overdue < now:
                request.tell(Refusal("unavailable", NO_ANSWER))

    # Deciding and storing -------------------------------------------------------------------------------------------

    async def _work(self) -> None:
        try:
            while self._waiting:
                wait = self._batch_began + self.delivery.gathers_s * SHARE - time.monotonic()
                if wait > 0:
                    await asyncio.sleep(wait)
                self._batch_began = time.monotonic()
                batch = self._deciding = next_batch(self._waiting, MAX_BATCH)
                try:
                    await self._carry_out(batch)
                except asyncio.CancelledError:
                    raise
                except Exception:
                    _log.exception("room %s: a batch of %d failed at seq %d", self.id, len(batch), self.position.seq)
                    refuse_all(batch, Refusal("internal", "Something is wrong in the server."))
        finally:
            self._worker, self._deciding = None, []

    async def _carry_out(self, requests: list[Request]) -> None:
        try:
            kept = await drafts_needed(self._drafts, self.id, requests)
        except Unavailable:
            refuse_all(requests, Refusal("unavailable", NO_ANSWER))
            return
        tried: list[tuple[Position, Batch]] = []
        for _ in range(MAX_ROUNDS):
            if self.failed is not None:
                refuse_all(requests, Refusal("unavailable", self.failed))
                return
            now = self.now()
            try:
                stored = next((batch for end, batch in tried if self.chain.has(end)), None)
                if stored is not None:
                    # All of it stands as it was decided: what was refused then would now come behind what followed it.
                    await self._settle()
                    give_answers(stored)
                    return
                urn = await urn_for(self._log, self.state, requests)
                # What is decided stands on this position, and on no later one that is read while drafts are kept.
                after, base = self.position, self.state
                batch = decide_batch(base, requests, now, kept, partial(self._context, now, urn))
                if batch.written:
                    await keep_drafts(self._drafts, self.id, batch)
                if not batch.events:
                    # A repeat may be answered for what this node never stored itself.
                    await self._settle()
            except Unavailable:
                refuse_all(requests, Refusal("unavailable", NO_ANSWER))
                return
            if not batch.events:
                give_answers(batch)
                return
            entry = write(batch.events)
            tried.append((advance(after, entry), batch))
            try:
                await self._append(after, entry)
            except Conflict as conflict:
                if not conflict.entries or not leads_to(after, conflict.entries, conflict.end):
                    if not await self._give_back():
                        await self._reload()
                    continue
                for missing in conflict.entries:
                    self._take_foreign(missing)
                continue
            except Unknown:
                if await self._was_stored(tried[-1][0]) is None:
                    refuse_all(requests, Refusal("unavailable", "The store did not answer; send the same id again."))
                    return
                continue
            except Unavailable:
                refuse_all(requests, Refusal("unavailable", NO_ANSWER))
                return
            if self.position != after:
                # Somebody read on meanwhile and took this very entry from the log.
                give_answers(batch)
                return
            if self.state is not base:
                # The log was read anew meanwhile, and the entry followed on what was read.
                self._take_foreign(entry)
                give_answers(batch)
                return
            self.state.absorb(batch.fork)
            # What an append follows on is where it is.
            self._unsettled = False
            self._advance(entry, batch.events)
            if self.urn_is_over:
                await self.empty_urn()
            # First whoever tapped, then the hall: writing to a thousand phones takes longer than one answer.
            give_answers(batch)
            self.delivery.changed()
            return
        refuse_all(requests, Refusal("unavailable", "Too many others were faster; send the same id again."))

    async def _settle(self) -> None:
        """What is held is as durable as what this node stored. Raises Unavailable."""
        if self._unsettled:
            await self._log.settle(self.id, self.position)
            self._unsettled = False

    async def _append(self, after: Position, entry: StoredEntry) -> None:
        self._appending, self._in_flight = True, entry.last
        try:
            await self._log.append(self.id, after, entry)
        finally:
            self._appending = False
            if self._missed:
                self._missed = False
                self._catch_up_soon()

    async def empty_urn(self) -> None:
        """[V12] Nothing of a secret vote outlives its poll in the store. What fails now is done later."""
        with contextlib.suppress(Unavailable):
            await self._log.empty_urn(self.id, but=secret_open(self.state))
            self.urn_is_over = False

    def _context(
        self, now: int, urn: dict[str, int] | None, request: Request, state: MeetingState, draft: Draft | None
    ) -> Context:
        if request.sender is not None:
            actor = actor_of(state, request.sender)
        else:
            actor = Actor(member=None, office=None, cls="desk" if request.host else "hall", host=request.host)
        return Context(
            actor=actor, now=now, fresh=fresh_id, online=self.presence.online,
            offline_since=self.presence.offline_since, seed=int.from_bytes(chance.take(4), "big"),
            profiles=self._profiles, anonymous_id=request.anonymous_id, urn=urn, head=self.position.short,
            draft=draft.sections if draft is not None else None,
        )  # fmt: skip

    async def _was_stored(self, mine: Position) -> bool | None:
        """After an append without an answer: read on and look for one's own head. None if the store is gone."""
        for wait in (0.0, 0.1, 0.3, 1.0, 2.0, 4.0):
            await asyncio.sleep(wait)
            try:
                await self._read_on()
            except Unavailable:
                continue
            return self.chain.has(mine)
        return None

    # Taking entries -------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Come level with the log and follow it. Raises Unavailable; Refusal not_found if there is no such room."""
        await self.follow()
        if not await self._read_on():
            # The snapshot it began with is of what the log has lost.
            await self._reload()
        if self.position.seq == 0:
            raise Refusal("not_found", "There is no such room.")
        self.doubt_removals()
        self._expect_chair()

    async def follow(self) -> None:
        """Be told of every entry from now on."""
        await self._log.follow(self.id, self._told)

    async def _read_on(self) -> bool:
        """Take what the log has behind this node's position; False, taking nothing, where it lost what is held here and
        went on without it: what stands there does not follow.
        """  # fmt: skip
        page = FIRST_PAGE
        while True:
            since = self.position.seq
            # First where it ends: behind what is read it may have gone on.
            end = await self._log.position(self.id)
            found = await self._log.read(self.id, since, limit=page)
            if not leads_to(self.position, found, end):
                return False
            paused_at = self.position.seq
            for entry in found:
                if self.position.seq == 0:
                    await self._take_founding(entry)
                else:
                    self._take_foreign(entry)
                if self.position.seq - paused_at >= AT_A_TIME:
                    await asyncio.sleep(0)
                    paused_at = self.position.seq
            if len(found) < page and (since or not found):
                return True
            page = _next_page(page, found, since)

    def _told(self, told: Told | None) -> None:
        """The store tells of an entry somebody appended, or that some may have been missed."""
        if told is not None and self.chain.has(told.end):
            return
        if self._appending:
            # Its own entry, or one that follows it; the answer to the append says what is true, then it reads on.
            self._missed = self._missed or told is None or told.end.seq != self._in_flight
        elif told is None or advance(self.position, told.entry) != told.end or not self._take_foreign(told.entry):
            # Some were missed, or the log lost its end and went on: this stands on what took the place of that.
            self._catch_up_soon()

    def _catch_up_soon(self) -> None:
        if self._catching_up is None:
            self._catching_up = asyncio.create_task(self._catch_up())

    async def _catch_up(self) -> None:
        try:
            while self._appending:
                await asyncio.sleep(0.005)
            await self.check()
        except (Unavailable, Unknown):
            pass
        finally:
            self._catching_up = None

    async def check(self) -> None:
        """Compare with where the log ends and take what is missing; if the log lost its tail, say so to everybody."""
        if self._appending:
            return
        end = await self._log.position(self.id)
        if self._appending or self.position.seq == 0:
            return
        if end is None:
            self.end("The room is gone.")
        elif end.seq > self.position.seq:
            if not await self._read_on():
                await self._reload()
        elif (end.seq < self.position.seq or end.head != self.position.head) and not await self._give_back():
            await self._reload()

    async def level(self, seq: int) -> bool:
        """Somebody has seen `seq`: read on if this node is behind it. False if the store does not answer."""
        while seq > self.position.seq and self._appending:
            await asyncio.sleep(0.005)
        if seq > self.position.seq:
            try:
                if not await self._read_on():
                    await self._reload()
            except Unavailable:
                return False
        return True

    async def reach(self, seq: int) -> None:
        """The same for a client's cursor: as long as the log cannot be asked, nobody may call it a fork. Refuses
        `unavailable`.
        """  # fmt: skip
        if not await self.level(seq):
            raise Refusal("unavailable", NO_ANSWER)

    async def _take_founding(self, entry: StoredEntry) -> None:
        """The first entry has everybody who is invited, so it is taken into a state of its own, unless it is told
        meanwhile. Nothing that follows it is taken from what is told before it stands: `_read_on` reads once more.
        """  # fmt: skip
        events, state = read(entry), MeetingState(self.id)
        await evolve_by_turns(state, events)
        if self.position.seq == 0:
            self.state = state
            self._took(entry, events)

    def _take_foreign(self, entry: StoredEntry) -> bool:
        """Apply an entry of the log; False if it does not follow on what is held."""
        if entry.last <= self.position.seq:
            return True
        events = read(entry)
        if not events or events[0].seq != self.position.seq + 1:
            return False
        for event in events:
            evolve(self.state, event)
        self._took(entry, events)
        return True

    def _took(self, entry: StoredEntry, events: list[AnyEvent]) -> None:
        self._unsettled = True
        self._advance(entry, events)
        self.delivery.changed()

    def _advance(self, entry: StoredEntry, events: list[AnyEvent]) -> None:
        before = self.position.seq
        self.chain.take(entry)
        self._reseat(before)
        if any(map(is_over, events)):
            self.urn_is_over = True
            self.chain.forget_votes()
        for event in events:
            if isinstance(event, MemberRevoked):
                self.dismiss(event.member)
            elif isinstance(event, MemberErased):
                self.dismiss(event.member)
                self.erasing_is_due = self.snapshot_is_due = True

    async def _give_back(self) -> bool:
        """If all that happened is that the log lost its tail, and this node still has it, append it as it was."""
        for _ in range(MAX_ROUNDS):
            end = await self._log.position(self.id)
            if end == self.position:
                # What others gave back they may still be waiting for.
                self._unsettled = True
                return True
            if end is not None and end.seq > self.position.seq:
                # Others went on meanwhile; whether this node's tail is theirs shows at the end of what they wrote.
                if not await self._read_on():
                    return False
                continue
            lost = self.chain.after(end)
            if end is None or lost is None or not all(map(can_give_back, lost)):
                return False
            _log.error("room %s: the log lost entries after seq %d; given back", self.id, end.seq)
            try:
                for entry in lost:
                    await self._log.append(self.id, end, entry)
                    end = advance(end, entry)
            except Conflict:
                # Another node gives them back too.
                continue
            except Unknown as error:
                raise Unavailable(str(error)) from error
            self.doubt_removals()
            # Some of it another node may have given back just before, and still be waiting for.
            self._unsettled = True
            return True
        return False

    async def _reload(self) -> None:
        """The log is not the one this state came from (it lost its tail): begin again from what there is.

        Until all of it is read the old state stands: whoever comes meanwhile must not find an empty room.
        """
        _log.error("room %s: the log lost entries after seq %d; reading it anew", self.id, self.position.seq)
        state, chain, page = MeetingState(self.id), Chain(self.id), FIRST_PAGE
        while found := await self._log.read(self.id, chain.position.seq, limit=page):
            page = _next_page(page, found, chain.position.seq)
            for entry in found:
                await evolve_by_turns(state, read(entry))
                chain.take(entry)
            await asyncio.sleep(0)
        common = {seq for seq, head in self.chain.heads.items() if chain.heads.get(seq) == head}
        before, self.state, self.chain = self.state, state, chain
        self.snapshot_is_due = True
        self.doubt_removals()
        self.delivery.begin_anew(common)
        if chain.position.seq == 0:
            self.end("The room is gone.")
        for connection, seat in list(self.delivery.seats.items()):
            if seat.member is not None and valid_from(before, seat.member) < valid_from(state, seat.member):
                # Revoked by what another node wrote in place of what was lost.
                self.leave(connection)
                connection.close("unauthenticated", retry=False)
            else:
                self._send_what_follows(connection)
        # What was told while it was read was taken for what follows on the old state.
        self._catch_up_soon()

    def doubt_removals(self) -> None:
        """What was to be removed from the store may be there: a crash came in between, or a failover undid it, which
        shows at no head.
        """  # fmt: skip
        self.erasing_is_due = self.erasing_is_due or bool(erased_in(self.state))
        self.urn_is_over = self.urn_is_over or had_urn(self.state)

    async def erase_words(self) -> None:
        """Remove from the store what erased members wrote, unless that is done. Raises Unavailable."""
        async with self._erasing:
            self.erasing_is_due = False
            try:
                for member in sorted(erased_in(self.state) - await self._log.erased(self.id)):
                    await remove_words(self._log, self._drafts, self.state, member, self._papers)
            except Unavailable:
                self.erasing_is_due = True
                raise

    def end(self, why: str) -> None:
        """There is no such room any more: its connections are told, its commands are refused."""
        self.failed = why
        for connection in list(self.delivery.seats):
            self.leave(connection)
            connection.close("not_found", retry=False)

    def _committed(self) -> tuple[MeetingState, Position]:
        return self.state, self.position

    def _resume(self, member: str | None, seq: int) -> Frame:
        if seq == FORKED:
            return event_frame("sync", self._sync(member, None, "fork"))
        return event_frame("sync", self.sync(member, seq=seq, head=self.chain.short(seq)))

    # Connections ----------------------------------------------------------------------------------------------------

    def join(self, connection: Connection, member: str | None, *, seq: int | None, head: str | None) -> None:
        """Seat a connection: it gets one `sync`, then updates. Refuses `unauthenticated`."""
        viewer = self.viewer(member)
        connection.send(event_frame("sync", self.sync(member, seq=seq, head=head)))
        self.delivery.add(connection, member, viewer.cls)
        if member is not None:
            self.presence.came(member)
        self.courtesy.greet(connection, viewer.cls)

    def resync(self, connection: Connection, member: str | None, *, seq: int, head: str) -> bytes:
        """The payload of a `sync` that a seated connection asked for; it stands where that leads."""
        payload = self.sync(member, seq=seq, head=head)
        if connection in self.delivery.seats:
            self.delivery.seats[connection].at = self.position.seq
        return payload

    def leave(self, connection: Connection) -> None:
        """The connection is gone."""
        seat = self.delivery.drop(connection)
        self.courtesy.forget(connection)
        if seat is not None and seat.member is not None and not self.delivery.of_member(seat.member):
            self.presence.left(seat.member, self.now())

    def _reseat(self, before: int) -> None:
        """Whoever's class changed gets a whole view of the new one; whoever is no member any more is let go."""
        changed = self.state.changed_since(before)
        for collection, key in changed:
            if collection == "members":
                self._check_seats(self.delivery.of_member(key))
            elif collection == "meeting":
                self._expect_chair()
                desk = list(self.delivery.of_class("desk"))
                presiding = self.state.meeting.presiding
                self._check_seats(desk + (self.delivery.of_member(presiding) if presiding else []))

    def _expect_chair(self) -> None:
        """Whoever presides and was never seen here has been gone since now, not since ever."""
        if (presiding := self.state.meeting.presiding) is not None:
            self.presence.expect(presiding, self.now())

    def _check_seats(self, connections: list[Connection]) -> None:
        for connection in connections:
            seat = self.delivery.seats.get(connection)
            if seat is None or seat.member is None:
                continue
            if self.state.get(Member, seat.member) is None:
                self.leave(connection)
                connection.close("unauthenticated", retry=False)
            elif (cls := class_of(self.state, seat.member)) != seat.cls:
                self.delivery.reseat(connection, cls)
                if not seat.is_lagging:
                    self.delivery.bring_level(connection, event_frame("sync", self._sync(seat.member, None, "class")))
                self.courtesy.reseated(connection)

    def dismiss(self, member: str) -> None:
        """End every connection of a member, whose tokens are void now."""
        for connection in self.delivery.of_member(member):
            self.leave(connection)
            connection.close("unauthenticated", retry=False)

    def _send_what_follows(self, connection: Connection) -> None:
        """The state is another's: from where the connection stands, or all of it where this log does not have that."""
        seat = self.delivery.seats[connection]
        if seat.member is not None and self.state.get(Member, seat.member) is None:
            self.leave(connection)
            connection.close("unauthenticated", retry=False)
            return
        if seat.member is not None and (cls := class_of(self.state, seat.member)) != seat.cls:
            self.delivery.reseat(connection, cls)
        # Also who stands at the end: they may have heard an answer that is true no more.
        if not seat.is_lagging:
            self.delivery.bring_level(connection, self._resume(seat.member, seat.at))

    # Views and pages ------------------------------------------------------------------------------------------------

    def sync(self, member: str | None, *, seq: int | None, head: str | None) -> bytes:
        """The payload of `sync`: a patch when the cursor is one of this log's, else the whole view."""
        if seq is None or head is None:
            return self._sync(member, None, None)
        reset = self.chain.reset_for(seq, head)
        if reset != "fork" and member is not None and class_since(self.state, member) > seq:
            reset = "class"
        return self._sync(member, seq if reset is None and seq > 0 else None, reset)

    def _sync(self, member: str | None, since: int | None, reset: Reset | None) -> bytes:
        viewer = self.viewer(member)
        return self._syncs.payload(self.state, self.position, viewer, now=self.now(), since=since, reset=reset)

    def page(self, member: str | None, question: PageQuestion) -> bytes:
        """One page of a collection as this member is shown it. Refuses `invalid`, `forbidden`, `not_found`."""
        return page_of(self.state, self.viewer(member), question)

    async def log_page(self, member: str | None, question: PageQuestion) -> bytes:
        """One page of the collection `log`, for the desk. Refuses `forbidden`, `invalid`, `unavailable`."""
        check_asker(self.viewer(member).cls)
        try:
            return await log_page(self._log, self.state, question, member)
        except Unavailable as error:
            raise Refusal("unavailable", "The store does not answer.") from error

    async def close(self) -> None:
        """Stop following; answer what waits with `unavailable`."""
        await self._log.unfollow(self.id, self._told)
        for task in (self._worker, self._catching_up):
            if task is not None:
                task.cancel()
                await asyncio.wait([task], timeout=5)
        refuse_all(list(self._waiting), Refusal("unavailable", "The server is stopping; send the same id again."))
        self._waiting.clear()
        self.delivery.close()
        self.courtesy.close()
