"""Profiles: what is wrong with a file, where, in one sentence; a host's own; and that the manual names every key."""

import re
from pathlib import Path
from typing import get_args, get_origin, get_type_hints

import pytest
from msgspec import Struct

from giotay.cli import main
from giotay.meeting.birth import Founding
from giotay.meeting.profile import Profile
from giotay.profiles import ProfileError, examine, load_profiles, with_own
from giotay_protocol.entities import AgendaItem
from giotay_protocol.refusals import Refusal
from tests.meeting.hall import begun

ROOT = Path(__file__).parents[2]
GOOD = """\
name = "choir"
[label]
vi = "Đội hợp xướng"
en = "Choir"
"""


@pytest.mark.parametrize(
    ("more", "line", "message"),
    [
        ('colour = "red"', 1, 'There is no key "colour"'),
        ('intents = ["speak", "shout"]', 1, '"shout" is not known as "intents[2]".'),
        ('discipline = ["first"]', 1, '"first" is not known as "discipline[1]".'),
        ('voting_bases = ["all"]', 1, '"all" is not known as "voting_bases[1]".'),
        ('layout = "ours"', 1, 'There is no layout "ours"; there are party-hd05-2026,'),
        ('intents = "speak"', 1, '"intents" should be a list and is a text.'),
        ("[[comment_kinds]]\nname = 'praise'\nlabel = {vi='a',en='b'}", 2, '"praise" is not known as'),
        ("[[comment_kinds]]\nname = 'thanks'\nlabel = {vi='a'}", 3, 'has no text in the language "en".'),
        ("[[member_kinds]]\nname = 'a'", 1, '"member_kinds[1]" needs the key "label".'),
        ("[[member_kinds]]\nname = 'a'\nlabel = {vi='a',en='b'}\nvotes = 1", 4, "should be true or false"),
        ("[[member_kinds]]\nname = 'A b'\nlabel = {vi='a',en='b'}", 2, "small letters, digits and hyphens"),
        ("[[templates]]\nname='t'\nlabel={vi='a',en='b'}\n[[templates.items]]\ntitle={vi='a',en='b'}\nplanned_ms=-1",
         6, '"templates[1].items[1].planned_ms" must not be less than 0.'),
        ("[[templates]]\nname='t'\nlabel={vi='a',en='b'}\n[[templates.items]]\ntitle={vi='a',en='b'}\nkind='song'",
         6, '"song" is not known as "templates[1].items[1].kind".'),
        ("[words]\nroom = {vi='a',en='b'}", 2, 'There is no key "room" in "words".'),
        ("[address.vi]\nyou = 'bạn'", 1, '"address.vi" needs the key "everyone".'),
        ("intents = [", 1, "This is not TOML:"),
        ("[[member_kinds]]\nname='a'\nlabel={vi='a',en='b'}\n[[member_kinds]]\nname='a'\nlabel={vi='a',en='b'}",
         5, '"a" stands twice in "member_kinds".'),
    ],
)  # fmt: skip
def test_each_fault_with_its_line(more: str, line: int, message: str) -> None:
    # Keys of the profile itself stand before the tables.
    above = not more.startswith("[")
    text = f"{more}\n{GOOD}" if above else f"{GOOD}{more}\n"
    found = examine(text)
    assert isinstance(found, list), "taken for good"
    (fault,) = found
    assert message in fault.message
    if "not TOML" not in message:
        assert fault.line == line + (0 if above else GOOD.count("\n"))


def test_what_is_missing_altogether() -> None:
    found = examine('name = "choir"\n')
    assert isinstance(found, list)
    assert [fault.message for fault in found] == ['The key "label" is missing.']


def test_several_faults_come_in_order() -> None:
    found = examine(f'colour = 1\nintents = ["a", "b"]\n{GOOD}')
    assert isinstance(found, list)
    assert [fault.line for fault in found] == [1, 2, 2]


def test_every_profile_that_comes_with_giotay_is_complete() -> None:
    for name, profile in load_profiles().items():
        assert profile.name == name
        assert profile.comment_kinds
        assert profile.voting_bases
        assert name == "neutral" or profile.templates
    assert [template.name for template in load_profiles()["party-cell"].templates] == ["regular", "self-review"]


