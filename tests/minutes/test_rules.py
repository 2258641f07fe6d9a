"""For every rule of the floor: what its events say suffices for its line in the minutes."""

import pytest

from giotay.meeting.birth import Founding, NewMember
from giotay_protocol.settings import QuorumRule
from tests.meeting.hall import (
    ADA,
    BOB,
    CAT,
    DEE,
    EVE,
    GUS,
    HOST,
    ONE,
    SAM,
    START,
    TIM,
    TWO,
    Hall,
    after,
    begun,
    came,
    given,
    opened,
    posted,
    raised,
    speaking,
    step,
    with_settings,
)
from tests.meeting.wild import papers_to_read
from tests.minutes.paper import line_of, minutes_of, text_of

MINUTE = 60_000


def clock(ms: int) -> str:
    """14:05 of a moment this long after the founding of the room, 05:13:20 in Vietnam."""
    seconds = 5 * 3_600 + 13 * 60 + 20 + ms // 1_000
    return f"{seconds // 3_600:02d}:{seconds % 3_600 // 60:02d}"


def at(hall: Hall) -> str:
    return clock(hall.now - START)


# Sittings and the beginning -------------------------------------------------------------------------------------------


def test_title_place_and_profile() -> None:
    """[B1]"""
    founding = Founding(title="Họp tổ", place="Phòng 2", profile="school", locale="en")
    hall = begun(founding)
    assert "# MINUTES\n\n**Họp tổ**" in text_of(hall)
    assert line_of(hall, "**Place:**") == "- **Place:** Phòng 2."


def test_without_a_chair_nobody_presided() -> None:
    """[B2]"""
    hall = begun(Founding(title="A", members=[NewMember(name="Bob")]))
    assert "**Chair:**" not in text_of(hall)
    assert minutes_of(hall).presided == ()


def test_the_templates_items_are_the_agenda() -> None:
    """[B3]"""
    hall = begun(Founding(title="A", profile="party-cell", locale="vi"))
    assert "1. Khai mạc, kiểm tra số lượng đảng viên" in text_of(hall, "vi")


def test_a_meeting_that_runs_is_a_draft() -> None:
    """[S1]"""
    hall = given(opened, after(30 * MINUTE))
    assert line_of(hall, "Draft as of").startswith(f"> **Draft as of {at(hall)}, 15 November 2023.")
    assert "closed at" not in text_of(hall)


def test_every_sitting_with_its_times() -> None:
    """[S2] [S3]"""
    hall = given(opened)
    first = at(hall)
    hall.later(30 * MINUTE).do("meeting.pause", by=ADA)
    paused = at(hall)
    hall.later(20 * MINUTE).do("meeting.resume", by=ADA)
    resumed = at(hall)
    hall.later(10 * MINUTE).do("meeting.close", by=ADA)
    closed = at(hall)
    assert line_of(hall, "**Sittings:**") == (
        f"- **Sittings:** sitting 1: from {first} to {paused}; sitting 2: from {resumed} to {closed}."
    )
    assert line_of(hall, "**Time:**") == (
        f"- **Time:** opened at {first} on 15 November 2023; closed at {closed} the same day."
    )
    assert line_of(hall, "The meeting closed") == f"The meeting closed at {closed} the same day."
    assert "Draft" not in text_of(hall)


def test_a_crash_is_told_with_its_gap_and_costs_the_speaker_nothing() -> None:
    """[S4]"""
    from giotay.meeting.sittings import interrupt

    hall = given(opened, speaking(BOB))
    hall.later(2 * MINUTE)
    cut, back = hall.now, hall.now + 7 * MINUTE
    hall.now = back
    hall.take(interrupt(hall.state, cut, back), by=None, command="timer:meeting:interrupted")
    start, end = clock(cut - START), clock(back - START)
    assert line_of(hall, "**Interruption:**") == (
        f"- **Interruption:** the server was down from {start} to {end}; the meeting was paused meanwhile."
    )
    hall.do("meeting.resume", by=ADA)
    hall.do("turn.end", by=ADA, turn="t_1")
    assert "2 min" in line_of(hall, "Bob Bình (")


def test_changed_rules_are_told() -> None:
    """[S7]"""
    hall = given(opened)
    with_settings(hall, anonymous=True, moderation="before_all")
    text = text_of(hall)
    assert f"At {at(hall)} Sam Sơn: anonymous comments are allowed." in text
    assert f"At {at(hall)} Sam Sơn: comments wait for approval before anybody reads them." in text


