"""The other papers of a meeting: what is on each, what is not, and what nobody can have."""

from typing import Any

import pytest
from msgspec.structs import replace

from giotay.layouts import load_layouts
from giotay.minutes.blocks import Fact, Heading, Para, Table
from giotay.minutes.fold import fold
from giotay.minutes.layout import PaperKind
from giotay.minutes.markdown import markdown
from giotay.minutes.model import Assessment, Criterion, Minutes
from giotay.minutes.news import WORDS
from giotay.minutes.papers import KINDS, NothingOfIt, made
from giotay.profiles import load_profiles
from giotay_protocol.names import Locale
from tests.meeting.hall import ADA, BOB, CAT, DEE, EVE, ONE, SAM, Hall, given, opened, posted, speaking, step
from tests.minutes.paper import minutes_of

PARTY, PLAIN = "party-hd05-2026", "plain"


def blocks_of(found: Minutes, kind: PaperKind, layout: str = PLAIN, locale: Locale = "en", about: str = "") -> Any:
    return made(
        kind, found, load_profiles()[found.profile], load_layouts()[layout], locale, about=about, check="http://x"
    )


def text_of(hall: Hall | Minutes, kind: PaperKind, **how: Any) -> str:
    found = hall if isinstance(hall, Minutes) else minutes_of(hall)
    return markdown(blocks_of(found, kind, **how)).replace("\\", "").replace("**", "")


def voted(kind: str, **fields: Any) -> Any:
    """A poll of this kind, open."""

    def run(hall: Hall) -> None:
        options = ["Yes", "No"]
        hall.do("poll.create", by=SAM, question="Adopt?", options=options, kind=kind, **fields)
        hall.do("poll.open", by=ADA, poll="p_1")

    return run


# The model ------------------------------------------------------------------------------------------------------------


def test_the_sums_of_a_secret_poll() -> None:
    """[V12] Of which the log knows no votes."""
    hall = given(opened, voted("secret"))
    for member in (ADA, BOB, CAT):
        hall.do("poll.vote", by=member, poll="p_1", choices=["o1" if member != CAT else "o2"])
    hall.urn = {"o1": 2, "o2": 1}
    hall.do("poll.close", by=ADA, poll="p_1")
    hall.do("poll.publish", by=ADA, poll="p_1")
    (poll,) = (poll for matter in (*minutes_of(hall).matters, minutes_of(hall).general) for poll in matter.polls)
    assert poll.result is not None
    assert [(option.text, option.phones) for option in poll.result.options] == [("Yes", 2), ("No", 1)]


def test_comments_by_topic_name_nobody() -> None:
    """[O2] With what each wrote under what it speaks of; what speaks of nothing stands at the end."""
    hall = given(opened, posted(BOB, "More lessons"), posted(CAT, "Fewer forms"), posted(EVE, "Thanks to all"))
    topic = hall.do("topic.add", by=SAM, title="Teaching")
    hall.do("comment.tag", by=SAM, comment="c_1", topic=topic)
    named = text_of(hall, "minutes")
    assert "Bob Bình (in writing): More lessons" in named
    hall.do("meeting.update", by=SAM, settings={"minutes_comments": "topics"})
    for kind in ("minutes", "opinions"):
        told = text_of(hall, kind)
        at = [
            told.index(part) for part in ("Teaching", "More lessons", "Other opinions", "Fewer forms", "Thanks to all")
        ]
        assert at == sorted(at)
        for name in ("Bob Bình", "Cat Chi", "Eve Yến"):
            assert f"{name} (in writing)" not in told


def test_how_the_meeting_judged_itself() -> None:
    """Where the form asks and nobody did, there is a line for a hand."""
    found = minutes_of(given(opened))
    assert "……/100 điểm, xếp loại ……" in text_of(found, "minutes", layout=PARTY, locale="vi")
    assert "xếp loại" not in text_of(found, "minutes", locale="vi")
    judged = Assessment(
        points=88.5, out_of=100, grade="Khá", criteria=(Criterion(text="Thời gian", points=5, out_of=5),)
    )  # fmt: skip
    told = text_of(replace(found, assessment=judged), "minutes", locale="vi")
    assert "88,5/100 điểm, xếp loại Khá." in told
    assert "Thời gian: 5/5" in told


# Papers ---------------------------------------------------------------------------------------------------------------


