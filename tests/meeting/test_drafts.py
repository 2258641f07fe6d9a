"""Drafts: who may write what down, until when, and that saving is no event."""

from typing import Any

import pytest

from giotay.meeting.authority import actor_of
from giotay.meeting.context import Actor
from giotay.meeting.drafts import Written, key_for, save
from giotay_protocol.codec import command_of
from giotay_protocol.commands import SaveStatement
from giotay_protocol.drafts import DraftKey
from giotay_protocol.refusals import Refusal
from tests.meeting.hall import ADA, BOB, CAT, EVE, HOST, ONE, SAM, TWO, Hall, given, opened, step

SECTIONS = [{"heading": "Ưu điểm", "text": "Chăm chỉ.\nĐúng giờ."}]
BODY = "Tập thể"


def saving(hall: Hall, by: str, sections: Any = SECTIONS, **fields: Any) -> Written:
    if "for_" in fields:
        fields["for"] = fields.pop("for_")
    command = command_of({"id": "k", "type": "statement.save", "sections": sections, **fields})
    assert isinstance(command, SaveStatement)
    actor = Actor(member=None, office=None, cls="desk", host=True) if by == HOST else actor_of(hall.state, by)
    written = save(hall.state, command, hall.context(actor))
    assert written.key == key_for(None if by == HOST else by, command)
    return written


def refused(code: str, hall: Hall, by: str, sections: Any = SECTIONS, **fields: Any) -> Refusal:
    with pytest.raises(Refusal) as found:
        saving(hall, by, sections, **fields)
    assert found.value.code == code, found.value
    return found.value


def test_a_member_keeps_a_draft_on_the_meeting_or_an_item() -> None:
    """[T10] [T9] Under any heading, or none."""
    hall = given()
    written = saving(hall, BOB, [{"heading": "", "text": "Một"}, {"heading": "Tự đặt", "text": ""}], item=ONE)
    assert written.key == DraftKey(member=BOB, item=ONE, body=None, by_desk=False)
    assert [section.heading for section in written.draft.sections] == ["", "Tự đặt"]
    assert written.draft.saved_at == hall.now
    assert saving(hall, BOB, []).key.item is None


def test_what_the_desk_writes_down_is_a_draft_of_its_own() -> None:
    """[T10] It neither overwrites the member's nor is it theirs."""
    hall = given()
    assert saving(hall, SAM, for_=BOB).key == DraftKey(member=BOB, item=None, body=None, by_desk=True)
    assert saving(hall, HOST, for_=BOB).key.by_desk
    assert saving(hall, BOB).key != saving(hall, SAM, for_=BOB).key
    assert not saving(hall, SAM, for_=SAM).key.by_desk
    refused("forbidden", hall, CAT, for_=BOB)
    refused("forbidden", hall, HOST)
    refused("not_found", hall, SAM, for_="m_99")


def test_what_cannot_be_kept() -> None:
    """[T1] [T10] Too long, on what there is not, on what is over, after the close, after its turn."""
    hall = given(opened)
    assert refused("too_large", hall, BOB, [{"heading": "a", "text": "b" * 20_000}]).facts["max"] == 20_000
    refused("too_large", hall, BOB, [{"heading": "a" * 201, "text": ""}])
    refused("too_large", hall, BOB, [{"heading": "", "text": ""}] * 51)
    refused("invalid", hall, BOB, [{"heading": "a"}])
    refused("not_found", hall, BOB, item="i_99")
    hall.do("agenda.skip", by=ADA, item=TWO)
    refused("closed", hall, BOB, item=TWO)
    hall.draft = saving(hall, BOB).draft.sections
    statement = hall.do("statement.submit", by=BOB)
    saving(hall, BOB)
    hall.do("statement.reveal", by=ADA, statement=statement, section=0, paragraph=0)
    assert refused("stale", hall, BOB).facts["statement"] == statement
    hall.do("meeting.close", by=ADA)
    refused("closed", hall, CAT)


def test_who_writes_for_a_body() -> None:
    """[T8] The desk, and the reader that the round or the text names."""
    hall = given(opened)
    assert saving(hall, SAM, body=BODY).key == DraftKey(member=SAM, item=None, body=BODY, by_desk=False)
    refused("forbidden", hall, EVE, body=BODY)
    hall.do("agenda.start", by=ADA, item=ONE)
    hall.do("round.start", by=ADA, subjects=[{"body": BODY, "reader": EVE}, BOB])
    saving(hall, EVE, body=BODY, item=ONE)
    refused("forbidden", hall, EVE, body=BODY)
    refused("forbidden", hall, BOB, body=BODY, item=ONE)
    hall.draft = saving(hall, SAM, body="Tổ toán").draft.sections
    hall.do("statement.submit", by=SAM, body="Tổ toán", reader=BOB)
    saving(hall, BOB, body="Tổ toán")


def test_a_draft_is_not_decided() -> None:
    """[T10] Saving makes no event."""
    given(step("meeting.open", by=ADA)).when("statement.save", by=BOB, sections=SECTIONS).refused(
        "invalid", field="type"
    )
