"""Who is named in a comment, who is told, and who reacted."""

import msgspec
import pytest

from giotay.meeting.authority import actor_of
from giotay.meeting.visibility import shown
from giotay.room.pages import page_of
from giotay.room.view import fresh_view
from giotay_protocol.entities import Named
from giotay_protocol.envelope import PageQuestion
from giotay_protocol.events import CommentEdited, CommentPosted, Mention
from giotay_protocol.names import Class
from giotay_protocol.refusals import Refusal
from tests.meeting.hall import ADA, BOB, CAT, DEE, EVE, GUS, HOST, SAM, Hall, given, opened, posted, step, with_settings
from tests.minutes.paper import text_of


def told(hall: Hall, member: str) -> list[str]:
    """The comments in which this member is told to be named."""
    cls: Class = actor_of(hall.state, member).cls
    return list(fresh_view(hall.state, cls, member)["named"])


def test_the_log_keeps_who_is_meant_and_not_the_name() -> None:
    """[K17] [WC16]"""
    hall = given().when("comment.post", by=BOB, body="Nhờ @Cat Chi và @Eve Yến xem", mentions=[EVE, CAT]).then(
        CommentPosted(
            comment="c_1", author=BOB, on=None, subject=None, reply_to=None, quotes=None, kind=None, paragraph=None,
            body="Nhờ @ và @ xem", scope="all", hold=None, afterwards=False, by_desk=False,
            mentions=[Mention(member=CAT, at=5), Mention(member=EVE, at=10)],
        )
    )  # fmt: skip
    comment = hall.comment("c_1")
    assert comment.body == "Nhờ @Cat Chi và @Eve Yến xem"
    assert [(each.member, each.name) for each in comment.mentions] == [(CAT, "Cat Chi"), (EVE, "Eve Yến")]


def test_a_new_name_is_in_everybodys_words_and_an_erased_one_in_nobodys() -> None:
    """[K17] [M7] [M8]"""
    hall = given(posted(BOB, "Cảm ơn @Cat Chi, cảm ơn @Cat Chi", mentions=[CAT]))
    assert hall.comment("c_1").body == "Cảm ơn @Cat Chi, cảm ơn @Cat Chi"
    hall.do("member.update", by=SAM, member=CAT, name="Cát Chí")
    assert hall.comment("c_1").body == "Cảm ơn @Cát Chí, cảm ơn @Cát Chí"
    hall.do("member.erase", by=HOST, member=CAT)
    assert hall.comment("c_1").body == "Cảm ơn @…, cảm ơn @…"
    assert told(hall, CAT) == []
    assert "Chi" not in repr([event for event in hall.log if isinstance(event, CommentPosted)])


def test_the_minutes_say_the_name_as_it_is() -> None:
    """[K17]"""
    hall = given(opened, posted(BOB, "Nhờ @Cat Chi xem", mentions=[CAT]))
    hall.do("member.update", by=SAM, member=CAT, name="Cát Chí")
    hall.do("comment.edit", by=BOB, comment="c_1", body="Mời @Cát Chí xem")
    assert "Mời @Cát Chí xem" in text_of(hall)


def test_longer_names_and_two_of_one_name() -> None:
    """[K17]"""
    hall = given()
    short, long = (hall.do("member.add", by=SAM, name=name) for name in ("An", "An Bình"))
    first, second = (hall.do("member.add", by=SAM, name="Hà") for _ in range(2))
    hall.do("comment.post", by=BOB, body="@An Bình @An @Hà @Hà a@b @", mentions=[short, long, second, first])
    posted_event = hall.log[-1]
    assert isinstance(posted_event, CommentPosted)
    assert [each.member for each in posted_event.mentions] == [long, short, second, first]
    assert hall.comment("c_1").body == "@An Bình @An @Hà @Hà a@b @"