def test_a_resolution_needs_something_resolved() -> None:
    hall = given(opened)
    with pytest.raises(NothingOfIt):
        blocks_of(minutes_of(hall), "resolution")
    hall.do("conclusion.add", by=ADA, text="A training every month")
    hall.do("commitment.make", by=BOB, what="Lead it", due="2026-12-31")
    told = text_of(hall, "resolution")
    at = [told.index(part) for part in ("RESOLUTION", "A training every month", "WHO DOES WHAT", "Lead it", "Ada Ánh")]
    assert at[1] < at[2] < at[3]


def test_speakers_with_their_times() -> None:
    """[F4] In the order of the hour, how long each spoke, and all together."""
    hall = given(opened, speaking(BOB))
    hall.later(120_000)
    hall.do("turn.end", by=ADA, turn="t_1")
    hall.do("turn.start", by=ADA, turn=hall.do("floor.grant", by=ADA, member=CAT))
    hall.later(60_000)
    hall.do("turn.end", by=ADA, turn="t_2")
    (table,) = (block for block in blocks_of(minutes_of(hall), "speakers") if isinstance(block, Table))
    assert [row[1] for row in table.rows] == ["Bob Bình", "Cat Chi"]
    assert [row[4] for row in table.rows] == ["2 min 1 s", "1 min 1 s"]
    assert "2 turns by 2 speakers, 3 min 2 s in all." in text_of(hall, "speakers")


def test_an_extract_has_that_persons_part_and_no_other() -> None:
    hall = given(opened, step("agenda.start", by=ADA, item=ONE), posted(BOB, "Mine"), posted(CAT, "Not mine"))
    hall.do("comment.post", by=EVE, body="An answer to Bob", reply_to="c_1")
    hall.do("commitment.make", by=BOB, what="Write it down")
    hall.do("commitment.make", by=CAT, what="Something else")
    told = text_of(hall, "extract", about=BOB)
    for part in ("Extract for: Bob Bình", "Mine", "An answer to Bob", "Write it down"):
        assert part in told
    for part in ("Not mine", "Something else", "Cat Chi"):
        assert part not in told
    with pytest.raises(NothingOfIt):
        blocks_of(minutes_of(hall), "extract", about="m_99")


def test_what_an_absent_person_has() -> None:
    hall = given()
    hall.do("attendance.mark", by=SAM, member=DEE, status="excused", reason="ill")
    there = [block for block in blocks_of(minutes_of(hall), "extract", about=DEE) if isinstance(block, Fact)]
    assert ("Present", "absent with apologies.") in [(fact.label, fact.text) for fact in there]


def test_tellers_minutes_count_slips() -> None:
    """[V6] Issued, collected, valid, invalid; the head teller's name is for a hand."""
    hall = given(opened, voted("paper"))
    hall.do("poll.count", by=SAM, poll="p_1", counts={"o1": 4, "o2": 1}, issued=7, collected=6, invalid=1)
    hall.do("poll.close", by=ADA, poll="p_1")
    with pytest.raises(NothingOfIt):
        blocks_of(minutes_of(hall), "count")
    hall.do("poll.publish", by=ADA, poll="p_1")
    told = text_of(hall, "count")
    for part in (
        "Slips issued: 7.",
        "Slips collected: 6.",
        "Valid: 5.",
        "Invalid: 1.",
        "HEAD TELLER",
        "| Yes | 0 | 4 | 4 |",
    ):
        assert part in told
    with pytest.raises(NothingOfIt):
        blocks_of(minutes_of(hall), "count", about="p_9")
    assert "Adopt?" in text_of(hall, "votes")


def test_a_news_item_keeps_to_its_length() -> None:
    """However much was concluded; and says nothing of what nobody saw."""
    hall = given(opened, posted(BOB, "A secret to the desk", scope="desk"))
    for number in range(60):
        hall.do(
            "conclusion.add", by=ADA, text=f"The {number}th thing that was concluded after a long debate in the hall"
        )
    paragraphs = [block.text for block in blocks_of(minutes_of(hall), "news") if isinstance(block, Para)]
    assert 200 < len(" ".join(paragraphs).split()) <= WORDS
    assert "secret" not in " ".join(paragraphs)
    headings = [block.text for block in blocks_of(minutes_of(hall), "news") if isinstance(block, Heading)]
    assert headings == ["Captions"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_paper_of_an_empty_meeting_is_something_or_nothing(kind: PaperKind, locale: Locale) -> None:
    """Of a room in which nothing happened, and of no room at all."""
    for found in (minutes_of(given()), fold("r_none", [])):
        for layout in load_layouts():
            try:
                assert blocks_of(found, kind, layout=layout, locale=locale, about=BOB)
            except NothingOfIt:
                assert kind not in ("minutes",)
