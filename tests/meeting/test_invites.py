"""Gentle invitations: sent by who presides, answered once, and nobody else learns of them."""

from typing import Any

import pytest

from giotay.meeting.visibility import shown
from giotay_protocol.entities import Invite, Voice
from giotay_protocol.events import InviteAnswered, InviteSent
from tests.meeting.hall import ADA, BOB, CAT, DEE, HOST, OLI, SAM, Hall, given, opened, step

INVITED = step("invite.send", by=ADA, member=BOB, text="Mời Bob góp ý")


def seen(hall: Hall, cls: Any, member: str | None) -> bool:
    return shown(hall.find(Invite, "v_1"), cls, member) is not None


def test_inviting() -> None:
    """[I1]"""
    hall = (
        given(opened)
        .when("invite.send", by=ADA, member=BOB, text="Mời Bob")
        .then(InviteSent(invite="v_1", member=BOB, chair=ADA, text="Mời Bob"))
    )
    hall.when("invite.send", by=ADA, member=BOB).refused("already", invite="v_1")
    hall.when("invite.send", by=ADA, member=OLI).refused("not_eligible")
    hall.when("invite.send", by=SAM, member=CAT).refused("forbidden")
    hall.when("invite.send", by=ADA, member="m_99").refused("not_found", field="member")


@pytest.mark.parametrize("answer", ["now", "later", "written", "pass"])
def test_four_answers(answer: Any) -> None:
    """[I2]"""
    hall = given(opened, INVITED)
    hall.when("invite.answer", by=CAT, invite="v_1", answer=answer).refused("not_found", field="invite")
    hall.when("invite.answer", by=BOB, invite="v_1", answer=answer).then(
        InviteAnswered(invite="v_1", member=BOB, answer=answer, text=None)
    )
    hall.when("invite.answer", by=BOB, invite="v_1", answer="pass").refused("already", answer=answer)
    hall.do("invite.send", by=ADA, member=BOB)


def test_nobody_else_learns_of_it() -> None:
    """[I3]"""
    hall = given(opened, INVITED)
    assert seen(hall, "desk", ADA)
    assert seen(hall, "hall", BOB)
    assert not any(seen(hall, cls, who) for cls, who in (("desk", SAM), ("hall", CAT), ("hall", None), ("desk", None)))
    assert not seen(hall, "screen", None)
    hall.do("chair.hand_over", by=ADA, to=DEE)
    assert seen(hall, "desk", DEE)
    assert not seen(hall, "hall", ADA)


def test_the_desk_sees_who_was_silent() -> None:
    """[I4] Counted under the member's name: not the anonymous ones, not those taken back; nobody else sees it."""
    hall = given(opened, step("meeting.update", by=ADA, settings={"anonymous": True}))
    hall.do("comment.post", by=BOB, body="một", scope="desk")
    hall.do("comment.post", by=BOB, body="hai")
    hall.do("comment.post", by=CAT, body="kín", anonymous=True)
    voice = hall.find(Voice, BOB)
    assert voice.comments == 2
    assert hall.state.get(Voice, CAT) is None
    assert shown(voice, "desk", SAM) is not None
    assert [shown(voice, "hall", CAT), shown(voice, "hall", BOB), shown(voice, "screen", None)] == [None] * 3
    hall.do("comment.retract", by=BOB, comment="c_1")
    assert hall.find(Voice, BOB).comments == 1


def test_the_words_of_an_invitation_go() -> None:
    """[M8]"""
    hall = given(opened, INVITED, step("invite.answer", by=BOB, invite="v_1", answer="later", text="Chiều"))
    hall.do("member.erase", by=HOST, member=BOB)
    invite = hall.find(Invite, "v_1")
    assert (invite.text, invite.answer_text) == ("", "")
