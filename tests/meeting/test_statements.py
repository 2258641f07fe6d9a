"""Statements: submitting a draft, who sees what when, reading along, comments in the margin."""

from typing import Any

from giotay.meeting.visibility import shown
from giotay_protocol.commands import Section
from giotay_protocol.entities import Passage, Place, Statement
from giotay_protocol.events import StatementRevealed, StatementSubmitted
from tests.meeting.hall import (
    ADA,
    BOB,
    CAT,
    EVE,
    HOST,
    ONE,
    SAM,
    TWO,
    Hall,
    Step,
    given,
    opened,
    step,
)

TEXT = [Section(heading="Ưu điểm", text="Chăm chỉ.\n\n  Đúng giờ. \n"), Section(heading="Hạn chế", text="Nói dài.")]


def drafted(sections: list[Section] | None = None) -> Step:
    """There is a draft."""

    def run(hall: Hall) -> None:
        hall.draft = TEXT if sections is None else sections

    return run


def submitted(member: str, **fields: Any) -> Step:
    """This member submits what is drafted: st_1, st_2, …"""
    return step("statement.submit", by=member, **fields)


def statement(hall: Hall, key: str = "st_1") -> Statement:
    return hall.find(Statement, key)


def seen(hall: Hall, cls: Any, member: str | None) -> list[Passage] | None:
    found = shown(statement(hall), cls, member)
    return found.sections if isinstance(found, Statement) else None


def test_submitting_a_draft() -> None:
    """[T1] [T4]"""
    hall = given(drafted()).when("statement.submit", by=BOB).then(
        StatementSubmitted(statement="st_1", member=BOB, item=None, reader=None, headings=["Ưu điểm", "Hạn chế"],
                           texts=["Chăm chỉ.\nĐúng giờ.", "Nói dài."], reading_ms=6 * 300, by_desk=False)
    )  # fmt: skip
    found = statement(hall)
    assert (found.name, found.status, found.revealed, found.submitted_at) == ("Bob Bình", "submitted", None, hall.now)
    assert found.sections == [
        Passage(heading="Ưu điểm", paragraphs=["Chăm chỉ.", "Đúng giờ."]),
        Passage(heading="Hạn chế", paragraphs=["Nói dài."]),
    ]


def test_submitting_again_replaces() -> None:
    """[T1]"""
    hall = given(drafted(), submitted(BOB))
    hall.when("statement.submit", by=BOB).refused("already", statement="st_1")
    hall.draft = TEXT[:1]
    hall.do("statement.submit", by=BOB, reader=SAM)
    assert (len(statement(hall).sections), statement(hall).reader) == (1, SAM)
    hall.do("statement.submit", by=SAM, for_=CAT, item=ONE)
    assert (statement(hall, "st_2").member, statement(hall, "st_2").by_desk) == (CAT, True)


def test_nothing_to_submit() -> None:
    """[T1]"""
    hall = given().when("statement.submit", by=BOB).refused("not_found", field="draft")
    hall.draft = [Section(heading="Ưu điểm", text="  \n ")]
    hall.when("statement.submit", by=BOB).refused("not_found", field="draft")
    hall.when("statement.submit", by=BOB, item="i_9").refused("not_found", field="item")
    hall.when("statement.submit", by=BOB, reader="m_99").refused("not_found", field="reader")
    opened(hall)
    hall.do("agenda.skip", by=ADA, item=TWO)
    hall.when("statement.submit", by=BOB, item=TWO).refused("closed")


