"""From the wire to a command: strict, clean, and every refusal names what was wrong."""

import json
import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giotay_protocol.codec import clean, command_of, encode
from giotay_protocol.commands import COMMANDS, AddMember, PostComment
from giotay_protocol.refusals import CODES, HTTP_STATUS, Refusal
from giotay_protocol.settings import Letterhead, LetterheadPatch, Settings, SettingsPatch


def refused(payload: object) -> dict[str, Any]:
    with pytest.raises(Refusal) as refusal:
        command_of(payload)
    return refusal.value.as_wire()


@pytest.mark.parametrize(
    ("payload", "code", "field"),
    [
        (None, "invalid", "payload"),
        ([], "invalid", "payload"),
        ({}, "invalid", "type"),
        ({"type": 7, "id": "a"}, "invalid", "type"),
        ({"type": "hand.wave", "id": "a"}, "invalid", "type"),
        ({"type": "hand.raise"}, "invalid", "id"),
        ({"type": "hand.raise", "id": ""}, "invalid", "id"),
        ({"type": "hand.raise", "id": "a b"}, "invalid", "id"),
        ({"type": "hand.raise", "id": "a\n"}, "invalid", "id"),
        ({"type": "hand.raise", "id": "x" * 65}, "invalid", "id"),
        ({"type": "hand.raise", "id": "a", "intent": "shout"}, "invalid", "intent"),
        ({"type": "hand.raise", "id": "a", "colour": "red"}, "invalid", "colour"),
        ({"type": "comment.post", "id": "a"}, "invalid", "body"),
        ({"type": "comment.post", "id": "a", "body": 5}, "invalid", "body"),
        ({"type": "comment.post", "id": "a", "body": " \u200b\n".replace("\u200b", "")}, "invalid", "body"),
        ({"type": "comment.post", "id": "a", "body": "x" * 20_001}, "too_large", "body"),
        ({"type": "member.add", "id": "a", "name": "x" * 101}, "too_large", "name"),
        ({"type": "agenda.add", "id": "a", "title": "x" * 201}, "too_large", "title"),
        ({"type": "hand.raise", "id": "a", "note": "x" * 501}, "too_large", "note"),
        ({"type": "turn.extend", "id": "a", "turn": "t_1", "by_ms": 1.5}, "invalid", "by_ms"),
        ({"type": "turn.extend", "id": "a", "turn": "t_1", "by_ms": 10**15}, "invalid", "by_ms"),
        ({"type": "screen.shutter", "id": "a", "on": "yes"}, "invalid", "on"),
        ({"type": "meeting.update", "id": "a", "settings": {"pin": "12"}}, "invalid", "settings.pin"),
        ({"type": "meeting.update", "id": "a", "settings": {"colour": 1}}, "invalid", "settings.colour"),
        ({"type": "queue.update", "id": "a", "discipline": ["tier", "loudest"]}, "invalid", "discipline[1]"),
    ],
)
def test_what_is_malformed_is_refused_and_named(payload: object, code: str, field: str) -> None:
    """[WC1] [WC11] `invalid` or `too_large`, with the field."""
    found = refused(payload)
    assert (found["code"], found["field"]) == (code, field)
    assert found["message"].endswith(".")


def test_too_large_says_how_long_it_may_be() -> None:
    """[WR1] `max` in characters."""
    assert refused({"type": "member.add", "id": "a", "name": "x" * 101})["max"] == 100


def test_text_is_made_nfc_before_it_is_counted() -> None:
    """[WC11] One hundred letters typed on a phone that sends them taken apart are one hundred letters."""
    name = "e\u0302\u0309" * 100
    command = command_of({"type": "member.add", "id": "a", "name": name})
    assert isinstance(command, AddMember)
    assert command.name == "ể" * 100


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  một\r\nhai  ", "một\nhai"),
        ("a\x00b\x07c", "abc"),
        ("tab\tstays", "tab\tstays"),
        ("\u202egnp.exe", "gnp.exe"),
        ("Đ\u0300", "Đ\u0300"),
        ("👩\u200d👧", "👩\u200d👧"),
    ],
)
def test_control_characters_and_overrides_go_and_the_rest_stays(text: str, kept: str) -> None:
    """[WC11] A zero-width joiner is part of a sign; a direction override is a trick."""
    assert clean(text) == kept


def test_a_deeply_nested_payload_is_refused_without_recursing_to_the_ground() -> None:
    """[WC1]"""
    nested: Any = "x"
    for _ in range(500):
        nested = [nested]
    assert refused({"type": "poll.vote", "id": "a", "poll": "p", "choices": nested})["code"] == "invalid"


@settings(max_examples=int(os.environ.get("GIOTAY_EXAMPLES", "25")), deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)),
       st.sampled_from(sorted(COMMANDS)))  # fmt: skip
def test_nothing_but_a_command_or_a_refusal_comes_out(value: Any, kind: str) -> None:
    """[WC1] Whatever JSON comes in."""
    payload = {**value, "type": kind, "id": "a"} if isinstance(value, dict) else value
    try:
        command = command_of(payload)
    except Refusal as refusal:
        assert refusal.code in CODES
        assert encode({"error": refusal.as_wire()})
    else:
        assert command.id == "a"


def test_the_desk_names_whom_it_acts_for() -> None:
    """[WC9] `for` on the wire."""
    command = command_of({"type": "comment.post", "id": "a", "body": "x", "for": "m_1"})
    assert isinstance(command, PostComment)
    assert command.acting_for == "m_1"
    assert json.loads(encode(command))["for"] == "m_1"


def test_every_refusal_has_a_status() -> None:
    """[WH1]"""
    assert set(HTTP_STATUS) == set(CODES)


def test_a_patch_has_every_line_of_what_it_changes() -> None:
    assert LetterheadPatch.__struct_fields__ == Letterhead.__struct_fields__
    assert set(SettingsPatch.__struct_fields__) <= set(Settings.__struct_fields__)
