"""The contract is complete: every command and collection of version 1, the TypeScript types, a golden log."""

import json
from pathlib import Path

import pytest

from giotay.meeting.evolve import evolve
from giotay.meeting.state import MeetingState
from giotay.room.view import fresh_view
from giotay.storage.archive import verify
from giotay.storage.entry import StoredEntry, read
from giotay_protocol.codec import encode
from giotay_protocol.commands import COMMANDS
from giotay_protocol.entities import collections_of
from giotay_protocol.events import EVENTS
from giotay_protocol.names import Class
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
    """[WC1] None may be renamed; some may be added."""
    wanted = {
        f"{noun.strip()}.{verb}"
        for line in VERSION_1.strip().splitlines()
        for noun, _, verbs in [line.partition(":")]
        for verb in verbs.split()
    }
    assert wanted <= set(COMMANDS)


def test_every_collection_of_version_1_is_in_the_desks_view() -> None:
    """[WV1]"""
    wanted = (
        "meeting members agenda queues hands turns reminders rounds slots statements comments reacted topics documents "
        "readings polls ballots conclusions commitments invites screen minutes scorecard requests voices "
        "voters reservations lowered named prepared scorings"
    )
    assert set(wanted.split()) == set(collections_of("desk"))


def test_the_typescript_types_are_fresh() -> None:
    assert TARGET.read_text("utf-8") == render()


def views_of(file: Path) -> dict[str, str]:
    """What every class is shown at the end of an exported log, as JSON."""
    lines = file.read_bytes().splitlines(keepends=True)
    assert verify(lines).problem is None
    state = MeetingState(json.loads(lines[0])["room"])
    for line in lines[1:]:
        found = json.loads(line)
        if "entry" not in found:
            continue
        for event in read(StoredEntry(found["last"], found["entry"].encode(), found["texts"])):
            evolve(state, event)
    classes: tuple[Class, ...] = ("desk", "hall", "screen")
    return {cls: encode(fresh_view(state, cls, None)).decode() for cls in classes}


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.giotay")), ids=lambda file: file.stem)
def test_the_log_of_every_release_replays_to_the_same_view(file: Path) -> None:
    """[WL7] A log written by an earlier release means today what it meant then; fields may be added."""
    for cls, view in views_of(file).items():
        kept = json.loads((GOLDEN / f"{file.stem}.{cls}.json").read_text("utf-8"))
        now = json.loads(view)
        for collection, entities in kept.items():
            assert now[collection].keys() == entities.keys()
            for key, entity in entities.items():
                assert _within(entity, now[collection][key])


def _within(kept: object, now: object) -> bool:
    """Everything that was kept is there, equal; something may have been added."""
    if isinstance(kept, dict) and isinstance(now, dict):
        return all(key in now and _within(value, now[key]) for key, value in kept.items())
    return kept == now


# What the newest golden log leaves out, and why.
NOT_IN_IT = {
    "member.erased": "it takes words out of the log",
    "screen.paired": "six letters of a real projector",
}


def test_the_newest_golden_log_has_every_event_there_is() -> None:
    """[WL7] Whoever adds an event writes a new golden log with the next release."""
    newest = max(GOLDEN.glob("*.giotay"), key=lambda file: [int(part) for part in file.stem[1:].split("_")])
    lines = [json.loads(line) for line in newest.read_bytes().splitlines()]
    entries = [json.loads(found["entry"]) for found in lines if "entry" in found]
    told = {event["type"] for entry in entries for event in entry["events"]}
    assert EVENTS.keys() - told - NOT_IN_IT.keys() == set()