@pytest.mark.parametrize(
    ("body", "mentions", "code"),
    [
        ("Không nhắc ai", [CAT], "invalid"),
        ("@Cat Chi", [CAT, CAT], "invalid"),
        ("@cat chi", [CAT], "invalid"),
        ("@Cat Chi", ["m_99"], "not_found"),
    ],
)
def test_who_is_not_in_the_words_is_not_named(body: str, mentions: list[str], code: str) -> None:
    """[K17]"""
    given().when("comment.post", by=BOB, body=body, mentions=mentions).refused(code, field="mentions")


def test_at_most_ten_are_named() -> None:
    """[K17]"""
    hall = given()
    with pytest.raises(Refusal) as refused:
        hall.when("comment.post", by=BOB, body="@", mentions=[f"m_{number}" for number in range(11)])
    assert refused.value.facts["field"] == "mentions"


def test_changed_words_keep_who_still_stands_in_them() -> None:
    """[K17]"""
    hall = given(posted(BOB, "@Cat Chi và @Eve Yến", mentions=[CAT, EVE]))
    hall.when("comment.edit", by=BOB, comment="c_1", body="@Cat Chi, @Dee Đào", mentions=[DEE]).then(
        CommentEdited(
            comment="c_1", author=BOB, body="@, @", status="shown",
            mentions=[Mention(member=CAT, at=1), Mention(member=DEE, at=4)],
        )
    )  # fmt: skip
    assert [told(hall, who) for who in (CAT, DEE, EVE)] == [["c_1"], ["c_1"], []]
    hall.when("comment.edit", by=BOB, comment="c_1", body="Thôi", mentions=[EVE]).refused("invalid", field="mentions")
    hall.do("comment.edit", by=BOB, comment="c_1", body="Thôi")
    assert hall.comment("c_1").mentions == []
    assert told(hall, CAT) == []


def test_who_is_named_is_told_while_they_see_it_and_nobody_else_is() -> None:
    """[K18]"""
    hall = given(posted(BOB, "@Cat Chi ơi", mentions=[CAT]))
    assert told(hall, CAT) == ["c_1"]
    assert [told(hall, who) for who in (ADA, SAM, EVE, BOB)] == [[], [], [], []]
    assert "named" not in fresh_view(hall.state, "screen", None)
    hall.do("comment.hide", by=SAM, comment="c_1")
    assert told(hall, CAT) == []
    hall.do("comment.restore", by=SAM, comment="c_1")
    assert told(hall, CAT) == ["c_1"]
    hall.do("comment.retract", by=BOB, comment="c_1")
    assert told(hall, CAT) == []
    assert hall.comment("c_1").mentions == []


def test_what_is_held_or_private_tells_nobody_who_may_not_read_it() -> None:
    """[K18]"""
    hall = given(moderation="before_all")
    hall.do("comment.post", by=BOB, body="@Cat Chi", mentions=[CAT])
    hall.do("comment.post", by=BOB, body="@Cat Chi", mentions=[CAT], scope="desk")
    assert told(hall, CAT) == []
    hall.do("comment.approve", by=SAM, comment="c_1")
    assert told(hall, CAT) == ["c_1"]
    # The private answer of the one who is named goes to the author: who is named there is told.
    hall.do("comment.post", by=CAT, body="@Bob Bình", mentions=[BOB], reply_to="c_1", scope="subject")
    assert told(hall, BOB) == ["c_3"]


def test_who_names_themselves_is_not_told() -> None:
    """[K18]"""
    assert told(given(posted(BOB, "@Bob Bình", mentions=[BOB])), BOB) == []


def test_an_anonymous_comment_names_too() -> None:
    """[K18] [K9]"""
    hall = given(anonymous=True)
    hall.do("comment.post", by=BOB, body="@Cat Chi", mentions=[CAT], anonymous=True)
    assert told(hall, CAT) == ["c_1"]
    assert BOB not in repr(list(hall.state.all(Named)))