# The chair ------------------------------------------------------------------------------------------------------------


def test_who_presided_from_when_to_when() -> None:
    """[C3] [C4] [C5]"""
    hall = given(opened)
    opening = at(hall)
    hall.later(5 * MINUTE).do("chair.hand_over", by=ADA, to=DEE)
    handed = at(hall)
    hall.later(5 * MINUTE).do("chair.reclaim", by=ADA)
    back = at(hall)
    hall.offline_since[ADA], hall.online = hall.now, {DEE}
    hall.later(5 * MINUTE).do("chair.take_over", by=DEE)
    taken = at(hall)
    assert line_of(hall, "**Chair:**") == (
        f"- **Chair:** Ada Ánh presided from {opening} to {handed}; "
        f"Dee Đào presided from {handed} to {back} (handed over); Ada Ánh presided again from {back} to {taken}; "
        f"Dee Đào presided from {taken} (whoever presided had lost the connection)."
    )


def test_another_chair_signs() -> None:
    """[C1]"""
    hall = given(opened, step("member.update", by=ADA, member=BOB, office="chair"), step("meeting.close", by=BOB))
    assert "| Sam Sơn | Bob Bình |" in text_of(hall)
    assert "**Secretary:** Sam Sơn." in text_of(hall)


def test_what_the_desk_recorded_for_somebody_says_so() -> None:
    """[C6]"""
    hall = given(opened, step("comment.post", by=SAM, body="Xin nói", for_=BOB))
    assert line_of(hall, "Xin nói") == "- **Bob Bình (in writing, recorded by the desk)**: Xin nói"


# Attendance -----------------------------------------------------------------------------------------------------------


def test_the_roll_by_status_with_reasons() -> None:
    """[A1] [A3] [A5]"""
    hall = given(came(ADA, DEE, SAM), step("meeting.open", by=ADA))
    hall.later(20 * MINUTE).do("attendance.check_in", by=BOB)
    late = at(hall)
    hall.do("attendance.mark", by=SAM, member=CAT, status="excused", reason="ốm")
    hall.do("attendance.mark", by=SAM, member=EVE, status="absent")
    hall.do("attendance.mark", by=SAM, member=TIM, status="exempt")
    hall.later(5 * MINUTE).do("attendance.mark", by=SAM, member=DEE, status="left")
    left = at(hall)
    assert line_of(hall, "**Attendance:**") == "- **Attendance:** 6 members in all; present 4 of 6 (66.67%)."
    assert line_of(hall, "**Late (1):**") == f"- **Late (1):** Bob Bình ({late})."
    assert line_of(hall, "with apologies (1)") == "- **Absent with apologies (1):** Cat Chi (ốm)."
    assert line_of(hall, "without apologies (1)") == "- **Absent without apologies (1):** Eve Yến."
    assert line_of(hall, "**Exempt") == "- **Exempt (1):** Tim Tâm."
    assert line_of(hall, "**Left early") == f"- **Left early (1):** Dee Đào ({left})."


def test_who_never_answered_was_absent_once_the_meeting_is_over() -> None:
    """[A1]"""
    hall = given(came(ADA), step("meeting.open", by=ADA))
    assert "Not marked yet (6)" in text_of(hall)
    hall.do("meeting.close", by=ADA)
    assert "Absent without apologies (6)" in text_of(hall)


def test_on_time_after_all() -> None:
    """[A5]"""
    hall = given(came(ADA), step("meeting.open", by=ADA), step("attendance.check_in", by=BOB))
    assert "**Late (1):**" in text_of(hall)
    hall.do("attendance.mark", by=SAM, member=BOB, status="present")
    assert "Late" not in text_of(hall)


def test_every_stretch_of_presence_hall_or_remote() -> None:
    """[A4]"""
    hall = given(came(ADA, BOB), step("meeting.open", by=ADA))
    start = at(hall)
    hall.later(10 * MINUTE).do("attendance.mark", by=SAM, member=BOB, status="left")
    left = at(hall)
    hall.later(10 * MINUTE).do("attendance.check_in", by=BOB, mode="remote")
    back = at(hall)
    hall.later(10 * MINUTE).do("meeting.close", by=ADA)
    assert line_of(hall, "| Bob Bình |") == (
        f"| 4 | Bob Bình |  | {start}–{left}, {back}–{at(hall)} | From elsewhere |"
    )
    assert line_of(hall, "part from elsewhere") == "- **Took part from elsewhere (1):** Bob Bình."


