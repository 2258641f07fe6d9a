"""View and patches agree with a fresh view, for every class, member and office (PROTOCOL, section 9).

A replica holds a view and applies patches, now after every command, now after many. It must hold all of a fresh view,
and whatever else it holds (comments and turns that left the window) must be what it would be shown now.
"""

from collections.abc import Iterator

import pytest
from hypothesis import given

from giotay.meeting.authority import class_of, class_since
from giotay.meeting.state import MeetingState
from giotay.meeting.visibility import audience_of, shown
from giotay.room.view import Patch, Shown, fresh_view, patch_since, view_id
from giotay_protocol.entities import ENTITIES, Comment, Entity, Invite, Member, Statement, Turn, collections_of
from giotay_protocol.names import Class
from tests.meeting.hall import Hall
from tests.meeting.test_properties import give, quickly, thoroughly
from tests.meeting.wild import Wild, runs

_WINDOWS = {Comment.collection, Turn.collection}
_KINDS = {kind.collection: kind for kind in ENTITIES}


class Replica:
    """What one client holds: a member's phone or desk, or a projector (`member` None)."""

    def __init__(self, state: MeetingState, member: str | None) -> None:
        self.member = member
        self.start(state)

    def start(self, state: MeetingState) -> None:
        """A whole view."""
        self.cls: Class = "screen" if self.member is None else class_of(state, self.member)
        self.view: Shown = fresh_view(state, self.cls, self.member)
        self.seq = state.seq

    def catch_up(self, state: MeetingState) -> None:
        """What `sync` does: a new view when the class changed since, else the patch."""
        if self.member is not None and class_since(state, self.member) > self.seq:
            self.start(state)
            return
        patch = patch_since(state, self.seq, self.cls, self.member)
        check_patch(state, patch, self.cls, self.member)
        for collection, entities in patch.items():
            for key, entity in entities.items():
                if entity is None:
                    self.view[collection].pop(key, None)
                else:
                    self.view[collection][key] = entity
        self.seq = state.seq

    def agree(self, state: MeetingState) -> None:
        """Held is what a fresh view holds; what else is held is what would be shown now."""
        fresh = fresh_view(state, self.cls, self.member)
        assert self.view.keys() == fresh.keys() == set(collections_of(self.cls))
        for collection, entities in fresh.items():
            held = self.view[collection]
            for key, entity in entities.items():
                assert held.get(key) == entity, f"{collection} {key} as {self.cls} {self.member}"
            for key in held.keys() - entities.keys():
                assert collection in _WINDOWS, f"{collection} {key} should have gone from {self.cls} {self.member}"
                assert held[key] == seen(state, collection, key, self.cls, self.member)


def seen(state: MeetingState, collection: str, key: str, cls: Class, member: str | None) -> Entity | None:
    """What this viewer is shown of an entity now."""
    entity = state.get(_KINDS[collection], key)
    return shown(entity, cls, member) if entity is not None else None


def check_patch(state: MeetingState, patch: Patch, cls: Class, member: str | None) -> None:
    """Nothing but what is shown; a null only for what was once shown to this class or this member."""
    for collection, entities in patch.items():
        own = {view_id((collection, key)): key for key in _keys(state, collection, member)}
        for key, entity in entities.items():
            real = own.get(key, key)
            assert entity == seen(state, collection, real, cls, member), f"{collection} {key}"
            if entity is None:
                record = state.record(collection, real)
                assert record is not None
                assert record.classes & {"desk": 1, "hall": 2, "screen": 4}[cls] or member in record.members


def _keys(state: MeetingState, collection: str, member: str | None) -> Iterator[str]:
    """The real ids of what is this member's own."""
    if member is not None:
        yield from (key for name, key in state.private_to(member) if name == collection and key.endswith(f":{member}"))


def viewers(state: MeetingState) -> list[str | None]:
    return [None, *(member.id for member in state.all(Member))]


def views_and_patches_agree(run: tuple[Hall, list[Wild]]) -> None:
    hall, wilds = run
    prompt = {viewer: Replica(hall.state, viewer) for viewer in viewers(hall.state)}
    sleepy = {viewer: Replica(hall.state, viewer) for viewer in viewers(hall.state)}
    for number, wild in enumerate(wilds):
        give(hall, wild, number)
        there = viewers(hall.state)
        for viewer in there:
            if viewer not in prompt:
                prompt[viewer] = Replica(hall.state, viewer)
            prompt[viewer].catch_up(hall.state)
            prompt[viewer].agree(hall.state)
        if number % 11 == 10:
            for viewer in set(there) & sleepy.keys():
                sleepy[viewer].catch_up(hall.state)
                sleepy[viewer].agree(hall.state)


@quickly
@given(runs(40))
def test_views_and_patches_agree(run: tuple[Hall, list[Wild]]) -> None:
    views_and_patches_agree(run)


@pytest.mark.slow
@thoroughly
@given(runs(40))
def test_views_and_patches_agree_at_length(run: tuple[Hall, list[Wild]]) -> None:
    views_and_patches_agree(run)


@quickly
@given(runs(40))
def test_overlapping_and_repeated_patches_do_no_harm(run: tuple[Hall, list[Wild]]) -> None:
    hall, wilds = run
    viewer = next(member.id for member in hall.state.all(Member) if member.office == "member")
    replica = Replica(hall.state, viewer)
    for number, wild in enumerate(wilds):
        give(hall, wild, number)
        if hall.state.get(Member, viewer) is None:
            return
        before = replica.seq
        replica.catch_up(hall.state)
        replica.agree(hall.state)
        if class_since(hall.state, viewer) <= max(0, before - 5):
            replica.seq = max(0, before - 5)
            replica.catch_up(hall.state)
            replica.agree(hall.state)


@quickly
@given(runs(40))
def test_nobody_is_shown_what_is_not_theirs(run: tuple[Hall, list[Wild]]) -> None:
    """`shown` and `audience_of` say the same; the hall is shown no PIN, no birthday, no private words."""
    hall, wilds = run
    for number, wild in enumerate(wilds):
        give(hall, wild, number)
    for viewer in viewers(hall.state):
        cls: Class = "screen" if viewer is None else class_of(hall.state, viewer)
        view = fresh_view(hall.state, cls, viewer)
        for collection, entities in view.items():
            for entity in entities.values():
                audience = audience_of(entity)
                bit = {"desk": 1, "hall": 2, "screen": 4}[cls]
                if collection != "reacted":
                    assert audience.classes & bit or viewer in audience.members, f"{collection} {entity.id}"
        if cls != "desk":
            assert all(meeting.settings.pin is None for meeting in view["meeting"].values())  # type: ignore[attr-defined]
            assert all(
                member.birth_date is None or member.id == viewer  # type: ignore[attr-defined]
                for member in view["members"].values()
            )  # fmt: skip
        for statement in view["statements"].values():
            assert isinstance(statement, Statement)
            if statement.status != "revealed" and viewer not in (statement.member, statement.reader):
                assert cls == "desk"
                assert statement.sections == []
        for invite in view.get("invites", {}).values():
            assert isinstance(invite, Invite)
            assert viewer in (invite.member, hall.meeting.presiding)
        for comment in view["comments"].values():
            assert isinstance(comment, Comment)
            if cls != "desk" and comment.author != viewer:
                assert comment.status not in ("hidden",)
                assert comment.scope == "all" or (comment.scope == "subject" and comment.subject == viewer)
                assert comment.status != "pending" or (comment.hold == "screen" and cls == "hall")
