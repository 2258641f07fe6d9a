"""Vietnamese order of names, against orders written by hand."""

from itertools import pairwise

import pytest

from giotay.meeting.names import fold, redated, short_name, sort_key, syllable_key

SYLLABLES = [
    *("a", "à", "ả", "ã", "á", "ạ", "an", "ang", "ă", "ằ", "ắ", "ặ", "â", "ầ", "ẩ", "ẫ", "ấ", "ậ", "b", "ba", "bá"),
    *("băng", "bâng", "c", "da", "đa", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "z", "1"),
]
PEOPLE = [
    "Nguyễn Văn An",
    "Trần An",
    "Lê Thị Ánh",
    "Bùi Bằng",
    "Đỗ Văn Dũng",
    "Cao Thị Đào",
    "Hà",
    "Nguyễn Hà",
    "Nguyễn Thị Hà",
    "Nguyễn Thị Thu Hà",
    "Nguyễn Văn Hà",
    "Trần Hà",
    "Lê Hạ",
    "Vũ Hải",
    "Nguyễn Quỳnh Như",
    "Nguyễn Thị Quỳnh Như",
    "Phạm Thị Nở",
    "Nguyễn Văn Ổn",
    "Trần Văn Ổn",
    "Đinh Ơn",
    "Ngô Uyên",
    "Ngô Ứng",
    "John Smith",
]


def test_letters_go_before_tones_and_tones_in_their_order() -> None:
    assert all(syllable_key(first) < syllable_key(second) for first, second in pairwise(SYLLABLES))


def test_people_go_by_given_name_then_family_name_then_middle_names() -> None:
    order = [name for name in PEOPLE if name != "John Smith"]
    assert all(sort_key(first) < sort_key(second) for first, second in pairwise(order))


def test_a_foreign_name_finds_its_place_by_its_last_word() -> None:
    assert sort_key("Phạm Quý") < sort_key("John Smith") < sort_key("Phạm Tâm")


def test_equal_names_go_by_birth_the_older_first_and_who_gave_none_last() -> None:
    keys = [sort_key("Lê Hà", birth_date=born) for born in ("1950-03-01", "1960-01-01", None)]
    assert all(first < second for first, second in pairwise(keys))
    assert redated(keys[0], "1960-01-01") == keys[1]
    assert redated(keys[0], None) == keys[2]


def test_the_same_name_composed_or_decomposed_has_one_key() -> None:
    assert sort_key("Nguyễn Thị Hoà") == sort_key("Nguyễn Thị Hoà")


def test_small_goes_before_capital_and_nothing_before_all() -> None:
    assert sort_key("hà") < sort_key("Hà")
    assert sort_key("") < sort_key("A")


def test_keys_are_plain_ascii_so_that_every_language_sorts_them_alike() -> None:
    assert all(sort_key(name).isascii() for name in [*PEOPLE, "Müller", "王芳", "😀", "İ"])


@pytest.mark.parametrize(
    ("name", "short"), [("Nguyễn Thị Thu Hà", "Hà"), ("Lê Thị Hà A", "Hà A"), ("Lan", "Lan"), ("", ""), ("An B", "B")]
)
def test_people_are_called_by_their_given_name(name: str, short: str) -> None:
    assert short_name(name) == short


def test_search_knows_no_marks() -> None:
    assert fold("  Đỗ  Thị HOÀ ") == fold("do thi hòa") == "do thi hoa"