def test_counts_by_kind_and_guests_apart() -> None:
    """[M1] [A7]"""
    people = [
        NewMember(name="An", office="chair", kind="full"),
        NewMember(name="Bình", kind="full"),
        NewMember(name="Chi", kind="probationary"),
        NewMember(name="Dung", office="guest", title="Đảng ủy viên"),
    ]
    hall = begun(Founding(title="A", profile="party-cell", members=people, agenda=[]), came("m_1", "m_3", "m_4"))
    hall.do("meeting.open", by="m_1")
    assert line_of(hall, "**Thành phần:**", "vi") == (
        "- **Thành phần:** tổng số đảng viên 03 đồng chí (đảng viên chính thức 02, đảng viên dự bị 01); "
        "có mặt 02/03 đồng chí (đạt 66,67%)."
    )
    assert line_of(hall, "**Khách mời", "vi") == "- **Khách mời, dự thính (01):** đồng chí Dung, Đảng ủy viên."


def test_the_quorum_as_it_stood_at_the_opening() -> None:
    """[A7] [A8]"""
    hall = given(came(ADA, SAM), quorum=QuorumRule(basis="members", share="1/2"))
    hall.do("meeting.open", by=ADA)
    hall.do("quorum.override", by=ADA, reason="việc gấp")
    assert line_of(hall, "**Quorum:**") == (
        "- **Quorum:** more than 1/2 of all members (4 needed, 2 present at the opening): not reached; "
        f"at {at(hall)} Ada Ánh decided to go on without a quorum: việc gấp."
    )


@pytest.mark.parametrize(("basis", "told"), [("summoned", "6"), ("eligible", "6"), ("households", "6")])
def test_each_base_of_a_quorum(basis: str, told: str) -> None:
    """[A7]"""
    hall = given(came(ADA, DEE, SAM, BOB, CAT), quorum=QuorumRule(basis=basis, share="2/3"))  # type: ignore[arg-type]
    hall.do("attendance.mark", by=SAM, member=EVE, status="exempt")
    hall.do("meeting.open", by=ADA)
    found = minutes_of(hall).quorum
    state = hall.meeting.quorum
    assert found is not None
    assert state is not None
    assert (found.needed, found.reached, found.present) == (state.needed, state.reached, 5)


# Agenda ---------------------------------------------------------------------------------------------------------------


def test_items_as_they_were_run() -> None:
    """[G3] [G5] [G6]"""
    hall = given(opened, step("agenda.start", by=ADA, item=ONE))
    start = at(hall)
    hall.later(10 * MINUTE).do("meeting.pause", by=ADA)
    hall.later(10 * MINUTE).do("meeting.resume", by=ADA)
    hall.later(5 * MINUTE).do("agenda.start", by=ADA, item=TWO)
    end = at(hall)
    hall.do("agenda.skip", by=ADA, item="i_3")
    hall.do("agenda.reopen", by=ADA, item=ONE)
    assert line_of(hall, "1. Một (") == f"1. Một (from {start} to {end}; 15 min 2 s) (reopened)"
    assert line_of(hall, "2. Hai (") == f"2. Hai (from {end}; 2 s) (under way)"
    assert line_of(hall, "3. Ba (") == "3. Ba (passed over)"


def test_the_agenda_as_it_was_rearranged() -> None:
    """[G1] [G2]"""
    hall = given(
        step("agenda.add", by=SAM, title="Bốn", position=1), step("agenda.add", by=SAM, title="Một a", parent=ONE)
    )
    hall.do("agenda.remove", by=SAM, item=TWO)
    assert [(m.number, m.title) for m in minutes_of(hall).matters] == [
        ("1", "Bốn"), ("2", "Một"), ("2.1", "Một a"), ("3", "Ba"),
    ]  # fmt: skip


# Queue ----------------------------------------------------------------------------------------------------------------