def test_words_of_an_erased_author_name_nobody() -> None:
    """[K17] [M8]"""
    hall = given(posted(BOB, "@Cat Chi", mentions=[CAT]))
    hall.do("member.erase", by=HOST, member=BOB)
    assert (hall.comment("c_1").body, hall.comment("c_1").mentions, told(hall, CAT)) == ("", [], [])


# Who reacted ----------------------------------------------------------------------------------------------------------


def reactors(hall: Hall, by: str | None, comment: str = "c_1", **asked: object) -> dict[str, list[str]]:
    """What a page tells this member (None: a projector) of who reacted: kinds by name."""
    actor = actor_of(hall.state, by) if by is not None else None

    class Asker:
        member = by
        cls: Class = actor.cls if actor is not None else "screen"

    question = msgspec.convert(
        {"collection": "reactors", "where": {"comment": comment}, "limit": 200, **asked}, PageQuestion
    )
    page = msgspec.json.decode(page_of(hall.state, Asker(), question))
    return {entity["name"]: entity["kinds"] for entity in page["entities"].values()}


def test_who_reacted_is_seen_by_name() -> None:
    """[K16] [WC15]"""
    hall = given(
        posted(BOB), *(step("comment.react", by=who, comment="c_1", kind="agree") for who in (GUS, CAT)),
        step("comment.react", by=CAT, comment="c_1", kind="thanks"),
    )  # fmt: skip
    everybody = {"Gus Giang": ["agree"], "Cat Chi": ["agree", "thanks"]}
    assert reactors(hall, EVE) == reactors(hall, SAM) == everybody
    hall.do("comment.unreact", by=GUS, comment="c_1", kind="agree")
    hall.do("member.update", by=SAM, member=CAT, name="Cát Chí")
    assert reactors(hall, EVE) == {"Cát Chí": ["agree", "thanks"]}
    hall.do("member.erase", by=HOST, member=CAT)
    assert reactors(hall, EVE) == {"": ["agree", "thanks"]}


def test_reactors_come_page_by_page() -> None:
    """[K16]"""
    hall = given(posted(BOB), *(step("comment.react", by=who, comment="c_1", kind="agree") for who in (EVE, CAT, DEE)))
    assert list(reactors(hall, BOB, limit=2)) == ["Cat Chi", "Dee Đào"]
    assert list(reactors(hall, BOB, limit=2, before=CAT)) == ["Eve Yến"]


def test_who_reacted_while_one_could_be_anonymous_stays_unknown() -> None:
    """[K16]"""
    hall = given(posted(BOB), anonymous=True)
    hall.do("comment.react", by=CAT, comment="c_1", kind="agree")
    assert reactors(hall, SAM) == {}
    with_settings(hall, anonymous=False)
    hall.do("comment.react", by=EVE, comment="c_1", kind="agree")
    hall.do("comment.react", by=CAT, comment="c_1", kind="thanks")
    assert reactors(hall, SAM) == {"Eve Yến": ["agree"]}


def test_of_what_one_is_not_shown_nobody_learns_who_reacted() -> None:
    """[K16] [WC15]"""
    hall = given(posted(BOB), step("comment.react", by=CAT, comment="c_1", kind="agree"))
    hall.do("comment.hide", by=SAM, comment="c_1")
    assert shown(hall.comment("c_1"), "hall", EVE) is None
    for who, comment, code in ((EVE, "c_1", "not_found"), (EVE, "c_9", "not_found"), (None, "c_1", "forbidden")):
        with pytest.raises(Refusal) as refused:
            reactors(hall, who, comment)
        assert refused.value.code == code
    assert reactors(hall, SAM) == {"Cat Chi": ["agree"]}
    for where in ({}, {"comment": 7}, {"comment": "c_1", "member": CAT}):
        with pytest.raises(Refusal) as refused:
            reactors(hall, SAM, where=where)
        assert refused.value.code == "invalid"
