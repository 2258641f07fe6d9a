"""The TypeScript types of the protocol, written from the structs so that a phone and the server cannot drift apart.

`python -m giotay_protocol.typescript` writes `client/web/src/shared/protocol.gen.ts`; `--check` fails when that file is
not what it would write.
"""

import sys
from pathlib import Path
from typing import Any, get_args

import msgspec
from msgspec import Struct, inspect
from msgspec.structs import FieldInfo, fields

from giotay_protocol import names, refusals
from giotay_protocol.commands import COMMANDS, CollectiveSubject, Section
from giotay_protocol.drafts import Draft
from giotay_protocol.entities import (
    ENTITIES,
    PAGED,
    Addendum,
    Attendance,
    GivenOut,
    HandCount,
    Interruption,
    Mentioned,
    Objection,
    Passage,
    Place,
    PollOption,
    PollResult,
    Quorum,
    Reactions,
    Review,
    Scan,
    Sitting,
)
from giotay_protocol.events import EVENTS
from giotay_protocol.scorecards import Criterion, Grade
from giotay_protocol.settings import CardName, Letterhead, LetterheadPatch, QuorumRule, Settings, SettingsPatch, Wifi

TARGET = Path(__file__).parents[2] / "client" / "web" / "src" / "shared" / "protocol.gen.ts"

_ALIASES = {
    getattr(names, name): name
    for name in (
        "Class", "Office", "Locale", "Join", "Moderation", "HallDepth", "MeetingStatus", "Mode", "AttendanceMark",
        "AttendanceStatus", "ItemKind", "ItemStatus", "Intent", "QueueState", "TurnStatus", "Discipline", "Scope",
        "Hold", "CommentStatus", "Reaction", "Scene", "QuorumBasis", "RemindKind", "RoundOrder",
        "RoundComments", "RoundStatus", "RoundStep", "SlotPhase", "SlotStatus", "StatementStatus",
        "InviteAnswer", "Outcome", "CommitmentStatus", "DocumentStatus", "ReviewOutcome", "PollKind",
        "PollBase", "PollStatus", "MinutesStatus", "ObjectionOutcome", "Reset",
    )
}  # fmt: skip
_VALUES = {frozenset(get_args(alias)): name for alias, name in _ALIASES.items()}

HEADER = """\
// Written by `make generate` from the Python package giotay_protocol. Do not edit.
"""

ENVELOPES = """\
export type Patch = { [C in keyof View]?: Record<string, View[C][string] | null> };

/** An error as the wire carries it; screens translate the code. */
export interface WireError {
  code: RefusalCode; message: string; field?: string; max?: number; retry_ms?: number; [fact: string]: unknown;
}
export interface Me { member: string | null; office: Office | null; class: Class }
export interface SyncCursor { room: string; me: Me; seq: number; head: string; now: number; reset: Reset | null }
export interface SyncView extends SyncCursor { mode: 'view'; view: View }
export interface SyncPatch extends SyncCursor { mode: 'patch'; patch: Patch }
export type Sync = SyncView | SyncPatch;
export interface Update { from: number; to: number; head: string; now: number; patch: Patch }
export interface DeskPresence { online: string[]; present: number; chair_gone_at: number | null }
export interface HallPresence { count: number; present: number; chair_gone_at: number | null }
export type Presence = DeskPresence | HallPresence;
export interface Typing { on: string | null; members: string[] }
export interface Bye { code: RefusalCode; retry: boolean; after_ms: number }
export interface Accepted { ok: true; seq: number; result?: Record<string, string> }
export interface Refused { ok: false; error: WireError }
export type Ack = Accepted | Refused;
export interface Page<E> { entities: Record<string, E>; next: string | null }

export interface ServerMessages {
  sync: (sync: Sync) => void;
  update: (update: Update) => void;
  presence: (presence: Presence) => void;
  typing: (typing: Typing) => void;
  bye: (bye: Bye) => void;
}
export interface ClientMessages {
  command: (command: Command, ack: (answer: Ack) => void) => void;
  resync: (cursor: { seq: number; head: string }, ack: (sync: Sync | Refused) => void) => void;
  clock: (question: { sent: number }, ack: (answer: { sent: number; now: number }) => void) => void;
  page: (
    question: { collection: string; before?: string; after?: string; where?: Record<string, unknown>; limit: number },
    ack: (page: Page<unknown> | Refused) => void,
  ) => void;
  typing: (notice: { on: string | null }) => void;
}
"""


