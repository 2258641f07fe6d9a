"""The minutes tell what everybody was shown, and nothing that was not; and they never fail."""

from collections.abc import Iterator
from contextlib import suppress
from random import Random

import msgspec
import pytest
from hypothesis import given as examples
from hypothesis import settings as how
from hypothesis import strategies as some

from giotay.layouts import load_layouts
from giotay.minutes.docx import docx
from giotay.minutes.fold import Fold, fold
from giotay.minutes.html import html
from giotay.minutes.markdown import markdown
from giotay.minutes.model import Minutes
from giotay.minutes.model import Turn as TurnTold
from giotay.minutes.paper import lay_out
from giotay.minutes.papers import KINDS, NothingOfIt, made
from giotay.minutes.pdf import pdf
from giotay.profiles import load_profiles
from giotay_protocol.commands import Section
from giotay_protocol.entities import AgendaItem, Slot, Turn
from giotay_protocol.events import Event
from tests.meeting.hall import ADA, BOB, CAT, ONE, SAM, Hall, given, opened, posted, speaking
from tests.meeting.test_properties import give
from tests.meeting.wild import Wild, runs
from tests.minutes.paper import minutes_of, text_of


def secrets(hall: Hall) -> None:
    """Everything that is not for everybody."""
    hall.do("comment.post", by=BOB, body="bí mật desk", scope="desk")
    hall.do("comment.post", by=SAM, body="bí mật reply", reply_to="c_1")
    hall.do("comment.post", by=CAT, body="bí mật subject", on="t_1", scope="subject")
    hall.do("comment.post", by=CAT, body="bí mật hidden")
    hall.do("comment.hide", by=SAM, comment="c_4", reason="bí mật reason")
    hall.do("comment.post", by=CAT, body="bí mật first words")
    hall.do("comment.edit", by=CAT, comment="c_5", body="bí mật second words")
    hall.do("comment.retract", by=CAT, comment="c_5")
    hall.do("invite.send", by=ADA, member=CAT, text="bí mật invitation")
    hall.do("invite.answer", by=CAT, invite="v_1", answer="later", text="bí mật answer")
    hall.do("turn.remind", by=ADA, turn="t_1", kind="time", text="bí mật reminder", public=False)
    hall.do("member.mute", by=SAM, member=CAT, reason="bí mật mute")
    hall.draft = [Section(heading="bí mật heading", text="bí mật text")]
    hall.do("statement.submit", by=BOB, item=ONE)
    hall.do("meeting.update", by=SAM, settings={"moderation": "before_all", "pin": "123456"})
    hall.do("comment.post", by=BOB, body="bí mật held")


def test_nothing_that_was_not_shown_to_all() -> None:
    """[K2] [K3] [K4] [K5] [K6] [F12] [I3] [T2]"""
    hall = given(opened, speaking(BOB), secrets)
    written = msgspec.json.encode(minutes_of(hall)).decode()
    assert "bí mật" not in written
    assert "123456" not in written
    assert "bí mật" not in text_of(hall)
    hall.do("comment.approve", by=SAM, comment="c_6")
    hall.do("comment.restore", by=SAM, comment="c_4")
    text = text_of(hall)
    assert "bí mật held" in text
    assert "bí mật hidden" in text


def test_held_for_the_screen_is_read_by_all() -> None:
    """[K5]"""
    hall = given(opened, posted(BOB, "chờ lên màn"), moderation="before_screen")
    assert "chờ lên màn" in text_of(hall)


def test_a_replaced_statement_is_nobodys() -> None:
    """[T1] [T2]"""
    hall = given(opened)
    for words in ("bản cũ", "bản mới"):
        hall.draft = [Section(heading="Ý", text=words)]
        hall.do("statement.submit", by=BOB)
    hall.do("statement.reveal", by=ADA, statement="st_1", section=0, paragraph=0)
    assert "bản mới" in text_of(hall)
    assert "bản cũ" not in text_of(hall)


def test_what_people_write_is_no_markup() -> None:
    """[K1]"""
    hall = given(opened, posted(BOB, "# Đầu đề\n- [x](http://a) <b>đậm</b> | `x` \u0007"))
    found = minutes_of(hall)
    plain = load_layouts()["plain"]
    blocks = lay_out(found, load_profiles()["neutral"], plain, "vi")
    text = markdown(blocks)
    assert "\\# Đầu đề - \\[x\\](http://a) \\<b\\>đậm\\</b\\> \\| \\`x\\`" in text
    assert docx(blocks, title="\u0007x", locale="vi", layout=plain).startswith(b"PK")
    assert pdf(blocks, title="\u0007x", locale="vi", layout=plain).startswith(b"%PDF")
    assert "&lt;b&gt;đậm&lt;/b&gt;" in html(blocks, title="<b>", locale="vi", layout=plain)


@pytest.mark.slow
@examples(run=runs(40), seed=some.integers(0, 1_000))
@how(max_examples=30, deadline=None)
def test_any_log_whole_or_with_holes_folds(run: tuple[Hall, list[Wild]], seed: int) -> None:
    """[S5] Times add up as the rules count them; events that are missing or late break nothing."""
    hall, wilds = run
    for number, wild in enumerate(wilds):
        give(hall, wild, number)
    told = {turn.id: turn.spoken_ms for turn in _turns(minutes_of(hall))}
    assert all(told[turn.id] == turn.spoken_ms for turn in hall.state.all(Turn) if turn.status == "done")
    spent = {matter.id: matter.spent_ms for matter in minutes_of(hall).matters}
    assert all(spent[item.id] == item.spent_ms for item in hall.state.all(AgendaItem) if item.status == "done")
    statuses = {
        subject.id: subject.status
        for matter in (*minutes_of(hall).matters, minutes_of(hall).general)
        for held in matter.rounds
        for subject in held.subjects
    }
    assert statuses == {slot.id: slot.status for slot in hall.state.all(Slot)}
    chance = Random(seed)
    holes = [event for event in hall.log if chance.random() < 0.7]
    chance.shuffle(holes)
    for layout in load_layouts().values():
        for kind in KINDS:
            with suppress(NothingOfIt):
                assert made(kind, fold("r_test", holes), load_profiles()["party-cell"], layout, "vi", about="")


def _turns(found: Minutes) -> Iterator[TurnTold]:
    for matter in (*found.matters, found.general):
        yield from matter.turns
        for held in matter.rounds:
            for subject in held.subjects:
                yield from subject.turns


def test_an_event_of_a_later_release_is_passed_over() -> None:
    """[S5]"""

    class Unheard(Event, tag="moon.landed"):
        turn: str = "t_1"
        item: str = "i_1"

    folding = Fold("r_test")
    folding.take(Unheard(seq=1, at=1))
    assert folding.minutes().seq == 1