def test_a_moved_hand_is_told() -> None:
    """[Q5] [Q6] What the desk changed, not what a member did for others."""
    hall = given(opened, raised(BOB, CAT, EVE), step("hand.move", by=ADA, hand="h_3", to_top=True))
    moved = f"At {at(hall)} Ada Ánh changed the place of Eve Yến in the list."
    assert moved in text_of(hall)
    hall.do("hand.move", by=BOB, hand="h_1", after="h_2")
    assert text_of(hall).count("changed the place") == 1


def test_the_closed_list_and_the_closed_debate() -> None:
    """[Q8] [Q9]"""
    hall = given(opened, step("hand.raise", by=BOB, note="Xin thêm sách"), raised(CAT))
    hall.do("queue.update", by=ADA, state="list_closed")
    listed = at(hall)
    hall.later(5 * MINUTE).do("queue.update", by=ADA, state="debate_closed")
    closed = at(hall)
    text = text_of(hall)
    assert f"At {listed} Ada Ánh closed the list of speakers." in text
    assert f"At {closed} Ada Ánh closed the debate." in text
    assert f"Had asked for the floor when the debate was closed at {closed}:" in text
    assert line_of(hall, "Xin thêm sách") == "- **Bob Bình**: Xin thêm sách"


def test_hidden_names_in_the_queue_stay_hidden() -> None:
    """[Q12]"""
    hall = given(opened, step("hand.raise", by=BOB, note="Xin thêm sách"), queue_names_shown=False)
    hall.do("queue.update", by=ADA, state="debate_closed")
    assert "Xin thêm sách" not in text_of(hall)
    assert "- 1 (names are not shown, by the rules of the meeting)" in text_of(hall)


def test_another_order_and_other_limits() -> None:
    """[Q10] [Q11]"""
    hall = given(opened)
    hall.do("queue.update", by=ADA, discipline=["tier", "first_time", "least_time"], limit_ms=120_000)
    text = text_of(hall)
    assert "changed the order of speakers: by the kind of request, those who have not spoken first, " in text
    assert "Ada Ánh set 2 min for each turn." in text


# The floor ------------------------------------------------------------------------------------------------------------


def test_a_turn_with_its_length_without_pauses() -> None:
    """[F1] [F4] [F11]"""
    hall = given(opened, speaking(BOB))
    start = at(hall)
    hall.later(2 * MINUTE).do("turn.pause", by=ADA, turn="t_1")
    hall.later(7 * MINUTE).do("turn.resume", by=ADA, turn="t_1")
    hall.later(MINUTE).do("turn.end", by=BOB, turn="t_1")
    hall.do("turn.note", by=SAM, turn="t_1", text="Đề nghị thêm sách", kind="proposal")
    assert line_of(hall, "Đề nghị thêm sách") == f"- **Bob Bình (proposal, {start}, 3 min 2 s)**: Đề nghị thêm sách"
    turn = minutes_of(hall).general.turns[0]
    assert turn.spoken_ms == hall.turn("t_1").spoken_ms
    assert [span.to_at - span.from_at for span in turn.pauses if span.to_at is not None] == [7 * MINUTE + 1_000]


def test_deviations_of_the_chair() -> None:
    """[F2] [Q16]"""
    hall = given(opened, raised(BOB, CAT), step("floor.grant", by=ADA, member=EVE, after=None))
    assert f"At {at(hall)} Ada Ánh called Eve Yến, who had not asked for the floor." in text_of(hall)
    hall.do("turn.decline", by=EVE, turn="t_1")
    hall.do("floor.grant", by=ADA, hand="h_2", after=None)
    assert f"At {at(hall)} Ada Ánh called Cat Chi before others who had asked first." in text_of(hall)


def test_where_the_chair_chooses_nothing_deviates() -> None:
    """[Q16]"""
    hall = given(opened, raised(BOB, CAT), step("queue.update", by=ADA, discipline=["chair"]))
    hall.do("floor.grant", by=ADA, hand="h_2", after=None)
    assert "before others" not in text_of(hall)


def test_who_was_called_and_never_spoke() -> None:
    """[F5] [F7]"""
    hall = given(opened, raised(BOB), step("floor.grant", by=ADA, hand="h_1", after=None))
    hall.do("turn.decline", by=BOB, turn="t_1")
    assert line_of(hall, "declined") == "- Bob Bình was called and declined."
    hall.do("floor.grant", by=ADA, member=CAT, after=None)
    hall.do("turn.end", by=ADA, turn="t_2")
    assert [turn.id for turn in minutes_of(hall).general.turns] == ["t_1"]


