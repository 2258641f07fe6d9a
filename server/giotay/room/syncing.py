"""The payload of `sync`: where a connection begins, or begins again.

What a class shares is encoded once for a seq, so that a hall that comes back at once costs one encoding; what is one's
own is put beside it.
"""

from typing import Any

import msgspec
from msgspec import Struct

from giotay.meeting.authority import class_of
from giotay.meeting.state import MeetingState
from giotay.room.view import class_view, patch_since, private_entities, view_id
from giotay.storage.entry import Position
from giotay_protocol.entities import Member
from giotay_protocol.names import Class, Office, Reset
from giotay_protocol.refusals import Refusal

_encoder = msgspec.json.Encoder()
_Encoded = dict[str, dict[str, msgspec.Raw]]


class Viewer(Struct, frozen=True):
    """Who looks: a member with office and class, or a projector (`member` None)."""

    member: str | None
    office: Office | None
    cls: Class


def viewer_of(state: MeetingState, member: str | None) -> Viewer:
    """Who a token's member is now. Refuses `unauthenticated` when there is no such member any more."""
    if member is None:
        return Viewer(None, None, "screen")
    found = state.get(Member, member)
    if found is None:
        raise Refusal("unauthenticated", "There is no such member.")
    return Viewer(member, found.office, class_of(state, member))


class Syncs:
    """Makes the payloads of one room, and keeps what classes share."""

    def __init__(self) -> None:
        self._shared: dict[Class, tuple[bytes, _Encoded]] = {}

    def payload(
        self,
        state: MeetingState,
        position: Position,
        viewer: Viewer,
        *,
        now: int,
        since: int | None,
        reset: Reset | None,
    ) -> bytes:
        """JSON: the patch since a seq of this log, or without one the whole view; the shorter of both."""
        whole = self._view(state, position, viewer)
        body: dict[str, Any] = {"mode": "view", "view": whole}
        if since is not None:
            patch = msgspec.Raw(_encoder.encode(patch_since(state, since, viewer.cls, viewer.member)))
            if len(memoryview(patch)) <= len(memoryview(whole)):
                body = {"mode": "patch", "patch": patch}
        me = {"member": viewer.member, "office": viewer.office, "class": viewer.cls}
        return _encoder.encode({
            "room": state.room, "me": me, **body,
            "seq": position.seq, "head": position.short, "now": now, "reset": reset,
        })  # fmt: skip

    def _view(self, state: MeetingState, position: Position, viewer: Viewer) -> msgspec.Raw:
        head, shared = self._shared.get(viewer.cls, (b"", {}))
        if head != position.head:
            shared = {
                name: {key: msgspec.Raw(_encoder.encode(entity)) for key, entity in entities.items()}
                for name, entities in class_view(state, viewer.cls).items()
            }
            self._shared[viewer.cls] = (position.head, shared)
        mine: _Encoded = {}
        if viewer.member is not None:
            for key, entity in private_entities(state, viewer.cls, viewer.member):
                if key[0] in shared:
                    mine.setdefault(key[0], {})[view_id(key)] = msgspec.Raw(_encoder.encode(entity))
        if mine:
            shared = {
                name: {**entities, **mine[name]} if name in mine else entities for name, entities in shared.items()
            }
        return msgspec.Raw(_encoder.encode(shared))
