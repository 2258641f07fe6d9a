"""Coming in: founding the room, names, codes, requests and the desk's answers."""

import pytest

from giotay.meeting.birth import Founding, NewItem, NewMember
from giotay.meeting.context import Actor
from giotay.meeting.door import answer_to, ask_to_join, check_choice, come_in, members_to_choose
from giotay.profiles import load_profiles
from giotay_protocol.entities import AgendaItem, JoinRequest, Member, Queue
from giotay_protocol.events import MemberAdded, MemberAdmitted, MemberRefused, RequestMade
from giotay_protocol.refusals import Refusal
from giotay_protocol.settings import SettingsPatch
from tests.meeting.hall import ADA, BOB, CAT, HOST, SAM, Hall, begun, given, opened, step, with_settings

NOBODY = Actor(member=None, office=None, cls="hall")


def asks(hall: Hall, name: str, claims: str | None = None) -> str:
    hall.take(ask_to_join(hall.state, name, claims, hall.context(NOBODY)), by=None, command=f"door:{name}")
    return f"q_{sum(1 for event in hall.log if isinstance(event, RequestMade))}"


def test_a_room_is_founded_with_all_its_settings_written_down() -> None:
    """[B1]"""
    founding = Founding(
        title="Họp", place="Hội trường", starts_at=1_800_000_000_000, locale="en", profile="school",
        settings=SettingsPatch(limit_ms=60_000),
        members=[NewMember(name="An", office="chair"), NewMember(name="Ba", unit="Tổ Văn")],
        agenda=[NewItem(title="Một", planned_ms=60_000), NewItem(title="Hai", kind="vote")],
    )  # fmt: skip
    hall = begun(founding)
    meeting = hall.meeting
    assert (meeting.title, meeting.place, meeting.locale, meeting.status) == ("Họp", "Hội trường", "en", "draft")
    assert meeting.settings.limit_ms == 60_000
    assert meeting.settings.comment_kinds == [kind.name for kind in load_profiles()["school"].comment_kinds]
    assert meeting.presiding == "m_1"
    assert hall.queue().limit_ms == 60_000
    assert hall.queue().discipline == load_profiles()["school"].discipline
    assert [(item.title, item.position, item.kind) for item in hall.state.all(AgendaItem)] == [
        ("Một", 1, "discussion"),
        ("Hai", 2, "vote"),
    ]
    assert [queue.id for queue in hall.state.all(Queue)] == ["main"]


@pytest.mark.parametrize(
    ("founding", "field"),
    [
        (Founding(title="A", profile="pirates"), "profile"),
        (Founding(title="A", members=[NewMember(name=name, office="chair") for name in ("An", "Ba")]), "members"),
        (Founding(title="A", members=[NewMember(name="An"), NewMember(name="Ba", kind="pirate")]), "members[1].kind"),
    ],
)  # fmt: skip
def test_what_cannot_be_founded(founding: Founding, field: str) -> None:
    """[B1] [C1]"""
    with pytest.raises(Refusal) as refused:
        begun(founding)
    assert (refused.value.code, refused.value.facts["field"]) == ("invalid", field)


def test_without_an_agenda_the_profiles_template() -> None:
    """[B3]"""
    template = load_profiles()["party-cell"].agenda
    vi, en = (begun(Founding(title="A", profile="party-cell", locale=locale)) for locale in ("vi", "en"))
    assert [item.title for item in vi.state.all(AgendaItem)] == [item.title["vi"] for item in template]
    assert [item.title for item in en.state.all(AgendaItem)] == [item.title["en"] for item in template]
    assert not list(begun(Founding(title="A", profile="party-cell", agenda=[])).state.all(AgendaItem))


def test_every_profile_founds_a_room() -> None:
    """[B3]"""
    for name in load_profiles():
        assert begun(Founding(title="A", profile=name)).meeting.profile == name


def test_names_are_chosen_where_the_room_says_so() -> None:
    """[D1]"""
    hall = given(join="names", pin="1234")
    choices = members_to_choose(hall.state)
    assert choices is not None
    assert [choice.name.split()[-1] for choice in choices] == [
        "Ánh", "Bình", "Chi", "Đào", "Giang", "Oanh", "Sơn", "Tâm", "Yến",
    ]  # fmt: skip
    assert {choice.member for choice in choices if choice.guarded} == {"m_1", "m_2", "m_3"}
    assert check_choice(hall.state, BOB, None).id == BOB
    for join in ("link", "request"):
        with_settings(hall, join=join)
        assert members_to_choose(hall.state) is None
        with pytest.raises(Refusal, match="forbidden"):
            check_choice(hall.state, BOB, None)


def test_nobody_comes_in_as_somebody_who_is_erased() -> None:
    """[M8]"""
    hall = given(join="names")
    requests = asks(hall, "x", BOB), asks(hall, "Nhung")
    hall.do("member.erase", by=HOST, member=BOB)
    for request in requests:
        hall.when("member.admit", by=SAM, request=request, member=BOB).refused("not_found")
    choices = members_to_choose(hall.state)
    assert choices is not None
    assert BOB not in {choice.member for choice in choices}
    assert "" not in {choice.name for choice in choices}
    with pytest.raises(Refusal, match="not_found"):
        check_choice(hall.state, BOB, None)
    with pytest.raises(Refusal, match="not_found"):
        ask_to_join(hall.state, "Bình", BOB, hall.context(NOBODY))