def test_an_interruption_gives_the_time_back() -> None:
    """[F8]"""
    hall = given(opened, speaking(BOB), after(MINUTE), raised(CAT, intent="order"))
    hall.do("floor.grant", by=ADA, hand="h_1", after="t_1")
    hall.do("turn.start", by=ADA, turn="t_2")
    hall.later(5 * MINUTE).do("turn.end", by=ADA, turn="t_2")
    hall.do("turn.resume", by=ADA, turn="t_1")
    hall.do("turn.end", by=ADA, turn="t_1")
    assert "Cat Chi (point of order, interrupting, " in text_of(hall)
    told = {turn.id: turn.spoken_ms for turn in minutes_of(hall).general.turns}
    assert told == {key: hall.turn(key).spoken_ms for key in ("t_1", "t_2")}


def test_the_floor_given_back() -> None:
    """[F9]"""
    hall = given(opened, speaking(BOB), after(MINUTE))
    hall.do("turn.end", by=ADA, turn="t_1")
    hall.later(MINUTE).do("turn.undo_end", by=ADA, turn="t_1")
    assert "speaking now" in line_of(hall, "Bob Bình (")
    hall.later(MINUTE).do("turn.end", by=ADA, turn="t_1")
    (turn,) = minutes_of(hall).general.turns
    assert turn.spoken_ms == hall.turn("t_1").spoken_ms


def test_an_undone_call_leaves_no_line() -> None:
    """[F10] What was said to it is on the item."""
    hall = given(opened, raised(BOB, CAT), speaking(EVE), after(2_000), posted(BOB, "Hay", on="t_1"))
    hall.do("turn.undo_call", by=ADA, turn="t_1")
    text = text_of(hall)
    assert "Eve Yến (" not in text
    assert "called Eve Yến" not in text
    assert line_of(hall, "Hay") == "- **Bob Bình (in writing)**: Hay"


def test_more_time_and_public_reminders() -> None:
    """[F12] Private ones are the speaker's alone."""
    hall = given(opened, speaking(BOB))
    hall.do("turn.extend", by=ADA, turn="t_1", by_ms=60_000)
    hall.do("turn.remind", by=ADA, turn="t_1", kind="topic", text="riêng", public=False)
    hall.do("turn.remind", by=ADA, turn="t_1", kind="time", text="còn ít", public=True)
    text = text_of(hall)
    assert "(1 min more given)" in text
    assert "(The chair reminded the speaker of the time: còn ít)" in text
    assert "riêng" not in text


# Comments -------------------------------------------------------------------------------------------------------------


def test_comments_stand_under_what_they_are_on_with_replies() -> None:
    """[K1] [K2]"""
    hall = given(opened, step("agenda.start", by=ADA, item=ONE), posted(BOB, "Một ý", on=ONE, kind="proposal"))
    hall.do("comment.post", by=CAT, body="Đồng ý", reply_to="c_1")
    hall.do("comment.edit", by=BOB, comment="c_1", body="Một ý khác")
    assert "- **Bob Bình (proposal, in writing, edited)**: Một ý khác\n  - **Cat Chi replied**: Đồng ý" in text_of(hall)
    assert "Một ý\n" not in text_of(hall)
    hall.do("comment.retract", by=BOB, comment="c_1")
    assert "- (A comment was taken back.)\n  - **Cat Chi replied**: Đồng ý" in text_of(hall)
    assert "Bob Bình (" not in text_of(hall)


def test_a_thread_stands_where_it_was_moved() -> None:
    """[K12]"""
    hall = given(opened, posted(BOB, "Một ý", on=ONE), step("comment.move", by=SAM, comment="c_1", on=TWO))
    assert [len(matter.voices) for matter in minutes_of(hall).matters] == [0, 1, 0]


def test_afterwards_and_anonymous() -> None:
    """[K7] [K8] [K9]"""
    hall = given(opened, step("agenda.start", by=ADA, item=ONE), anonymous=True)
    hall.do("agenda.finish", by=ADA, item=ONE)
    hall.do("comment.post", by=BOB, body="Nói sau", on=ONE)
    hall.when("comment.post", by=CAT, body="Không tên", anonymous=True).happens()
    lines = [line for line in text_of(hall).splitlines() if line]
    assert lines.index("Sent after the matter was over:") == lines.index(line_of(hall, "Nói sau")) - 1
    assert line_of(hall, "Nói sau") == "- **Bob Bình (in writing, sent afterwards)**: Nói sau"
    assert line_of(hall, "Không tên") == "- **Anonymous (in writing)**: Không tên"
    assert "Cat Chi (" not in text_of(hall)


