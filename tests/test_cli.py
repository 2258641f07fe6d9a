"""The command line: what is wrong is one clear sentence and an exit code that is not 0."""

import argparse
import inspect
import os
import pkgutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from giotay.cli import WORK
from giotay.cli.arguments import parser
from giotay.storage import archive
from giotay.storage.entry import StoredEntry, advance, origin, write
from giotay_protocol.events import CommentHidden

pytestmark = pytest.mark.slow


def giotay(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return subprocess.run(
        [sys.executable, "-m", "giotay.cli", *arguments],
        capture_output=True, text=True, timeout=60, check=False, env=os.environ | {"PYTHONPATH": path} | environment,
    )  # fmt: skip


def one_sentence(answer: "subprocess.CompletedProcess[str]", *words: str) -> None:
    assert answer.returncode != 0
    lines = [line for line in answer.stderr.splitlines() if line.startswith("giotay: ")]
    assert len(lines) == 1, answer.stderr
    assert "Traceback" not in answer.stderr
    for word in words:
        assert word in lines[0]


def test_every_command_is_carried_out_somewhere() -> None:
    """Offline ones beside those of a server; none is named that the line does not know."""
    offered = next(each.choices for each in parser()._actions if isinstance(each, argparse._SubParsersAction))
    assert set(offered) == {*WORK, "verify", "profile"}
    for where in WORK.values():
        assert inspect.iscoroutinefunction(pkgutil.resolve_name(where))


def test_a_wrong_setting_is_named() -> None:
    one_sentence(giotay("serve", "--port", "http"), "port")
    one_sentence(giotay("serve", "--durability", "perhaps"), "durability")
    one_sentence(giotay("serve", "--config", "/nonexistent.toml"), "cannot be read")
    one_sentence(giotay("serve", GIOTAY_PORT="99999"), "port")


def test_a_store_that_is_missing_is_named_without_its_password(tmp_path: Path) -> None:
    answer = giotay("serve", "--redis", "redis://:secret@127.0.0.1:1/0", "--data", str(tmp_path))
    one_sentence(answer, "127.0.0.1:1", "does not answer")
    assert "secret" not in answer.stderr


def test_a_store_that_does_not_keep_its_data_is_refused(tmp_path: Path) -> None:
    from giotay.storage.embedded import server_binary

    path = tmp_path / "forgetful.sock"
    forgetful = subprocess.Popen(
        [server_binary(), "--port", "0", "--unixsocket", path, "--appendonly", "no", "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    try:
        while not path.exists():
            assert forgetful.poll() is None
        one_sentence(
            giotay("serve", "--redis", f"unix://{path}", "--data", str(tmp_path)), "appendonly", "--durability"
        )
    finally:
        forgetful.terminate()
        forgetful.wait()


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = giotay("serve", "--host", "127.0.0.1", "--port", str(port), "--data", str(tmp_path))
    one_sentence(answer, str(port), "(address already in use)", "another server")


def test_without_a_running_server_the_room_commands_say_so(tmp_path: Path) -> None:
    one_sentence(giotay("room", "list", "--data", str(tmp_path)), "host key")
    (tmp_path / "host.key").write_text("k" * 20)
    one_sentence(giotay("room", "list", "--data", str(tmp_path), "--port", "1"), "does not answer")
    one_sentence(giotay("export", "r_1", "--data", str(tmp_path), "--port", "1", "-o", str(tmp_path / "x")), "answer")
    assert not (tmp_path / "x").exists()


def exported(tmp_path: Path, change: bytes = b"", into: bytes = b"") -> Path:
    position, entries = origin("r_1"), []
    for seq in (1, 2):
        entry = write([CommentHidden(seq=seq, at=seq, by="m_1", command=f"k{seq}", comment="c_1", reason="lý do")])
        entries.append(entry)
        position = advance(position, entry)
    file = tmp_path / "room.giotay"
    file.write_bytes(b"".join(archive.write("r_1", position, entries)).replace(change, into, 1))
    return file


def test_an_export_verifies_and_a_changed_one_does_not(tmp_path: Path) -> None:
    """[WL5] The chain is over the bytes as stored."""
    good = giotay("verify", str(exported(tmp_path)))
    assert good.returncode == 0, good.stdout
    assert "nothing missing or changed" in good.stdout
    for change, into in ((b"c_1", b"c_2"), (b'"at\\":1', b'"at\\":7'), ("lý do".encode(), "lý ro".encode())):
        bad = giotay("verify", str(exported(tmp_path, change, into)))
        assert bad.returncode == 1
        assert "✗" in bad.stdout
    (tmp_path / "none").write_text("not an export\n")
    assert giotay("verify", str(tmp_path / "none")).returncode == 1


def test_the_check_code_of_approved_minutes_is_of_its_log(tmp_path: Path) -> None:
    """[N5] As somebody copies it from the paper; the last one and one in the middle."""
    file = exported(tmp_path)
    with file.open("rb") as lines:
        code = archive.verify(lines).head[:24]
    good = giotay("verify", str(file), "--head", f" {code[:12]} {code[12:].upper()}.")
    assert good.returncode == 0, good.stdout
    assert "after event 2" in good.stdout
    other = giotay("verify", str(file), "--head", "0" * 24)
    assert other.returncode == 1
    assert "not of this log" in other.stdout
    assert giotay("verify", str(file), "--head", "abc").returncode == 2


def test_an_erased_text_leaves_the_chain_intact() -> None:
    """[WL6]"""
    entry = write([CommentHidden(seq=1, at=1, comment="c_1", reason="lý do")])
    end = advance(origin("r_1"), entry)
    found = archive.verify(archive.write("r_1", end, [StoredEntry(entry.last, entry.stored, {})]))
    assert (found.problem, found.erased, found.events) == (None, 1, 1)


def test_a_missing_last_entry_is_found() -> None:
    """[WL5]"""
    first = write([CommentHidden(seq=1, at=1, comment="c_1", reason=None)])
    second = write([CommentHidden(seq=2, at=1, comment="c_1", reason=None)])
    end = advance(advance(origin("r_1"), first), second)
    assert archive.verify(archive.write("r_1", end, [first])).problem is not None
    assert archive.verify(archive.write("r_1", end, [second])).problem is not None
