"""What became of one run: the one checker's violations, counted under four words.

Where the store itself may lose what it acknowledged, the history is first divided. What was heard on a branch that the
final log does not have is taken out, and in its place stands the demand of promise P4: whoever stood there was told,
by a `reset: "fork"` or by being let go. The rest is judged as any other history.
"""

import base64
from typing import Any, Literal

from msgspec import Struct

from giotay.storage.entry import StoredEntry, advance, origin, read
from tests.chaos.checker import Note, Violation, check, is_known
from tests.chaos.real.run import Outcome

# What the store itself may lose of what clients were told.
Lost = Literal["nothing", "shown", "acknowledged"]


class Verdict(Struct, frozen=True):
    """How often each promise was broken; what was acknowledged; what was lost and told. `struck` counts how often the
    fault took hold of something, `felt` what the clients noticed: connections that ended, answers that said to ask
    again, and commands sent again.
    """  # fmt: skip

    acknowledged: int
    struck: int
    felt: int
    lost: int
    doubled: int
    reordered: int
    undeclared: int
    other: int
    declared: int
    level_s: float
    what: list[str]

    @property
    def broken(self) -> int:
        return self.lost + self.doubled + self.reordered + self.undeclared + self.other


def judge(outcome: Outcome, *, may_lose: Lost, errors: list[str]) -> Verdict:
    """The verdict on one run."""
    notes, declared, untold = outcome.notes, 0, list[Violation]()
    if may_lose != "nothing":
        notes, declared, untold = _divided(outcome)
    if may_lose == "shown":
        untold += [Violation("I1", f"{declared} acknowledged commands are in the log 0 times")] * declared
        declared = 0
    found = [*check(outcome.meta, notes, outcome.log), *untold]
    found += [Violation("level", each) for each in outcome.left_behind]
    found += [Violation("bug", each) for each in errors]
    lost = [each for each in found if each.rule == "I1" and "in the log 0 times" in each.what]
    doubled = [each for each in found if each.rule in ("I1", "I2") and each not in lost]
    counted = {
        "lost": len(lost), "doubled": len(doubled),
        "reordered": sum(each.rule == "I4" for each in found),
        "undeclared": sum(each.rule in ("I7", "P4") for each in found),
    }  # fmt: skip
    acknowledged = {
        (note["member"], note["id"]) for note in notes if note["kind"] == "answer" and note["answer"]["ok"]
    }  # fmt: skip
    return Verdict(
        acknowledged=len(acknowledged), struck=outcome.struck, felt=_felt(notes), **counted,
        other=len(found) - sum(counted.values()), declared=declared, level_s=round(outcome.level_s, 2),
        what=[str(each) for each in found[:20]],
    )  # fmt: skip


def _felt(notes: list[Note]) -> int:
    ended = sum(note["kind"] == "end" for note in notes)
    again = sum(
        note["kind"] == "answer" and note["answer"].get("error", {}).get("code") == "unavailable" for note in notes
    )  # fmt: skip
    sent = [(note["who"], note["id"]) for note in notes if note["kind"] == "send"]
    repeated = len(sent) - len(set(sent))
    return int(ended + again + repeated)


def _divided(outcome: Outcome) -> tuple[list[Note], int, list[Violation]]:
    """The notes of the branch that stayed, how many acknowledged commands went with the other, and who was not told."""
    position = origin(outcome.meta["room"])
    heads = {0: position.short}
    # When each command was stored at the earliest, by its seq: one that was lost may be at the same seq again.
    stands: dict[tuple[str | None, str, int], float] = {}
    for each in outcome.log:
        entry = StoredEntry(each["last"], base64.b64decode(each["stored"]), each["texts"])
        position = advance(position, entry)
        heads[position.seq] = position.short
        stands |= {(event.by, event.command, event.seq): each["t"] for event in read(entry)}
    # Drafts are no events: they lie beside the log.
    drafts = {
        (note["member"], note["id"])
        for note in outcome.notes
        if note["kind"] == "send" and note["type"] == "statement.save"
    }
    # Of an anonymous comment the log has neither sender nor id.
    logged_as: dict[tuple[str, str], tuple[None, str]] = {
        (note["member"], note["id"]): (None, note["logged_as"]) for note in outcome.notes if "logged_as" in note
    }
    kept: list[Note] = []
    lost: set[tuple[str, str]] = set()
    astray: dict[str, int] = {}
    for note in outcome.notes:
        who, message = note["who"], note.get("message", {})
        match note["kind"]:
            case "answer" if note["answer"]["ok"]:
                key = (note["member"], note["id"])
                stored = stands.get((*logged_as.get(key, key), note["answer"]["seq"]))
                if key not in drafts and (stored is None or note["t"] < stored):
                    lost.add(key)
                    continue
            case "sync" | "stop" | "update":
                said: dict[str, Any] = note if note["kind"] == "stop" else message
                seq = said["to"] if note["kind"] == "update" else said["seq"]
                if heads.get(seq) != said["head"]:
                    astray[who] = seq
                    continue
                if note["kind"] == "sync" and message["mode"] == "view" and message["reset"] in ("fork", "too_long"):
                    told = astray.pop(who, None) is not None
                    if told or note["cursor"] is None:
                        # True for what this client held, whatever the log says now.
                        kept.append({**note, "message": {**message, "reset": None}, "cursor": None})
                        continue
                elif note["kind"] == "update" and who in astray:
                    continue
            case "bye" | "refused" if message["code"] in ("not_found", "unauthenticated"):
                astray.pop(who, None)
            case _:
                pass
        kept.append(note)
    untold = [Violation("P4", f"{who} stood at {seq}, which was lost, and was not told") for who, seq in astray.items()]
    again = {(note["member"], note["id"]) for note in kept if note["kind"] == "answer" and note["answer"]["ok"]}
    return kept, len(lost - again), untold + _left_in_the_dark(outcome.notes, lost - again)


def _left_in_the_dark(notes: list[Note], lost: set[tuple[str, str]]) -> list[Violation]:
    """[WL11] Who did what is lost, and was not told what became of it."""
    over = {note["member"] for note in notes if note["kind"] == "final" and note["is_over"]}
    about: dict[tuple[str, str], dict[str, list[Note]]] = {key: {"send": [], "answer": []} for key in lost}
    for note in notes:
        if note["kind"] in ("send", "answer") and (note["member"], note["id"]) in about:
            about[note["member"], note["id"]][note["kind"]].append(note)
    return [
        Violation("P4", f"{key} was acknowledged and is lost, and nobody was told what became of it")
        for key, found in about.items()
        if not is_known(found["send"], found["answer"], over)
    ]
