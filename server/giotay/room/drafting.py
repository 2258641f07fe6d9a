"""Drafts beside the log: fetched for the commands that hand one in, kept for those that write one, shown to who wrote.

A draft is durable before its ack, like an event, and unlike an event it is overwritten.
"""

import asyncio

from giotay.meeting.authority import class_of
from giotay.meeting.state import MeetingState
from giotay.room.batch import Batch, Request, refuse_draft
from giotay.storage.drafts import Drafts
from giotay_protocol.drafts import Draft, DraftKey, key_of
from giotay_protocol.entities import Member
from giotay_protocol.refusals import Refusal


async def drafts_needed(drafts: Drafts, room: str, requests: list[Request]) -> dict[DraftKey, Draft]:
    """The drafts of everybody who hands one in with these requests. Raises Unavailable."""
    members = dict.fromkeys(request.hands_in.member for request in requests if request.hands_in is not None)
    return {
        key_of(member, draft): draft for member in members for draft in await drafts.of(room, member)
    }  # fmt: skip


async def keep_drafts(drafts: Drafts, room: str, batch: Batch) -> None:
    """Store what a batch wrote; of a person or a room that is gone nothing is kept. Raises Unavailable."""
    written = list(batch.written.items())
    kept = await asyncio.gather(*(drafts.keep(room, key.member, draft) for key, draft in written))
    for (key, _), done in zip(written, kept, strict=True):
        if not done:
            refuse_draft(batch, key, Refusal("not_found", "Whose draft this is, is gone."))


def whose(state: MeetingState, asker: str | None, wanted: str | None) -> DraftKey:
    """Whose drafts, and which of them, an asker may read: their own, or those that the desk wrote down for a member.

    `asker` None is the host. Refuses `forbidden` and `not_found`.
    """
    if wanted is None or wanted == asker:
        if asker is None:
            raise Refusal("forbidden", "The host has no drafts; say for whom.")
        return DraftKey(member=asker, item=None, body=None, by_desk=False)
    if asker is not None and class_of(state, asker) != "desk":
        raise Refusal("forbidden", "Only the desk writes for a member.")
    if state.get(Member, wanted) is None:
        raise Refusal("not_found", "There is no such member.", field="for")
    return DraftKey(member=wanted, item=None, body=None, by_desk=True)


async def readable_drafts(drafts: Drafts, state: MeetingState, asker: str | None, wanted: str | None) -> list[Draft]:
    """[T10] The drafts an asker may read back, the last saved first. Refuses as `whose`; raises Unavailable."""
    key = whose(state, asker, wanted)
    found = [draft for draft in await drafts.of(state.room, key.member) if draft.by_desk == key.by_desk]
    return sorted(found, key=lambda draft: -draft.saved_at)
