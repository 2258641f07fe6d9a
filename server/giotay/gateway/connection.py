"""One member's, or one projector's, connection to one room: what it says goes to the room, what the room says to it.

[Order] Commands take effect in the order sent: each is handed to the room at once, in that order, without waiting for
the answer to the one before. [Answers] An ack goes out when the room has answered, and not at all to a client that
has stopped reading.
"""

import logging
from functools import partial
from time import perf_counter
from typing import Any, Final

from msgspec import Struct

from giotay.engine.framing import GOING_AWAY
from giotay.engine.peer import Peer
from giotay.gateway.commands import Commands
from giotay.gateway.credentials import Credential
from giotay.gateway.rates import Limits
from giotay.gateway.tasks import Tasks
from giotay.gateway.young import Young
from giotay.room.batch import Found, ack_of
from giotay.room.frame import Frame
from giotay_protocol.codec import command_of, encode, shaped
from giotay_protocol.commands import AnyCommand, CastVote, PostComment
from giotay_protocol.envelope import Auth, ClockQuestion, PageQuestion, Resync, TypingNotice
from giotay_protocol.refusals import Refusal, invalid

log = logging.getLogger("giotay.gateway")

# Commands of one connection on their way at once; more than the rate allows while the store takes its time.
IN_FLIGHT_MAX: Final = 64
# A client with this much unread is told nothing it can do without (delivery calls it lagging).
UNREAD_MAX: Final = 256 * 1024


class Shared(Struct, frozen=True):
    """What all connections of this node share."""

    commands: Commands
    limits: Limits
    tasks: Tasks
    young: Young