def test_guarded_names_need_the_pin() -> None:
    """[D2]"""
    hall = given(pin="1234")
    assert check_choice(hall.state, ADA, "1234").id == ADA
    for pin in ("4321", None):
        with pytest.raises(Refusal, match="forbidden"):
            check_choice(hall.state, SAM, pin)
    with_settings(hall, pin=None)
    with pytest.raises(Refusal, match="forbidden"):
        check_choice(hall.state, SAM, None)
    with pytest.raises(Refusal, match="not_found"):
        check_choice(hall.state, "m_99", None)


def test_a_locked_room_lets_nobody_new_in() -> None:
    """[S6]"""
    hall = given(step("meeting.lock", by=SAM), join="code")
    for attempt in (
        lambda: check_choice(hall.state, BOB, None),
        lambda: ask_to_join(hall.state, "Nhung", None, hall.context(NOBODY)),
        lambda: come_in(hall.state, "Nhung", hall.context(NOBODY)),
    ):
        with pytest.raises(Refusal, match="locked"):
            attempt()


def test_a_code_brings_in_a_guest() -> None:
    """[D4]"""
    hall = given(join="code")
    assert come_in(hall.state, "Nhung", hall.context(NOBODY)) == [
        MemberAdded(member="m_10", name="Nhung", office="guest", votes=False)
    ]  # fmt: skip
    with_settings(hall, join="names")
    with pytest.raises(Refusal, match="forbidden"):
        come_in(hall.state, "Nhung", hall.context(NOBODY))


def test_who_has_a_members_name_asks() -> None:
    """[D3]"""
    hall = given(join="code")
    assert come_in(hall.state, "Bob Bình", hall.context(NOBODY)) == [
        RequestMade(request="q_1", name="Bob Bình", claims=BOB)
    ]  # fmt: skip


def test_asking_and_being_admitted_as_somebody_new() -> None:
    """[D3] [D5]"""
    hall = given(join="request")
    request = asks(hall, "Nhung")
    assert hall.find(JoinRequest, request).name == "Nhung"
    answer = answer_to(hall.state, request)
    assert answer is not None
    assert (answer.status, answer.member) == ("pending", None)
    hall.when("member.admit", by=SAM, request=request).then(
        MemberAdded(member="m_10", name="Nhung", office="member"), MemberAdmitted(request=request, member="m_10")
    )  # fmt: skip
    answer = answer_to(hall.state, request)
    assert answer is not None
    assert (answer.status, answer.member) == ("admitted", "m_10")
    assert not list(hall.state.all(JoinRequest))
    hall.when("member.admit", by=SAM, request=request).refused("already")
    hall.when("member.refuse", by=SAM, request=request).refused("already")


def test_being_admitted_as_who_one_claims_or_whom_the_desk_names() -> None:
    """[D5]"""
    hall = given()
    first, second = asks(hall, "x", BOB), asks(hall, "Khiêm")
    assert hall.find(JoinRequest, first).name == "Bob Bình"
    hall.when("member.admit", by=SAM, request=first).then(MemberAdmitted(request=first, member=BOB))
    hall.when("member.admit", by=SAM, request=second, member=CAT).then(MemberAdmitted(request=second, member=CAT))


def test_being_refused() -> None:
    """[D5]"""
    hall = given()
    request = asks(hall, "Nhung")
    hall.when("member.refuse", by=SAM, request=request).then(MemberRefused(request=request))
    answer = answer_to(hall.state, request)
    assert answer is not None
    assert answer.status == "refused"
    assert answer_to(hall.state, "q_9") is None
    hall.when("member.admit", by=BOB, request=request).refused("forbidden")
    hall.when("member.refuse", by=SAM, request="q_9").refused("not_found", field="request")


def test_a_claim_of_a_member_who_is_gone() -> None:
    """[D5]"""
    hall = given()
    request = asks(hall, "x", BOB)
    hall.do("member.remove", by=SAM, member=BOB)
    hall.when("member.admit", by=SAM, request=request).refused("invalid", field="member")


def test_who_may_not_even_ask() -> None:
    """[D3]"""
    hall = given(join="link")
    with pytest.raises(Refusal, match="forbidden"):
        ask_to_join(hall.state, "Nhung", None, hall.context(NOBODY))
    with_settings(hall, join="request")
    with pytest.raises(Refusal, match="not_found"):
        ask_to_join(hall.state, "Nhung", "m_99", hall.context(NOBODY))
    for number in range(500):
        asks(hall, f"Người {number}")
    with pytest.raises(Refusal, match="limit"):
        ask_to_join(hall.state, "Nhung", None, hall.context(NOBODY))


def test_nobody_new_comes_after_the_close() -> None:
    """[D4]"""
    hall = given(opened, step("meeting.close", by=ADA), join="code")
    with pytest.raises(Refusal, match="closed"):
        come_in(hall.state, "Nhung", hall.context(NOBODY))
    assert check_choice(hall.state, BOB, None), "who was absent may still choose their name to comment"
    assert hall.state.get(Member, BOB)