def test_private_until_its_turn() -> None:
    """[T2] Author and reader see the text, the desk that it is there, the hall and the projector nothing."""
    hall = given(opened, drafted(), submitted(BOB, reader=EVE), step("round.start", by=ADA, subjects=[BOB]))
    text = statement(hall).sections
    assert seen(hall, "hall", BOB) == seen(hall, "hall", EVE) == text
    assert seen(hall, "desk", SAM) == []
    assert seen(hall, "hall", CAT) is None
    assert seen(hall, "screen", None) is None
    hall.when("comment.post", by=CAT, on="st_1", body="Hay").refused("not_found", field="on")
    hall.when("screen.show", by=SAM, scene="statement", ref="st_1").refused("stale")
    hall.do("round.next", by=ADA, round="r_1", after=None)
    assert seen(hall, "hall", CAT) is None
    hall.when("turn.start", by=ADA, turn="t_1").tells("turn.started", "statement.revealed")
    assert seen(hall, "hall", CAT) == seen(hall, "screen", None) == seen(hall, "desk", SAM) == text
    assert statement(hall).revealed == Place(section=0, paragraph=0)
    hall.when("statement.submit", by=BOB).refused("stale", statement="st_1")
    hall.do("screen.show", by=SAM, scene="statement", ref="st_1")
    hall.when("screen.show", by=SAM, scene="statement", ref="st_9").refused("not_found", field="ref")


def test_the_desks_own_statement_is_its_authors() -> None:
    """[T2]"""
    hall = given(drafted(), submitted(ADA))
    assert seen(hall, "desk", ADA) == statement(hall).sections
    assert seen(hall, "desk", SAM) == []


def test_the_reader_goes_on_and_the_projector_follows() -> None:
    """[T3] [T6]"""
    hall = given(opened, drafted(), submitted(BOB, reader=EVE), step("round.start", by=ADA, subjects=[BOB, CAT]))
    assert hall.slot("s_1").reader == EVE
    place: dict[str, Any] = {"statement": "st_1", "section": 0, "paragraph": 1}
    hall.when("statement.reveal", by=EVE, **place).refused("stale")
    hall.do("round.next", by=ADA, round="r_1", after=None)
    assert (hall.turn("t_1").member, hall.turn("t_1").reader) == (EVE, EVE)
    hall.do("turn.start", by=EVE, turn="t_1")
    hall.when("statement.reveal", by=EVE, **place).then(StatementRevealed(statement="st_1", section=0, paragraph=1))
    hall.when("statement.reveal", by=EVE, **place).refused("already")
    hall.when("statement.reveal", by=BOB, **place).refused("forbidden")
    hall.when("statement.reveal", by=EVE, **(place | {"section": 2})).refused("invalid", field="section")
    hall.when("statement.reveal", by=EVE, **(place | {"paragraph": 2})).refused("invalid", field="paragraph")
    hall.when("statement.reveal", by=CAT, **(place | {"statement": "st_9"})).refused("not_found", field="statement")


def test_a_text_that_comes_after_the_round_began_names_the_reader_too() -> None:
    """[T6]"""
    hall = given(opened, step("round.start", by=ADA, subjects=[BOB]), drafted(), submitted(BOB, reader=EVE))
    assert (hall.slot("s_1").reader, hall.slot("s_1").reader_name) == (EVE, "Eve Yến")


def test_the_chair_shows_the_text_of_one_who_is_away() -> None:
    """[T3]"""
    hall = given(opened, drafted(), submitted(BOB))
    hall.do("statement.reveal", by=ADA, statement="st_1", section=1, paragraph=0)
    assert seen(hall, "hall", CAT) is not None


def test_comments_in_the_margin() -> None:
    """[T5]"""
    hall = given(opened, drafted(), submitted(BOB))
    hall.when("comment.post", by=BOB, on="st_1", body="Thêm").refused("stale")
    hall.do("statement.reveal", by=ADA, statement="st_1", section=0, paragraph=0)
    hall.do("comment.post", by=CAT, on="st_1", paragraph=2, body="Ngắn hơn", scope="subject")
    comment = hall.comment("c_1")
    assert (comment.on, comment.paragraph, comment.subject) == ("st_1", 2, BOB)
    hall.when("comment.post", by=CAT, on="st_1", paragraph=3, body="Ngắn").refused("invalid", field="paragraph")


def test_names_follow_words_go_and_the_item_may_go() -> None:
    """[M7] [M8] [G2]"""
    hall = given(drafted(), submitted(BOB, item=ONE))
    hall.do("member.update", by=SAM, member=BOB, name="Bình Minh")
    assert statement(hall).name == "Bình Minh"
    hall.do("agenda.remove", by=SAM, item=ONE)
    assert statement(hall).item is None
    hall.do("member.erase", by=HOST, member=BOB)
    assert statement(hall).name == ""
    assert all((section.heading, section.paragraphs) == ("", []) for section in statement(hall).sections)


