"""Any command by anybody about anything: what the property tests throw at the rules.

A `Wild` is a few numbers; which command it becomes depends on what there is when it is given, so that a good part of
them gets somewhere. Shrinking a failing run makes the numbers small and the run short.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st
from msgspec import Struct

from giotay.meeting import documents
from giotay.meeting.authority import RIGHTS
from giotay.meeting.context import Actor
from giotay.meeting.door import ask_to_join
from giotay.meeting.hidden import Floor
from giotay.meeting.state import MeetingState
from giotay.profiles import load_profiles
from giotay_protocol.commands import COMMANDS as COMMANDS_BY_TAG
from giotay_protocol.commands import Section
from giotay_protocol.entities import (
    AgendaItem,
    Comment,
    Commitment,
    Conclusion,
    Document,
    Entity,
    GivenOut,
    Hand,
    Invite,
    JoinRequest,
    Member,
    Minutes,
    Poll,
    Prepared,
    Reacted,
    Round,
    Slot,
    Statement,
    Topic,
    Turn,
)
from giotay_protocol.events import DocumentFile
from giotay_protocol.settings import QuorumRule
from tests.meeting.hall import HOST, Hall, given, opened

T = TypeVar("T")
INTENTS = ("speak", "question", "order", "privilege", "reply", "supplement")
TITLES = ("Một", "Hai", "Ba")
WHOLE_CARD = {each.name: each.most for each in load_profiles()["party-cell"].scorecards[0].criteria}
BODIES = ("Đồng ý", "Không", "Xin hỏi")


class Wild(Struct, frozen=True):
    """One step: who, what, the choices for its fields, and how long after the one before."""

    who: int
    what: int
    picks: tuple[int, ...]
    wait_ms: int


class Picker:
    """Chooses by the numbers of a `Wild`, over and over."""

    def __init__(self, state: MeetingState, picks: Sequence[int]) -> None:
        self.state = state
        self._picks = picks
        self._next = 0

    def one(self, options: Sequence[T]) -> T:
        pick = self._picks[self._next % len(self._picks)]
        self._next += 1
        return options[pick % len(options)]

    def of(self, *options: dict[str, Any]) -> dict[str, Any]:
        return self.one(options)

    def maybe(self, **fields: Any) -> dict[str, Any]:
        return fields if self.one((False, True)) else {}

    def any_of(self, kind: type[Entity], nothing: str) -> str:
        found = [entity.id for entity in self.state.all(kind)]
        return self.one(found[-6:] + found[:4] or [nothing])

    def member(self) -> str:
        return self.any_of(Member, "m_99")

    def hand(self) -> str:
        return self.any_of(Hand, "h_1")

    def turn(self) -> str:
        current = self.state.meeting.current_turn
        return self.one([current or "t_1", current or "t_2", self.any_of(Turn, "t_1")])

    def comment(self, status: str | None = None) -> str:
        found = [comment.id for comment in self.state.all(Comment) if comment.status == status]
        return self.one(found) if found else self.any_of(Comment, "c_1")

    def place(self) -> dict[str, Any]:
        """A hand, and where it is to go."""
        fields: dict[str, Any] = {"hand": self.hand()}
        where = self.one(("to_top", "before", "after"))
        return fields | {where: True if where == "to_top" else self.hand()}

    def pinned(self) -> str:
        return self.one([comment.id for comment in self.state.all(Comment) if comment.pinned] or ["c_1"])

    def last_ended(self) -> str:
        floor = self.state.get(Floor, "floor")
        return self.one([floor.last_ended if floor and floor.last_ended else "t_1", self.turn()])

    def muted(self) -> str:
        return self.one([member.id for member in self.state.all(Member) if member.muted] or ["m_4"])

    def reaction(self) -> dict[str, Any]:
        """A reaction that stands, to be taken back by the desk for its member, or by the member."""
        found = [(*reacted.id.split(":"), reacted.kinds[0]) for reacted in self.state.all(Reacted)]
        comment, member, kind = self.one(found or [("c_1", "m_4", "agree")])
        return {"comment": comment, "kind": kind} | self.maybe(for_=member)

    def naming(self) -> dict[str, Any]:
        """Words that name one or two members."""
        named = list(dict.fromkeys((self.member(), self.member())))
        names = [found.name for key in named if (found := self.state.get(Member, key)) is not None]
        return {"body": " ".join(f"@{name}" for name in names) or "@", "mentions": named}

    def item(self) -> str:
        return self.any_of(AgendaItem, "i_1")

    def current_item(self) -> str:
        return self.state.meeting.current_item or self.item()

    def round(self) -> str:
        return self.state.meeting.current_round or self.any_of(Round, "r_1")

    def slot(self) -> str:
        return self.any_of(Slot, "s_1")

    def slot_left(self) -> str:
        left = [slot.id for slot in self.state.all(Slot) if slot.status in ("waiting", "deferred")]
        return self.one(left) if left else self.slot()

    def slot_on(self) -> str | None:
        held = self.state.get(Round, self.state.meeting.current_round)
        return held.current if held is not None else None

    def poll(self, status: str | None = None) -> str:
        found = [poll.id for poll in self.state.all(Poll) if poll.status == status]
        return self.one(found) if found else self.any_of(Poll, "p_1")

    def objection(self) -> str:
        found = self.state.get(Minutes, "minutes")
        return self.one([each.id for each in (found.objections if found else []) if each.outcome is None] or ["ob_1"])

    def counted(self) -> str:
        return self.one([poll.id for poll in self.state.all(Poll) if poll.counted] or ["p_1"])

    def request(self) -> str:
        return self.any_of(JoinRequest, "q_1")

    def settings(self) -> dict[str, Any]:
        return self.one((
            {"queue_names_shown": False}, {"queue_names_shown": True}, {"roster_shown": 5}, {"present_only": False},
            {"moderation": "before_all"}, {"moderation": "before_screen"}, {"moderation": "off"},
            {"anonymous": True}, {"slow_mode_ms": 5_000}, {"quorum": {"basis": "households", "share": "1/2"}},
            {"quorum": {"basis": "summoned", "share": "2/3", "chair_required": True}}, {"quorum": None},
            {"pin": "1234"}, {"limit_ms": None}, {"afterwards_ms": 0},
        ))  # fmt: skip


Fields = Callable[[Picker], dict[str, Any]]

COMMANDS: tuple[tuple[str, int, Fields], ...] = (
    ("meeting.update", 4, lambda p: {"settings": p.settings()} | p.maybe(title=p.one(TITLES))),
    ("meeting.update", 1, lambda p: {"profile": p.one(("school", "party-cell", "party-cell", "neutral"))}),
    ("meeting.open", 3, lambda p: {}),
    ("meeting.pause", 1, lambda p: {}),
    ("meeting.resume", 3, lambda p: {}),
    ("meeting.close", 1, lambda p: {}),
    ("meeting.lock", 1, lambda p: {}),
    ("meeting.unlock", 2, lambda p: {}),
    ("chair.hand_over", 2, lambda p: {"to": p.member()}),
    ("chair.take_over", 1, lambda p: {}),
    ("chair.reclaim", 2, lambda p: {}),
    ("member.add", 2, lambda p: {"name": "Lê Mới", "office": p.one(("member", "guest", "chair", "secretary"))}
     | p.maybe(unit=p.one(("Hộ 1", "Hộ 2")))),
    ("member.update", 3, lambda p: {"member": p.member()} | p.maybe(name="Trần Đổi") | p.maybe(unit="Hộ 1")
     | p.maybe(office=p.one(("chair", "secretary", "member", "deputy", "observer")))),
    ("member.remove", 1, lambda p: {"member": p.member()}),
    ("member.declare", 3, lambda p: {"group": p.one(("a", "b")), "address": None}),
    ("member.admit", 2, lambda p: {"request": p.request()} | p.maybe(member=p.member())),
    ("member.refuse", 1, lambda p: {"request": p.request()}),
    ("member.revoke", 1, lambda p: {"member": p.member()}),
    ("member.mute", 1, lambda p: {"member": p.member()} | p.maybe(reason="Ồn")),
    ("member.unmute", 2, lambda p: {"member": p.muted()}),
    ("member.erase", 1, lambda p: {"member": p.member()}),
    ("attendance.check_in", 6, lambda p: {"mode": p.one(("hall", "remote"))}),
    ("attendance.mark", 4, lambda p: {"member": p.member(), "status": p.one(
        ("present", "absent", "excused", "exempt", "left"))} | p.maybe(reason="Ốm")),
    ("quorum.override", 2, lambda p: {"reason": "Cần"}),
    ("agenda.add", 2, lambda p: {"title": p.one(TITLES)} | p.maybe(parent=p.item()) | p.maybe(position=p.one((1, 2, 9)))
     | p.maybe(presenter=p.member())),
    ("agenda.update", 1, lambda p: {"item": p.item(), "presenter": p.member()}),
    ("agenda.move", 2, lambda p: {"item": p.item(), "position": p.one((1, 2, 3))} | p.maybe(parent=p.item())),
    ("agenda.remove", 1, lambda p: {"item": p.item()}),
    ("agenda.start", 4, lambda p: {"item": p.item()}),
    ("agenda.finish", 2, lambda p: {"item": p.current_item()}),
    ("agenda.skip", 1, lambda p: {"item": p.item()}),
    ("agenda.reopen", 4, lambda p: {"item": p.item()}),
    ("hand.raise", 14, lambda p: {"intent": p.one(INTENTS)} | p.maybe(note="Về điện") | p.maybe(
        item=p.one((p.item(), p.item(), "i_77")))),
    ("hand.lower", 2, lambda p: {"hand": p.hand()}),
    ("hand.move", 5, lambda p: p.place()),
    ("queue.update", 3, lambda p: p.of(
        {"state": "open"}, {"state": "list_closed"}, {"state": "debate_closed"}, {"max_turns": 1}, {"max_turns": None},
        {"discipline": ["first_time", "tier", "first_come"]}, {"discipline": ["first_come"]}, {"limit_ms": None},
        {"discipline": ["tier", "first_time", "alternate", "least_time", "first_come"]},
        {"discipline": ["tier", "rota"]}, {"discipline": ["tier", "alternate"]},
    ) | p.maybe(item=p.item())),
    ("floor.grant", 10, lambda p: p.one(({"hand": p.hand()}, {"hand": p.hand()}, {"member": p.member()}))
     | p.maybe(after=p.state.meeting.current_turn)),
    ("statement.submit", 3, lambda p: {"item": p.one((None, p.item()))} | p.maybe(reader=p.member())),
    ("statement.reveal", 3, lambda p: {"statement": p.any_of(Statement, "st_1"), "section": p.one((0, 1)),
                                       "paragraph": p.one((0, 1))}),
    ("invite.send", 2, lambda p: {"member": p.member()} | p.maybe(text="Mời")),
    ("invite.answer", 3, lambda p: {"invite": p.any_of(Invite, "v_1"), "answer": p.one(("now", "later", "pass"))}),
    ("turn.start", 12, lambda p: {"turn": p.turn()}),
    ("turn.pause", 5, lambda p: {"turn": p.turn()}),
    ("turn.resume", 8, lambda p: {"turn": p.turn()}),
    ("turn.end", 5, lambda p: {"turn": p.turn()}),
    ("turn.extend", 3, lambda p: {"turn": p.turn(), "by_ms": p.one((60_000, -60_000, -86_400_000))}),
    ("turn.undo_end", 9, lambda p: {"turn": p.last_ended()}),
    ("turn.undo_call", 4, lambda p: {"turn": p.turn()}),
    ("turn.note", 1, lambda p: {"turn": p.turn(), "text": p.one(BODIES)}),
    ("turn.remind", 2, lambda p: {"turn": p.turn(), "kind": "time", "public": p.one((True, False))}),
    ("turn.decline", 3, lambda p: {"turn": p.turn(), "keep_place": p.one((True, False))}),
    ("comment.post", 12, lambda p: {"body": p.one(BODIES), "scope": p.one(("all", "all", "desk", "subject"))}
     | p.one(({}, {"on": p.item()}, {"on": p.turn()}, {"reply_to": p.comment()}, {"reply_to": p.comment()}))
     | p.maybe(anonymous=p.one((True, False)))),
    ("comment.post", 4, lambda p: p.naming() | p.one(({}, {"reply_to": p.comment()}, {"scope": "desk"}))),
    ("comment.edit", 2, lambda p: {"comment": p.comment(), "body": p.one(BODIES)}),
    ("comment.retract", 1, lambda p: {"comment": p.comment()}),
    ("comment.move", 2, lambda p: {"comment": p.comment(), "on": p.one((None, p.item(), p.turn()))}),
    ("comment.approve", 3, lambda p: {"comment": p.comment("pending")}),
    ("comment.hide", 2, lambda p: {"comment": p.comment()}),
    ("comment.restore", 2, lambda p: {"comment": p.comment("hidden")}),
    ("comment.pin", 2, lambda p: {"comment": p.comment()}),
    ("comment.unpin", 1, lambda p: {"comment": p.pinned()}),
    ("comment.react", 4, lambda p: {"comment": p.comment(), "kind": p.one(("agree", "thanks"))}),
    ("comment.unreact", 3, lambda p: p.reaction()),
    ("topic.add", 3, lambda p: {"title": p.one(TITLES)}),
    ("topic.update", 1, lambda p: {"topic": p.any_of(Topic, "tp_1"), "title": p.one(TITLES)}),
    ("topic.merge", 2, lambda p: {"topic": p.any_of(Topic, "tp_1"), "into": p.any_of(Topic, "tp_2")}),
    ("topic.remove", 1, lambda p: {"topic": p.any_of(Topic, "tp_1")}),
    ("comment.tag", 6, lambda p: {"comment": p.comment(), "topic": p.any_of(Topic, "tp_1")}),
    ("comment.untag", 2, lambda p: {"comment": p.comment(), "topic": p.any_of(Topic, "tp_1")}),
    ("comment.resolve", 4, lambda p: {"comment": p.comment(), "outcome": p.one(("accepted", "noted", "declined"))}
     | p.maybe(text="Vì thế") | p.maybe(conclusion=p.any_of(Conclusion, "cn_1"))),
    ("conclusion.add", 3, lambda p: {"text": p.one(BODIES)} | p.maybe(answers=[p.comment()]) | p.maybe(item=p.item())),
    ("conclusion.update", 2, lambda p: {"conclusion": p.any_of(Conclusion, "cn_1"), "answers": [p.comment()]}),
    ("conclusion.remove", 1, lambda p: {"conclusion": p.any_of(Conclusion, "cn_1")}),
    ("commitment.make", 4, lambda p: {"what": p.one(BODIES)} | p.maybe(watcher=p.member()) | p.maybe(due="2026-12-31")),
    ("commitment.update", 2, lambda p: {"commitment": p.any_of(Commitment, "cm_1"), "what": p.one(BODIES)}),
    ("commitment.withdraw", 1, lambda p: {"commitment": p.any_of(Commitment, "cm_1")}),
    ("commitment.review", 3, lambda p: {"commitment": p.any_of(Commitment, "cm_1"), "outcome": p.one(
        ("done", "partly", "not_done"))}),
    ("document.update", 2, lambda p: {"document": p.any_of(Document, "d_1"), "title": p.one(TITLES)}),
    ("document.publish", 4, lambda p: {"document": p.any_of(Document, "d_1")}),
    ("document.withdraw", 1, lambda p: {"document": p.any_of(Document, "d_1")}),
    ("document.progress", 6, lambda p: {"document": p.any_of(Document, "d_1"), "page": p.one((1, 2, 3))}),
    ("document.confirm", 6, lambda p: {"document": p.any_of(Document, "d_1")} | p.maybe(members=[p.member()])),
    ("poll.create", 5, lambda p: {"question": "?", "options": ["A", "B"], "kind": p.one(("open", "open", "hands",
     "paper")), "base": p.one(("cast", "present", "members", "households"))} | p.maybe(closes_ms=5_000)),
    ("poll.update", 1, lambda p: {"poll": p.poll(), "majority": p.one(("2/3", "1/2"))}),
    ("poll.open", 5, lambda p: {"poll": p.poll("draft")}),
    ("poll.close", 3, lambda p: {"poll": p.poll("open")}),
    ("poll.publish", 3, lambda p: {"poll": p.poll("closed")}),
    ("poll.cancel", 1, lambda p: {"poll": p.poll()}),
    ("poll.vote", 12, lambda p: {"poll": p.poll("open"), "choices": [p.one(("o1", "o2"))]}),
    ("poll.count", 3, lambda p: {"poll": p.poll("open"), "counts": {"o1": p.one((0, 1, 3))}, "issued": 4,
                                 "collected": 4}),
    ("poll.recount", 3, lambda p: {"poll": p.counted(), "counts": {"o2": p.one((0, 1, 3))}, "issued": 4,
                                   "collected": 4}),
    ("poll.reserve", 2, lambda p: {"poll": p.poll(), "text": p.one(BODIES)}),
    ("minutes.write", 3, lambda p: {"section": p.one(("head", "closing", f"item:{p.item()}", f"turn:{p.turn()}")),
                                    "text": p.one(BODIES)}),
    ("minutes.circulate", 2, lambda p: {}),
    ("minutes.object", 3, lambda p: {"section": p.one(("head", "closing")), "text": p.one(BODIES)}),
    ("minutes.settle", 5, lambda p: {"objection": p.objection(), "outcome": p.one(("accepted", "declined")),
                                     "text": p.one(BODIES)}),
    ("minutes.approve", 2, lambda p: {}),
    ("minutes.add", 3, lambda p: {"text": p.one(BODIES)}),
    ("scorecard.set", 3, lambda p: {"values": p.one(({}, {"steps": 4}, {"speakers": 9}, {"x": 1}, WHOLE_CARD))}),
    ("scorecard.confirm", 3, lambda p: {}),
    ("scorecard.score", 2, lambda p: {"values": p.one(({"steps": 5}, {"steps": 2, "duration": 3}))}),
    ("screen.show", 2, lambda p: p.one((
        {"scene": "auto"}, {"scene": "wall"}, {"scene": "comment", "ref": p.comment()},
        {"scene": "message", "text": "Nghỉ"}, {"scene": "poll"}, {"scene": "poll", "ref": p.poll()},
        {"scene": "conclusion", "ref": p.any_of(Conclusion, "cn_1")},
        {"scene": "commitments", "ref": p.any_of(Commitment, "cm_1")},
        {"scene": "statement", "ref": p.any_of(Statement, "st_1")},
        {"scene": "document", "ref": p.any_of(Document, "d_1"), "page": p.one((1, 2))},
    ))),
    ("screen.prepare", 4, lambda p: p.one((
        {"scene": "wall"}, {"scene": "comment", "ref": p.comment()}, {"scene": "poll", "ref": p.poll()},
        {"scene": "message", "text": p.one(BODIES)}, {"scene": "document", "ref": p.any_of(Document, "d_1")},
    ))),
    ("screen.next", 3, lambda p: {"prepared": p.any_of(Prepared, "pr_1")}),
    ("screen.arrange", 2, lambda p: {"prepared": p.any_of(Prepared, "pr_1"), "before": p.one(
        (None, p.any_of(Prepared, "pr_1")))}),
    ("screen.unprepare", 1, lambda p: {"prepared": p.any_of(Prepared, "pr_1")}),
    ("screen.shutter", 1, lambda p: {"on": p.one((True, False))}),
    ("screen.pair", 1, lambda p: {"letters": "ABCDEF"}),
    ("round.start", 8, lambda p: {"order": p.one(("given", "office", "name", "seat", "random")), "comments": p.one(
        ("after_each", "after_group", "at_end", "off")), "group_size": p.one((2, None))} | p.maybe(
        subjects=p.one((["m_4"], [{"body": "Chi ủy", "reader": p.member()}, "m_1", "m_4"])))),
    ("round.update", 1, lambda p: {"round": p.round()} | p.of({"comments": "at_end"}, {"comments": "after_each"},
                                                            {"limit_ms": 60_000}, {"group_size": 3})),
    ("round.next", 10, lambda p: {"round": p.round(), "after": p.slot_on()}),
    ("round.call", 2, lambda p: {"slot": p.slot()} | p.maybe(reader=p.member()) | p.maybe(after=p.slot_on())),
    ("round.phase", 8, lambda p: {"slot": p.one([p.slot_on() or "s_1", p.slot()]), "phase": p.one(
        ("reading", "comments", "reply", "conclusion"))}),
    ("round.defer", 1, lambda p: {"slot": p.slot()} | p.maybe(reason="Chưa xong")),
    ("round.excuse", 4, lambda p: {"slot": p.slot_left()} | p.maybe(reason="Ốm")),
    ("round.restore", 4, lambda p: {"slot": p.slot()}),
    ("round.finish", 6, lambda p: {"round": p.round()}),
    ("round.fit", 1, lambda p: {"round": p.round(), "total_ms": p.one((600_000, 60_000))}),
)  # fmt: skip
_WEIGHTED = [(tag, fields) for tag, weight, fields in COMMANDS for _ in range(weight)]


DRAFT = [Section(heading="Ưu điểm", text="Một.\nHai."), Section(heading="Hạn chế", text="Ba.")]


def command_of_wild(hall: Hall, wild: Wild) -> tuple[str, str, dict[str, Any]]:
    """Who gives which command with which fields, in this hall now."""
    hall.draft = DRAFT
    tag, fields = _WEIGHTED[wild.what % len(_WEIGHTED)]
    chosen = fields(Picker(hall.state, wild.picks))
    everybody = [member.id for member in hall.state.all(Member)]
    anybody = everybody[wild.who // 7 % len(everybody)]
    match wild.who % 7:
        case 0:
            return tag, anybody, chosen
        case 1:
            return tag, HOST, chosen
        case 2:
            return tag, hall.state.meeting.presiding or HOST, {"for_": anybody} | chosen
        case _:
            return tag, fitting(hall.state, tag, chosen, anybody), chosen


def fitting(state: MeetingState, tag: str, fields: dict[str, Any], anybody: str) -> str:
    """Somebody who may well have the right: the one concerned, or who presides."""
    rights = RIGHTS.get(COMMANDS_BY_TAG[tag], ())
    if "appointed" in rights or "deputy" in rights:
        office = "chair" if "appointed" in rights else "deputy"
        return next((member.id for member in state.all(Member) if member.office == office), anybody)
    if "S" in rights:
        return next((member.id for member in state.all(Member) if member.office == "secretary"), anybody)
    if "C" in rights or "D" in rights:
        return state.meeting.presiding or HOST
    invite = state.get(Invite, fields.get("invite"))
    if invite is not None:
        return invite.member
    named = (
        state.get(Hand, fields.get("hand")),
        state.get(Turn, fields.get("turn")),
        state.get(Comment, fields.get("comment")) if "me" in rights else None,
        state.get(Commitment, fields.get("commitment")),
    )
    for found in named:
        if found is not None:
            return (found.author if isinstance(found, Comment) else found.member) or anybody
    return anybody


wilds = st.builds(
    Wild,
    who=st.integers(0, 104),
    what=st.integers(0, len(_WEIGHTED) - 1),
    picks=st.tuples(*[st.integers(0, 11)] * 6),
    wait_ms=st.sampled_from((0, 1, 999, 12_000)),
)


def waiting_at_the_door(hall: Hall) -> None:
    """Two ask to come in: somebody new, and somebody who claims to be Bob."""
    context = hall.context(Actor(member=None, office=None, cls="hall"))
    for name, claims in (("Nhung", None), ("Bob", "m_4")):
        hall.take(ask_to_join(hall.state, name, claims, context), by=None, command=f"door:{name}")


def papers_to_read(hall: Hall) -> None:
    """A document of two pages that everybody may read, one that is a draft, and one given out elsewhere."""
    context = hall.context(Actor(member=None, office=None, cls="desk", host=True))
    file = DocumentFile(sha256="aa", bytes=10, media_type="application/pdf", pages=2)
    for title, kept in (("Báo cáo", file), ("Dự thảo", file), ("Nghị quyết", None)):
        given_out = None if kept else GivenOut(where="Nhóm Zalo", day="2026-11-20")
        added = documents.add(hall.state, context, title=title, item=None, file=kept, given_out=given_out)
        hall.take(added, by=None, command=f"add:{title}")
    for key in ("d_1", "d_3"):
        hall.do("document.publish", by=HOST, document=key)


def runs(steps: int) -> st.SearchStrategy[tuple[Hall, list[Wild]]]:
    """A hall, as a draft or open and under some settings, and what happens in it."""
    halls = st.builds(
        lambda begun, names, moderation: given(
            waiting_at_the_door, papers_to_read, *([opened] if begun else []),
            queue_names_shown=names, moderation=moderation, anonymous=True,
            roster_shown=10, quorum=QuorumRule(basis="eligible"),
        ),
        st.sampled_from((True, True, True, False)),
        st.booleans(),
        st.sampled_from(("off", "before_screen", "before_all")),
    )  # fmt: skip
    return st.tuples(halls, st.lists(wilds, min_size=steps // 2, max_size=steps))