# Rounds ---------------------------------------------------------------------------------------------------------------


def in_round(hall: Hall) -> None:
    hall.do("agenda.start", by=ADA, item=ONE)
    hall.do(
        "round.start", by=ADA, order="given", comments="after_each", reply=True,
        subjects=[{"body": "Tập thể", "reader": DEE}, BOB, CAT, EVE],
    )  # fmt: skip


def test_a_round_from_reading_to_reply() -> None:
    """[R1] [R2] [R4] [R6] [R10]"""
    hall = given(opened, in_round)
    hall.do("round.next", by=ADA, round="r_1", after=None)
    hall.do("turn.start", by=ADA, turn="t_1")
    body_at = at(hall)
    hall.later(2 * MINUTE).do("turn.end", by=ADA, turn="t_1")
    hall.do("hand.raise", by=EVE)
    hall.do("floor.grant", by=ADA, hand="h_1", after=None)
    hall.do("turn.start", by=ADA, turn="t_2")
    hall.later(MINUTE).do("turn.end", by=ADA, turn="t_2")
    hall.do("turn.note", by=SAM, turn="t_2", text="Cần cụ thể hơn")
    hall.do("comment.post", by=CAT, body="Tốt", on="t_1", kind="opinion")
    hall.do("round.phase", by=ADA, slot="s_1", phase="reply")
    hall.do("turn.start", by=ADA, turn="t_3")
    reply_at = at(hall)
    hall.later(MINUTE).do("turn.end", by=ADA, turn="t_3")
    end = at(hall)
    text = text_of(hall)
    assert "#### 1.1. Tập thể" in text
    assert f"Read by Dee Đào from {body_at} to " in text
    assert "Comments (2):\n\n- **Eve Yến (" in text
    assert "**: Cần cụ thể hơn\n- **Cat Chi (opinion, in writing)**: Tốt" in text
    assert f"Dee Đào replied from {reply_at} to {end}, 1 min 1 s." in text
    assert "Each in turn, in the order given: 0 of 4 heard." in text
    subject = minutes_of(hall).matters[0].rounds[0].subjects[0]
    assert [phase for phase, _ in subject.phases] == ["reading", "comments", "reply"]


def test_the_lots_seed_is_on_record() -> None:
    """[R2]"""
    hall = given(opened, step("agenda.start", by=ADA, item=ONE), step("round.start", by=ADA, order="random"))
    assert "in an order drawn by lot (seed 7)" in text_of(hall)


def test_deferred_and_excused_with_the_reason() -> None:
    """[R5] [R8] [R9]"""
    hall = given(opened, in_round)
    hall.do("round.defer", by=ADA, slot="s_2", reason="bận trực")
    hall.do("round.excuse", by=ADA, slot="s_3", reason="đã gửi bài")
    text = text_of(hall)
    assert "#### 1.2. Bob Bình\n\nDeferred. Reason: bận trực." in text
    assert "#### 1.3. Cat Chi\n\nExcused. Reason: đã gửi bài." in text
    assert "0 of 3 heard" in text
    hall.do("round.restore", by=ADA, slot="s_2")
    assert "#### 1.2. Bob Bình\n\nNot reached." in text_of(hall)


def test_late_comers_join_at_the_end() -> None:
    """[R3]"""
    hall = given(came(ADA, SAM, BOB), step("meeting.open", by=ADA), step("agenda.start", by=ADA, item=ONE))
    hall.do("round.start", by=ADA)
    hall.do("attendance.check_in", by=CAT)
    (held,) = minutes_of(hall).matters[0].rounds
    assert held.subjects[-1].person is not None
    assert held.subjects[-1].person.name == "Cat Chi"


def test_an_undone_call_in_a_round() -> None:
    """[R11]"""
    hall = given(opened, in_round, step("round.next", by=ADA, round="r_1", after=None))
    hall.do("turn.start", by=ADA, turn="t_1")
    hall.do("turn.undo_call", by=ADA, turn="t_1")
    subject = minutes_of(hall).matters[0].rounds[0].subjects[0]
    assert (subject.status, subject.turns) == ("waiting", ())


