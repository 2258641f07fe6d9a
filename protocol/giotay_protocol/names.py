"""The small words of the protocol: ids, offices, classes, kinds. One name, one meaning (see GLOSSARY.md)."""

from typing import Annotated, Literal, NewType

from msgspec import Meta

RoomId = NewType("RoomId", str)
MemberId = NewType("MemberId", str)
ItemId = NewType("ItemId", str)
HandId = NewType("HandId", str)
TurnId = NewType("TurnId", str)
CommentId = NewType("CommentId", str)
RequestId = NewType("RequestId", str)
RoundId = NewType("RoundId", str)
SlotId = NewType("SlotId", str)

# A reference in a command. What it names may not exist (`not_found`); its shape is only bounded.
Ref = Annotated[str, Meta(min_length=1, max_length=64)]
CommandId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}\Z")]

Name = Annotated[str, Meta(min_length=1, max_length=100)]
Title = Annotated[str, Meta(min_length=1, max_length=200)]
Note = Annotated[str, Meta(min_length=1, max_length=500)]
Word = Annotated[str, Meta(min_length=1, max_length=50)]
Body = Annotated[str, Meta(min_length=1, max_length=20_000)]
Date = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z")]

# Lengths of time and moments are integer milliseconds; moments since the epoch, on the server's clock.
DAY_MS = 86_400_000
Length = Annotated[int, Meta(ge=0, le=366 * DAY_MS)]
Limit = Annotated[int, Meta(ge=1_000, le=DAY_MS)]
Shift = Annotated[int, Meta(ge=-DAY_MS, le=DAY_MS)]
Moment = Annotated[int, Meta(ge=0, le=253_402_300_799_000)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]

Class = Literal["desk", "hall", "screen"]
Office = Literal["chair", "deputy", "secretary", "teller", "member", "guest", "observer"]
Locale = Literal["vi", "en"]
Join = Literal["link", "request", "names", "code"]
Moderation = Literal["off", "before_screen", "before_all"]
HallDepth = Literal["normal", "deep"]
MeetingStatus = Literal["draft", "open", "paused", "closed"]
Mode = Literal["hall", "remote"]
AttendanceMark = Literal["present", "absent", "excused", "exempt", "left"]
AttendanceStatus = Literal["expected", "present", "late", "left", "absent", "excused", "exempt"]
ItemKind = Literal["information", "discussion", "round", "vote", "break"]
ItemStatus = Literal["todo", "current", "done", "skipped"]
Intent = Literal["privilege", "order", "question", "correction", "reply", "motion", "debate", "speak", "supplement"]
LowerReason = Literal["lowered", "debate_closed", "item_finished", "moved_on", "meeting_closed", "left", "removed"]
QueueState = Literal["open", "list_closed", "debate_closed"]
TurnStatus = Literal["called", "speaking", "paused", "done", "declined"]
Discipline = Literal["tier", "first_time", "alternate", "least_time", "first_come", "rota", "chair"]
Scope = Literal["all", "desk", "subject"]
Hold = Literal["screen", "all"]
CommentStatus = Literal["pending", "shown", "hidden", "retracted"]
Reaction = Literal["agree", "thanks", "question"]
Scene = Literal[
    "auto", "lobby", "speaker", "wall", "comment", "statement", "round", "poll", "document", "agenda",
    "attendance", "topics", "conclusion", "commitments", "message", "blank",
]  # fmt: skip
QuorumBasis = Literal["members", "summoned", "eligible", "households"]
RemindKind = Literal["time", "topic"]
StatementStatus = Literal["submitted", "revealed"]
InviteAnswer = Literal["now", "later", "written", "pass"]
RoundOrder = Literal["given", "office", "name", "seat", "random"]
RoundComments = Literal["after_each", "after_group", "at_end", "off"]
RoundStatus = Literal["open", "done"]
RoundStep = Literal["next", "comments", "reply", "conclusion", "finish"]
SlotPhase = Literal["reading", "comments", "reply", "conclusion"]
SlotStatus = Literal["waiting", "current", "done", "deferred", "excused"]
Outcome = Literal["accepted", "noted", "declined"]
CommitmentStatus = Literal["made", "withdrawn", "done", "partly", "not_done"]
DocumentStatus = Literal["draft", "published", "withdrawn"]
ReviewOutcome = Literal["done", "partly", "not_done"]
MinutesStatus = Literal["draft", "circulated", "approved"]
ObjectionOutcome = Literal["accepted", "declined"]
PollKind = Literal["open", "secret", "hands", "paper"]
PollBase = Literal["cast", "present", "members", "households"]
PollStatus = Literal["draft", "open", "closed", "published", "cancelled"]
Reset = Literal["fork", "class", "too_long"]