def test_the_screens_say_what_the_profiles_say() -> None:
    words = ROOT / "client" / "web" / "src" / "words"
    addresses = (words / "address.ts").read_text("utf-8")
    for locale in ("vi", "en"):
        text = (words / f"{locale}.ts").read_text("utf-8")
        for profile in load_profiles().values():
            for kind in profile.comment_kinds:
                assert f"'kind.{kind.name}': '{kind.label[locale]}'" in text, kind
    for name, profile in load_profiles().items():
        found = re.search(rf"'?{name}'?: \['(.*?)', '(.*?)'\]", addresses)
        assert found is not None
        assert found.groups() == (profile.address.vi.you, profile.address.vi.everyone)


def test_a_meeting_starts_with_the_template_it_asks_for() -> None:
    """[B3]"""
    hall = begun(Founding(title="A", profile="party-cell", template="self-review"))
    assert [item.kind for item in hall.state.all(AgendaItem)].count("round") == 1
    with pytest.raises(Refusal) as refused:
        begun(Founding(title="A", profile="party-cell", template="other"))
    assert refused.value.facts["field"] == "template"


def test_the_statement_form_is_in_the_rooms_language() -> None:
    """[S7]"""
    forms = [
        begun(Founding(title="A", profile="party-cell", locale=locale)).meeting.settings.statement_form
        for locale in ("vi", "en")
    ]
    assert [form[0] for form in forms] == ["Ưu điểm", "Strengths"]


def test_a_folder_of_own_profiles(tmp_path: Path) -> None:
    (tmp_path / "choir.toml").write_text(GOOD, "utf-8")
    assert set(with_own(tmp_path)) == {*load_profiles(), "choir"}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("mine.toml", GOOD.replace("choir", "school"), 'there is a profile named "school" already'),
        ("mine.toml", f"colour = 1\n{GOOD}", ':1: There is no key "colour"'),
        ("mine.toml", b"name = \xff", "is not UTF-8 text"),
    ],
)
def test_a_folder_that_cannot_be_used(tmp_path: Path, name: str, text: str | bytes, message: str) -> None:
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ProfileError, match=re.escape(message)):
        with_own(tmp_path)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(GOOD, "utf-8")
    bad.write_text(f"colour = 1\n{GOOD}", "utf-8")
    assert main(["profile", "check", str(good)]) == 0
    assert main(["profile", "check", str(good), str(bad)]) == 1
    assert f'{bad}:1: There is no key "colour"' in capsys.readouterr().out
    assert main(["profile", "check", str(tmp_path / "none.toml")]) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert main(["profile", "show", "choir", "--profiles", str(tmp_path)]) == 1
    bad.unlink()
    assert main(["profile", "show", "choir", "--profiles", str(tmp_path)]) == 0
    assert '"Choir"' in capsys.readouterr().out
    assert main(["profile", "show", "nobody"]) == 1
    assert "There is no profile" in capsys.readouterr().err


def _keys(kind: type, before: str = "") -> list[str]:
    found = []
    for name, hint in get_type_hints(kind).items():
        found.append(before + name)
        inner = get_args(hint)[0] if get_origin(hint) is list else hint
        if isinstance(inner, type) and issubclass(inner, Struct) and {"vi", "en"} != set(inner.__struct_fields__):
            found += _keys(inner, f"{before}{name}.")
    return found


def test_the_manual_names_every_key_and_no_other() -> None:
    manual = (ROOT / "docs" / "profiles.md").read_text("utf-8")
    told = re.findall(r"^\| `([\w.]+)` \|", manual, re.MULTILINE)
    assert told == _keys(Profile)


def test_the_desk_offers_secret_votes_where_the_profile_does() -> None:
    """[V12]"""
    source = (ROOT / "client" / "web" / "src" / "shared" / "poll.ts").read_text("utf-8")
    named = re.search(r"SECRET_ON_PAPER[^=]*= new Set\(\[(.*?)\]\)", source)
    assert named is not None
    on_paper = {profile.name for profile in load_profiles().values() if not profile.secret_polls}
    assert set(re.findall(r"'(.*?)'", named.group(1))) == on_paper