def test_divided_time_is_told() -> None:
    """[R12]"""
    hall = given(opened, in_round, step("round.fit", by=ADA, round="r_1", total_ms=8 * MINUTE))
    assert "divided the time left: 2 min each." in text_of(hall)


def test_a_finished_round_counts_who_was_heard() -> None:
    """[R5] [R8]"""
    hall = given(opened, in_round)
    for number, slot in enumerate(("s_1", "s_2", "s_3", "s_4"), 1):
        hall.do("round.call", by=ADA, slot=slot)
        hall.do("turn.start", by=ADA, turn=f"t_{number}")
        hall.later(MINUTE).do("turn.end", by=ADA, turn=f"t_{number}")
    hall.do("round.next", by=ADA, round="r_1", after="s_4")
    hall.do("round.finish", by=ADA, round="r_1")
    assert "4 of 4 heard" in text_of(hall)


# Statements -----------------------------------------------------------------------------------------------------------


def handed_in(hall: Hall) -> None:
    from giotay_protocol.commands import Section

    hall.draft = [Section(heading="Ưu điểm", text="Một.\nHai."), Section(heading="Hạn chế", text="Ba.")]
    hall.do("statement.submit", by=BOB, item=ONE, reader=DEE)
    hall.draft = None


def test_a_statement_is_told_once_it_was_read() -> None:
    """[T1] [T2] [T5] [T6]"""
    hall = given(opened, in_round, handed_in)
    assert "Ưu điểm" not in text_of(hall)
    hall.do("round.call", by=ADA, slot="s_2")
    hall.do("turn.start", by=ADA, turn="t_1")
    hall.do("comment.post", by=CAT, body="Rõ ràng", on="st_1", paragraph=1)
    hall.later(MINUTE).do("turn.end", by=ADA, turn="t_1")
    text = text_of(hall)
    assert "Read by Dee Đào from" in text
    assert "The statement that was read has these parts: Ưu điểm; Hạn chế (full text in the annex)." in text
    assert "- **Cat Chi (in writing, on paragraph 2)**: Rõ ràng" in text
    assert "## ANNEX: STATEMENTS READ\n\n### Bob Bình\n\n#### Ưu điểm\n\nMột.\n\nHai.\n\n#### Hạn chế\n\nBa." in text


def test_a_comment_says_what_it_is_on() -> None:
    """[K1] A commitment; the page of a document."""
    hall = given(opened, papers_to_read)
    hall.do("commitment.make", by=BOB, what="Dự giờ")
    hall.do("comment.post", by=CAT, body="Nên 4 tiết", on="cm_1")
    hall.do("comment.post", by=CAT, body="Sai số liệu", on="d_1", paragraph=1)
    text = text_of(hall)
    assert "- **Cat Chi (in writing, on a commitment)**: Nên 4 tiết" in text
    assert "- **Cat Chi (in writing, on page 2 of a document)**: Sai số liệu" in text


# Erasure --------------------------------------------------------------------------------------------------------------


def test_an_erased_person_stays_as_somebody() -> None:
    """[M8]"""
    hall = given(opened, in_round, handed_in, speaking(BOB), posted(BOB, "Lời của Bob"), after(MINUTE))
    hall.do("turn.end", by=ADA, turn="t_1")
    hall.do("turn.note", by=SAM, turn="t_1", text="Bob nói")
    hall.do("member.erase", by=HOST, member=BOB)
    text = text_of(hall, "vi")
    assert not any(word in text for word in ("Bob", "Lời của"))
    assert "[đã xóa]" in text
    assert "1 phút" in text
    assert minutes_of(hall).erased == 1


def test_a_new_name_is_everywhere() -> None:
    """[M7]"""
    hall = given(opened, posted(BOB, "Lời"), step("member.update", by=SAM, member=BOB, name="Bob Mới"))
    assert "**Bob Mới (in writing)**: Lời" in text_of(hall)
    assert "Bob Bình" not in text_of(hall)


def test_who_was_removed_stays_with_what_they_said() -> None:
    """[M5]"""
    hall = given(opened, posted(GUS, "Lời"), step("member.remove", by=SAM, member=GUS))
    assert "**Gus Giang (in writing)**: Lời" in text_of(hall)