class Connection:
    """An accepted connection. Implements the room's `Connection` and the engine's `Client`."""

    __slots__ = ("_behind", "_cursor", "_in_flight", "_peer", "_room", "_shared", "_socket", "credential")

    def __init__(self, peer: Peer, credential: Credential, auth: Auth, shared: Shared) -> None:
        self._peer = peer
        self._socket = peer.socket
        self._room = credential.room
        self.credential = credential
        self._cursor = (auth.seq, auth.head)
        self._shared = shared
        self._in_flight = 0
        # Commands behind one that the room does not have yet; None where there is none.
        self._behind: list[tuple[AnyCommand, str | None, float]] | None = None

    # What the room says -----------------------------------------------------------------------------------------------

    def send(self, frame: Frame) -> int:
        socket = self._socket
        direct = socket.direct
        if direct is None:
            return socket.send_later(frame.packet)
        return direct(frame.deflated if socket.deflates else frame.ws)

    def buffered(self) -> int:
        return self._socket.buffered()

    def close(self, code: str, *, retry: bool, after_ms: int = 0) -> None:
        self._peer.emit("bye", encode({"code": code, "retry": retry, "after_ms": after_ms}))
        if retry:
            # A Socket.IO client comes back by itself from a closed transport, and never from a DISCONNECT.
            self._socket.close("server", GOING_AWAY, quietly=True)
        else:
            self._peer.disconnect()

    def abort(self) -> None:
        self._socket.abort()

    # What the client says ---------------------------------------------------------------------------------------------

    def joined(self) -> None:
        seq, head = self._cursor
        try:
            self.credential.check()
            self._room.join(self, self.credential.member, seq=seq, head=head)
            self._shared.young.add(self)
        except Refusal as refusal:
            self.close(refusal.code, retry=False)

    def left(self, reason: str) -> None:
        self._shared.young.discard(self)
        self._room.leave(self)

    def heard(self, name: str, arguments: list[Any], ack: str | None) -> None:
        payload = arguments[0] if arguments else None
        if name != "command" and self.buffered() > UNREAD_MAX:
            return
        try:
            if len(arguments) > 1:
                raise invalid("payload", "A message has one payload.")
            match name:
                case "command":
                    self._command(payload, ack)
                case "clock":
                    self._clock(payload, ack)
                case "resync":
                    self._resync(payload, ack)
                case "page":
                    self._page(payload, ack)
                case "typing":
                    self._room.courtesy.typing(self, shaped(payload, TypingNotice).on)
                case _:
                    raise invalid("message", "There is no such message.")
        except Refusal as refusal:
            self._refuse(ack, refusal)
        except Exception:
            log.exception("room %s at seq %d: %s failed", self._room.id, self._room.state.seq, name)
            self._refuse(ack, Refusal("internal", "Something went wrong."))

    def _command(self, payload: object, ack: str | None) -> None:
        command = command_of(payload)
        self._shared.limits.commands.take(self.credential.asker)
        if self._in_flight >= IN_FLIGHT_MAX:
            raise Refusal("rate_limited", "Too many commands wait for their answer.", retry_ms=1_000)
        self._in_flight += 1
        if self._behind is not None:
            self._behind.append((command, ack, perf_counter()))
        else:
            self._hand_on(command, ack, perf_counter())

    def _hand_on(self, command: AnyCommand, ack: str | None, began: float) -> None:
        who = self.credential
        if who.member is None or self._shared.commands.needs_more(command):
            # What comes behind it waits until the room has it.
            self._behind = []
            self._shared.tasks.start(self._carry_out(command, ack, began))
            return
        try:
            self._room.post(who.member, command, partial(self._answered, command, ack, began), secret=who.secret)
        except Exception:
            self._in_flight -= 1
            self._bug(command, ack)

    def _go_on(self) -> None:
        """The room has the command that was waited for: those behind it follow."""
        behind, self._behind = self._behind or [], None
        for number, (command, ack, began) in enumerate(behind):
            self._hand_on(command, ack, began)
            if self._behind is not None:
                self._behind = behind[number + 1 :]
                return

    def _answered(self, command: AnyCommand, ack: str | None, began: float, found: Found) -> None:
        self._in_flight -= 1
        if isinstance(found, Refusal):
            self._refuse(ack, found)
        else:
            self._answer(ack, encode(ack_of(found)))
        self._note(command, found.code if isinstance(found, Refusal) else "ok", began)

    def _note(self, command: AnyCommand, outcome: str, began: float) -> None:
        self._shared.commands.tally.count(outcome, perf_counter() - began)
        if log.isEnabledFor(logging.DEBUG) and not _is_nobodys(command):
            log.debug("room %s: %s: %s", self._room.id, _kind(command), outcome, extra=self._facts(command))

    async def _carry_out(self, command: AnyCommand, ack: str | None, began: float) -> None:
        who, outcome, is_queued = self.credential, "ok", False

        def queued() -> None:
            nonlocal is_queued
            if not is_queued:
                is_queued = True
                self._go_on()

        try:
            answer = await self._shared.commands.of_member(self._room, who.member, command, who.secret, queued)
        except Refusal as refusal:
            outcome = refusal.code
            self._refuse(ack, refusal)
        except Exception:
            outcome = "internal"
            self._bug(command, ack)
        else:
            self._answer(ack, encode(answer))
        finally:
            self._in_flight -= 1
            queued()
        self._note(command, outcome, began)

    def _bug(self, command: AnyCommand, ack: str | None) -> None:
        facts = self._facts(command)
        log.exception("room %s at seq %d: %s failed", facts["room"], facts["seq"], _kind(command), extra=facts)
        self._refuse(ack, Refusal("internal", "Something went wrong."))

    def _facts(self, command: AnyCommand) -> dict[str, object]:
        """Which command this is, for a log that programs read."""
        facts = {"room": self._room.id, "seq": self._room.state.seq, "type": _kind(command)}
        return facts if _is_nobodys(command) else {**facts, "command": command.id}

    def _clock(self, payload: object, ack: str | None) -> None:
        question = shaped(payload, ClockQuestion)
        self._answer(ack, encode({"sent": question.sent, "now": self._room.now()}))

    def _resync(self, payload: object, ack: str | None) -> None:
        cursor = shaped(payload, Resync)
        self._shared.limits.resyncs.take(self.credential.asker)
        if cursor.seq > self._room.state.seq:
            self._shared.tasks.start(self._resync_later(cursor, ack))
        else:
            self._sync(cursor, ack)

    async def _resync_later(self, cursor: Resync, ack: str | None) -> None:
        """The client has seen more than this node: it reads on first, so as not to call a fork what is none."""
        try:
            await self._room.reach(cursor.seq)
            self._sync(cursor, ack)
        except Refusal as refusal:
            self._refuse(ack, refusal)

    def _sync(self, cursor: Resync, ack: str | None) -> None:
        sync = self._room.resync(self, self.credential.member, seq=cursor.seq, head=cursor.head)
        if ack is None:
            # The ten lines of a client need no ack ids: it gets another `sync`.
            self._peer.emit("sync", sync)
        else:
            self._answer(ack, sync)

    def _page(self, payload: object, ack: str | None) -> None:
        question = shaped(payload, PageQuestion)
        self._shared.limits.pages.take(self.credential.asker)
        if question.collection == "log":
            self._shared.tasks.start(self._page_log(question, ack))
        else:
            self._answer(ack, self._room.page(self.credential.member, question))

    async def _page_log(self, question: PageQuestion, ack: str | None) -> None:
        try:
            self._answer(ack, await self._room.log_page(self.credential.member, question))
        except Refusal as refusal:
            self._refuse(ack, refusal)

    def _refuse(self, ack: str | None, refusal: Refusal) -> None:
        if self.buffered() <= UNREAD_MAX:
            self._answer(ack, encode({"ok": False, "error": refusal.as_wire()}))

    def _answer(self, ack: str | None, payload: bytes) -> None:
        if ack is not None:
            self._peer.answer(ack, payload)


def _kind(command: AnyCommand) -> str:
    return str(command.__struct_config__.tag)


def _is_nobodys(command: AnyCommand) -> bool:
    """Whether nothing may be written down by which its sender could be found out."""
    return isinstance(command, CastVote) or (isinstance(command, PostComment) and command.anonymous)
