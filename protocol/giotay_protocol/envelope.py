"""What surrounds views and commands on the wire: connect, sync, update, presence, acks, pages."""

from typing import Annotated, Literal

from msgspec import Meta, Raw, Struct

from giotay_protocol.names import Class, Office, Ref, Reset

Head = Annotated[str, Meta(pattern=r"^[0-9a-f]{24}\Z")]
Seq = Annotated[int, Meta(ge=0, le=2**53)]


class Client(Struct, frozen=True, kw_only=True):
    """Which program is speaking."""

    app: Annotated[str, Meta(min_length=1, max_length=40)] = "other"
    version: Annotated[str, Meta(max_length=40)] = "1"


class Auth(Struct, frozen=True, kw_only=True):
    """The `auth` of a Socket.IO connect."""

    token: Annotated[str, Meta(min_length=1, max_length=200)]
    seq: Seq | None = None
    head: Head | None = None
    client: Client = Client()


class Me(Struct, frozen=True, kw_only=True):
    """Who this connection is: a projector's `member` and `office` are null."""

    member: str | None
    office: Office | None
    cls: Class

    def __post_init__(self) -> None:
        """Nothing to check; the field is `class` on the wire."""


class Resync(Struct, frozen=True, kw_only=True):
    seq: Seq
    head: Head


class ClockQuestion(Struct, frozen=True, kw_only=True):
    sent: Annotated[float, Meta(ge=-1e15, le=1e15)]


class PageQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One page of a collection, in the order of `born`, then id."""

    collection: Ref
    limit: Annotated[int, Meta(ge=1, le=200)]
    before: Ref | None = None
    after: Ref | None = None
    where: Annotated[dict[str, str | int | float | bool | None], Meta(max_length=10)] | None = None


class TypingNotice(Struct, frozen=True, kw_only=True):
    on: Ref | None = None


class Sync(Struct, frozen=True, kw_only=True):
    """Where a connection begins, or begins again: a whole view, or the patch from where it stopped."""

    room: str
    me: Raw
    mode: Literal["view", "patch"]
    seq: int
    head: str
    now: int
    reset: Reset | None


class Ack(Struct, frozen=True, kw_only=True):
    """A command's events are durable; `seq` is its own last event."""

    ok: Literal[True]
    seq: int
