"""The contract is complete: every command and collection of version 1, the TypeScript types, a golden log."""

import json
from pathlib import Path

import pytest

from giotay.meeting.evolve import evolve
from giotay.meeting.state import MeetingState
from giotay.room.view import fresh_view
from giotay.storage.archive import verify
from giotay.storage.entry import StoredEntry, read
from giotay_protocol.commands import COMMANDS
from giotay_protocol.entities import collections_of
from giotay_protocol.typescript import TARGET, render

GOLDEN = Path(__file__).parent / "golden"

VERSION_1 = """
meeting: update open pause resume close lock unlock
chair: hand_over take_over reclaim
member: add update remove declare admit refuse revoke mute unmute erase
attendance: check_in mark
quorum: override
agenda: add update move remove start finish skip reopen
hand: raise lower move
queue: update
floor: grant
turn: start pause resume end extend undo_end undo_call note remind decline
round: start update next call phase defer excuse restore finish fit
statement: save submit reveal
comment: post edit retract move approve hide restore pin unpin react unreact tag untag resolve
topic: add update merge remove
document: update publish withdraw progress confirm
poll: create update open close publish cancel vote count recount reserve
conclusion: add update remove
commitment: make update withdraw review
invite: send answer
screen: show shutter pair
minutes: write circulate object settle approve add
scorecard: set confirm score
"""


def test_every_command_of_version_1_has_a_shape() -> None:
    """[C1] None may be renamed; some may be added."""
    wanted = {
        f"{noun.strip()}.{verb}"
        for line in VERSION_1.strip().splitlines()
        for noun, _, verbs in [line.partition(":")]
        for verb in verbs.split()
    }
    assert wanted <= set(COMMANDS)


def test_every_collection_of_version_1_is_in_the_desks_view() -> None:
    """[V1]"""
    wanted = (
        "meeting members agenda queues hands turns reminders rounds slots statements comments reacted topics documents "
        "readings polls ballots conclusions commitments invites screen minutes scorecard requests"
    )
    assert set(wanted.split()) == set(collections_of("desk"))


def test_the_typescript_types_are_fresh() -> None:
    assert TARGET.read_text("utf-8") == render()


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.giotay")), ids=lambda file: file.stem)
def test_the_log_of_every_release_replays_to_the_same_view(file: Path) -> None:
    """[L7] A log written by an earlier release means today what it meant then."""
    lines = file.read_bytes().splitlines(keepends=True)
    assert verify(lines).problem is None
    state = MeetingState(json.loads(lines[0])["room"])
    for line in lines[1:]:
        found = json.loads(line)
        for event in read(StoredEntry(found["last"], found["entry"].encode(), found["texts"])):
            evolve(state, event)
    for cls in ("desk", "hall", "screen"):
        kept = json.loads((GOLDEN / f"{file.stem}.{cls}.json").read_text("utf-8"))
        assert _as_json(fresh_view(state, cls, None)) == kept


def test_there_is_a_golden_log() -> None:
    assert list(GOLDEN.glob("*.giotay"))


def _as_json(view: object) -> object:
    from giotay_protocol.codec import encode

    return json.loads(encode(view))