BODY = "Tập thể"
BODY_FIRST: Step = step("round.start", by=ADA, subjects=[{"body": BODY, "reader": EVE}, BOB])


def test_a_body_has_a_statement_that_its_reader_sees_and_reads() -> None:
    """[T8] [T2] [T3]"""
    hall = given(opened, drafted(), submitted(SAM, body=BODY, reader=EVE), BODY_FIRST)
    found = statement(hall)
    assert (found.subject, found.body, found.member, found.name, found.reader) == (BODY, BODY, None, BODY, EVE)
    assert seen(hall, "hall", EVE) == found.sections
    assert seen(hall, "desk", SAM) == []
    assert seen(hall, "hall", CAT) is None
    hall.do("round.next", by=ADA, round="r_1", after=None)
    hall.do("turn.start", by=EVE, turn="t_1")
    assert seen(hall, "hall", CAT) == found.sections
    assert hall.slot("s_1").statement == "st_1"
    hall.do("statement.reveal", by=EVE, statement="st_1", section=0, paragraph=1)
    hall.do("comment.post", by=CAT, on="st_1", paragraph=1, body="Rõ hơn", scope="subject")
    assert hall.comment("c_1").subject == EVE


def test_a_body_keeps_its_reader_when_its_text_names_none() -> None:
    """[T8] [T6] Also one who is not named in the text goes on while they read it."""
    hall = given(opened, BODY_FIRST, drafted(), submitted(SAM, body=BODY))
    assert hall.slot("s_1").reader == EVE
    assert seen(hall, "hall", EVE) is None
    hall.do("round.next", by=ADA, round="r_1", after=None)
    hall.do("turn.start", by=EVE, turn="t_1")
    hall.do("statement.reveal", by=EVE, statement="st_1", section=1, paragraph=0)
    hall.when("statement.reveal", by=BOB, statement="st_1", section=0, paragraph=0).refused("forbidden")


def test_only_desk_and_reader_hand_in_for_a_body() -> None:
    """[T8]"""
    hall = given(opened, BODY_FIRST, drafted())
    hall.when("statement.submit", by=CAT, body=BODY).refused("forbidden")
    hall.do("statement.submit", by=EVE, body=BODY, reader=EVE)
    hall.do("statement.submit", by=BOB)
    assert [found.subject for found in hall.state.all(Statement)] == [BODY, BOB]


def test_a_text_on_the_meeting_is_read_where_the_item_has_none() -> None:
    """[T7]"""
    hall = given(opened, drafted(), submitted(BOB), submitted(CAT), submitted(CAT, item=ONE))
    hall.do("agenda.start", by=ADA, item=ONE)
    hall.do("round.start", by=ADA, subjects=[BOB, CAT, EVE])
    texts = []
    for number, after in ((1, None), (2, "s_1"), (3, "s_2")):
        hall.do("round.next", by=ADA, round="r_1", after=after)
        hall.do("turn.start", by=ADA, turn=f"t_{number}")
        texts.append(hall.slot(f"s_{number}").statement)
    assert texts == ["st_1", "st_3", None]
    assert statement(hall, "st_2").status == "submitted"


def test_a_call_taken_back_and_made_again_begins_at_the_beginning() -> None:
    """[T2] [F10]"""
    hall = given(opened, drafted(), submitted(BOB), step("round.start", by=ADA, subjects=[BOB, CAT]))
    hall.do("round.next", by=ADA, round="r_1", after=None)
    hall.do("turn.start", by=BOB, turn="t_1")
    hall.do("statement.reveal", by=BOB, statement="st_1", section=1, paragraph=0)
    hall.do("turn.undo_call", by=ADA, turn="t_1")
    assert hall.slot("s_1").statement is None
    hall.do("round.next", by=ADA, round="r_1", after=None)
    hall.when("turn.start", by=BOB, turn="t_2").tells("turn.started", "statement.revealed")
    assert (hall.slot("s_1").statement, statement(hall).revealed) == ("st_1", Place(section=0, paragraph=0))