def _type(kind: inspect.Type) -> str:
    match kind:
        case inspect.LiteralType():
            values = frozenset(kind.values)
            return _VALUES.get(values) or " | ".join(sorted(repr(value) for value in kind.values))
        case inspect.StrType():
            return "string"
        case inspect.IntType() | inspect.FloatType():
            return "number"
        case inspect.BoolType():
            return "boolean"
        case inspect.NoneType():
            return "null"
        case inspect.ListType() | inspect.CollectionType():
            inner = _type(kind.item_type)
            return f"({inner})[]" if " | " in inner else f"{inner}[]"
        case inspect.DictType():
            return f"Record<string, {_type(kind.value_type)}>"
        case inspect.StructType():
            return kind.cls.__name__
        case inspect.UnionType():
            parts = [_type(part) for part in kind.types if not isinstance(part, inspect.AnyType | type(msgspec.UNSET))]
            return " | ".join(dict.fromkeys(part for part in parts if part != "unset"))
        case inspect.AnyType():
            return "unknown"
        case _:
            if type(kind).__name__ == "UnsetType":
                return "unset"
            raise TypeError(f"no TypeScript for {kind}")


def _doc(kind: type[Struct]) -> list[str]:
    text = (kind.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
    return [f"/** {' '.join(text.split())} */"] if text and not text.startswith(f"{kind.__name__}(") else []


def _interface(kind: type[Struct], *, incoming: bool, tag: str | None = None) -> str:
    """One interface. What a client sends may leave out what has a default; what it hears is always whole."""
    information: Any = inspect.type_info(kind)
    types = {field.encode_name: _type(field.type) for field in information.fields}
    lines = [*_doc(kind), f"export interface {kind.__name__} {{"]
    if tag is not None:
        lines.append(f"  type: '{tag}';")
    for field in fields(kind):
        optional = "?" if incoming and not _required(field) else ""
        lines.append(f"  {field.encode_name}{optional}: {types[field.encode_name]};")
    return "\n".join([*lines, "}"])


def _required(field: FieldInfo) -> bool:
    return field.default is msgspec.NODEFAULT and field.default_factory is msgspec.NODEFAULT


_INNER: tuple[type[Struct], ...] = (
    Wifi, Letterhead, CardName, QuorumRule, Quorum, Sitting, Interruption, Attendance, GivenOut, Criterion, Grade,
    Passage, Place, Reactions, Review, PollOption, HandCount, PollResult, Objection, Addendum, Settings, Mentioned,
    Scan,
)  # fmt: skip


def render() -> str:
    """The whole file."""
    parts = [HEADER]
    for alias, name in _ALIASES.items():
        parts.append(f"export type {name} = {' | '.join(repr(value) for value in get_args(alias))};")
    parts.append(f"export type RefusalCode = {' | '.join(repr(code) for code in refusals.CODES)};")
    for inner in _INNER:
        parts.append(_interface(inner, incoming=False))
    for entity in (*ENTITIES, *PAGED):
        parts.append(_interface(entity, incoming=False))
    collections = [f"  {kind.collection}: Record<string, {kind.__name__}>;" for kind in ENTITIES]
    parts.append(
        "/** What a client holds; a projector or the hall lacks the collections its class may not see. */\n"
        "export interface View {\n" + "\n".join(collections) + "\n}"
    )
    parts.append(_interface(LetterheadPatch, incoming=True))
    parts.append(_interface(SettingsPatch, incoming=True))
    parts.append(_interface(CollectiveSubject, incoming=True))
    parts.append(_interface(Section, incoming=True))
    parts.append(_interface(Draft, incoming=False))
    for tag, command in COMMANDS.items():
        parts.append(_interface(command, incoming=True, tag=tag))
    parts.append("export type Command =\n  | " + "\n  | ".join(kind.__name__ for kind in COMMANDS.values()) + ";")
    names = ", ".join(repr(tag) for tag in EVENTS)
    parts.append(
        f"/** Every event of the log, as `page` of the collection `log` names it. */\n"
        f"export const EVENT_TYPES = [{names}] as const;\nexport type EventType = (typeof EVENT_TYPES)[number];"
    )
    parts.append(ENVELOPES)
    return "\n\n".join(parts)


def main() -> int:
    """Write the file, or with `--check` say whether it is fresh."""
    text = render()
    if "--check" in sys.argv[1:]:
        if TARGET.exists() and TARGET.read_text("utf-8") == text:
            return 0
        print(f"{TARGET.name} is not fresh: run make generate", file=sys.stderr)
        return 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
